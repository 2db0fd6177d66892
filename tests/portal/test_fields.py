import random
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from members.models import Person
from portal import choices, fields
from portal.fields import (
    CodeFormField,
    IdNumberFormField,
    check_digit,
    decrypt,
    encrypt,
    exact,
    first_day,
    mask_id,
    parse_id_number,
    parse_partial,
    shortest,
)
from tests.factories import OrganizationFactory, PersonFactory

NUMBER = "990101198007030014"
NUMBER = NUMBER[:17] + check_digit(NUMBER[:17])
WITH_X = next(
    body + "X" for n in range(1000) if check_digit(body := f"99010119800703{n:03d}") == "X"
)


def refusal(read, value):
    with translation.override("en"), pytest.raises(ValidationError) as no:
        read(value)
    with translation.override("en"):
        return no.value.messages[0]


# Dates.


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1985-07-03", "1985-07-03"),
        ("1985-7-3", "1985-07-03"),
        ("1985.07.03", "1985-07-03"),
        ("1985.7.3", "1985-07-03"),
        ("1985/7/3", "1985-07-03"),
        ("1985年7月3日", "1985-07-03"),
        ("1985年7月3", "1985-07-03"),
        ("1985 年 7 月 3 日", "1985-07-03"),
        ("19850703", "1985-07-03"),
        ("１９８５．０７．０３", "1985-07-03"),
        ("\u3000 1985-07-03\u00a0", "1985-07-03"),
        ("'1985-07-03", "1985-07-03"),
        ("1985-07-03 00:00:00", "1985-07-03"),
        ("1985-07-03T00:00:00", "1985-07-03"),
        (datetime(1985, 7, 3, 0, 0), "1985-07-03"),  # noqa: DTZ001 - as workbooks give it
        (date(1985, 7, 3), "1985-07-03"),
        (31231, "1985-07-03"),
        (31231.0, "1985-07-03"),
        (19850703, "1985-07-03"),
        (19850703.0, "1985-07-03"),
        ("1985-07", "1985-07"),
        ("1985.7", "1985-07"),
        ("1985.07", "1985-07"),
        ("1985.10", "1985-10"),
        ("1985.12", "1985-12"),
        ("1985年7月", "1985-07"),
        ("198507", "1985-07"),
        (198507, "1985-07"),
        (1985.07, "1985-07"),
        (1985.12, "1985-12"),
        ("1985", "1985"),
        (1985, "1985"),
        ("2000-02-29", "2000-02-29"),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_date_is_read_in_the_precision_it_was_written_in(written, meant):
    assert parse_partial(written) == meant


@pytest.mark.parametrize("written", ["1985.1", 1985.1])
def test_a_month_that_may_be_january_or_october_is_refused(written):
    assert "may be January or October" in refusal(parse_partial, written)


@pytest.mark.parametrize(
    "written",
    [
        "1985.13.40",
        "1985-02-30",
        "1999-02-29",
        "不详",
        "2o01年",
        "31/02/1999",
        "3/7/1985",
        "85.7.3",
        "1985-07-03-01",
        "1899-12-31",
        "2201-01-01",
        "0000-01-01",
        "1985-0-1",
        "1985.0",
        "1985-00-01",
        "1985-07-00",
        "19850700",
        True,
        -5,
        0.5,
        1e20,
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_date_is_refused(written):
    assert "is not a date" in refusal(parse_partial, written)


@pytest.mark.django_db
def test_comparing_partial_dates_means_comparing_their_first_days():
    """Against real dates, every precision and every look-up: the promise of decision 4."""
    rng = random.Random(7)  # noqa: S311
    days = [date(2024, 12, 20) + timedelta(days=n) for n in range(60)]
    days += [date(2025, month, 1) for month in range(1, 13)] + [date(2024, 2, 29)]
    texts = [f"{rng.choice(days):%Y-%m-%d}"[: rng.choice((4, 7, 10))] for _ in range(120)]
    organization = OrganizationFactory()
    Person.objects.bulk_create(
        PersonFactory.build_batch(120, organization=organization, born=None, confirmed=None)
    )
    people = list(Person.objects.order_by("pk"))
    for person, text in zip(people, texts, strict=True):
        person.born = text
    Person.objects.bulk_update(people, ["born"])
    compare = {
        "gte": lambda one, other: one >= other,
        "gt": lambda one, other: one > other,
        "lte": lambda one, other: one <= other,
        "lt": lambda one, other: one < other,
    }
    for day in days:
        for lookup, holds in compare.items():
            found = Person.objects.filter(**{f"born__{lookup}": day}).values_list("born", flat=True)
            expected = [text for text in texts if holds(first_day(text), day)]
            assert sorted(found) == sorted(expected), (lookup, day)


@pytest.mark.django_db
def test_a_bound_may_be_partial_too():
    organization = OrganizationFactory()
    for born in ("1985", "1985-07", "1985-07-01", "1985-07-02", "1986"):
        PersonFactory(organization=organization, born=born)

    def found(**condition):
        return set(Person.objects.filter(**condition).values_list("born", flat=True))

    assert found(born__gte="1985-07") == {"1985-07", "1985-07-01", "1985-07-02", "1986"}
    assert found(born__gt="1985-07") == {"1985-07-02", "1986"}
    assert found(born__lt="1985-07") == {"1985"}
    assert found(born__lte="1985") == {"1985"}


def test_bounds_are_the_shortest_and_the_longest_text_of_a_day():
    assert shortest(date(2026, 1, 1)) == "2026"
    assert shortest(date(2026, 3, 1)) == "2026-03"
    assert shortest(date(2026, 1, 2)) == "2026-01-02"
    assert shortest("2001-01") == "2001"
    assert shortest("2001") == "2001"
    assert exact("2026") == exact("2026-01") == "2026-01-01"


# ID numbers.


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f" {NUMBER} ",
        f"\u00a0{NUMBER}\u3000",
        f"'{NUMBER}",
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in NUMBER),
    ],
)
def test_an_id_number_is_read_through_what_workbooks_put_around_it(written):
    assert parse_id_number(written) == NUMBER


def test_the_last_letter_may_be_small_or_wide():
    assert parse_id_number(WITH_X.lower()) == WITH_X
    assert parse_id_number(WITH_X[:-1] + "ｘ") == WITH_X


@pytest.mark.parametrize("nothing", ["", " ", None])
def test_no_id_number_is_nothing(nothing):
    assert parse_id_number(nothing) is None


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (float(NUMBER.rstrip("X") or 0), "Excel has lost the last digits"),
        (990101198007030000, "Excel has lost the last digits"),
        ("9.90101E+17", "Excel has lost the last digits"),
        ("9.90101198007030E17", "Excel has lost the last digits"),
        (NUMBER[:15], "18 characters"),
        (NUMBER + "1", "18 characters"),
        ("X" + NUMBER[1:], "18 characters"),
        (mask_id(NUMBER), "18 characters"),
        (NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), "check digit"),
        (NUMBER[:5] + "2" + NUMBER[6:], "check digit"),
    ],
)
def test_a_damaged_id_number_is_refused_and_never_repaired(written, sentence):
    assert sentence in refusal(parse_id_number, written)


def test_the_birth_date_inside_must_exist():
    body = "99010119990230001"
    assert "does not exist" in refusal(parse_id_number, body + check_digit(body))


def test_no_refusal_repeats_the_number():
    for written in (NUMBER[:-1], NUMBER[:5] + "2" + NUMBER[6:]):
        assert NUMBER[8:16] not in refusal(parse_id_number, written)


def test_any_one_wrong_digit_is_found():
    for place in range(17):
        for digit in "0123456789":
            wrong = NUMBER[:place] + digit + NUMBER[place + 1 :]
            if wrong != NUMBER:
                with pytest.raises(ValidationError):
                    parse_id_number(wrong)


def test_equal_numbers_have_equal_cipher_texts_and_nothing_else_does():
    assert encrypt(NUMBER) == encrypt(NUMBER)
    assert encrypt(NUMBER) != encrypt(WITH_X)
    assert NUMBER not in encrypt(NUMBER)
    assert decrypt(encrypt(NUMBER)) == NUMBER


def test_a_number_under_another_key_is_not_read_as_something_else(settings):
    stored = encrypt(NUMBER)
    settings.PORTAL_FIELD_KEY = "another key"
    with pytest.raises(ValueError, match="another PORTAL_FIELD_KEY"):
        decrypt(stored)


@pytest.mark.django_db
def test_the_field_is_found_by_equality_and_by_nothing_that_would_need_the_text():
    person = PersonFactory(id_number=NUMBER)
    assert Person.objects.get(id_number=NUMBER) == person
    assert Person.objects.get(id_number__in=[NUMBER, WITH_X]) == person
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM members_person")
        assert cursor.fetchone()[0] == encrypt(NUMBER)


def test_the_form_field_takes_its_own_mask_for_unchanged_only():
    field = IdNumberFormField(required=False)
    field.current = NUMBER
    assert field.prepare_value(NUMBER) == mask_id(NUMBER) == f"{NUMBER[:6]}********{NUMBER[14:]}"
    assert field.prepare_value(WITH_X) == WITH_X  # just typed, and shown again beside an error
    assert field.clean(mask_id(NUMBER)) == NUMBER
    assert "18 characters" in refusal(field.clean, mask_id(WITH_X))


# Code tables.


@pytest.mark.parametrize(
    ("table", "written", "code"),
    [
        ("sex", "男", "1"),
        ("sex", "1", "1"),
        ("sex", 2.0, "2"),
        ("sex", "Female", "2"),
        ("ethnicity", "汉", "01"),
        ("ethnicity", "汉 族", "01"),
        ("ethnicity", "1", "01"),
        ("ethnicity", 1.0, "01"),
        ("ethnicity", "乌兹别克族", "43"),
        ("ethnicity", "乌孜别克", "43"),
        ("education", "普通高中", "61"),
        ("education", "初中", "71"),
        ("education", "大学专科", "31"),
        ("education", "大专", "30"),
        ("education", "大学本科", "21"),
        ("education", "", ""),
    ],
)
def test_a_code_is_read_from_the_words_rosters_use(table, written, code):
    field = CodeFormField(table=choices.TABLES[table], required=False)
    assert field.clean(written) == code


def test_a_word_outside_the_table_is_refused_with_the_name_of_the_table():
    field = CodeFormField(table=choices.ETHNICITY, required=False)
    assert refusal(field.clean, "火星族") == "“火星族” is not in the code table GB/T 3304-1991."


def test_no_word_of_a_table_means_two_codes():
    for table in choices.TABLES.values():
        meant = {}
        for item in table.items:
            for word in {item.code, item.zh, item.en.casefold(), *item.aliases}:
                assert meant.setdefault(word, item.code) == item.code, (table.name, word)


def test_every_education_code_has_a_level():
    for item in choices.EDUCATION.items:
        assert item.code in choices.education_at_least(item.code)


def test_labels_follow_the_language():
    with translation.override("zh-hans"):
        assert choices.ETHNICITY.label("11") == "满族"
    with translation.override("en"):
        assert choices.ETHNICITY.label("11") == "Manchu"


def test_check_digits_of_the_standard():
    """The example printed in GB 11643-1999."""
    assert check_digit("11010519491231002") == "X"
    assert fields.sex_of("11010519491231002X") == "2"
    assert fields.born_of("11010519491231002X") == "1949-12-31"
