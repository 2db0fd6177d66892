from datetime import date

import pytest
from django.utils import translation

from members.choices.standing import Standing
from members.filters.persons import PersonFilter
from members.models import Person
from organizations.actions.tree import on_day
from organizations.models import Organization
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    county = OrganizationFactory(code="county")
    towns = [TownshipFactory(code=code, parent=county) for code in ("T1", "T2")]
    return {
        "county": county,
        "T1": towns[0],
        "T2": towns[1],
        "A": OrganizationFactory(code="A", parent=towns[0]),
        "B": OrganizationFactory(code="B", parent=towns[1]),
    }


def person(tree, name, at="A", **values):
    return PersonFactory(name=name, organization=tree[at], **values)


def names(query):
    return sorted(PersonFilter(query, Person.objects.all()).qs.values_list("name", flat=True))


def test_younger_than_35_ends_on_the_35th_birthday(tree):
    person(tree, "young", born="1991-11-23")
    person(tree, "old", born="1991-11-22")
    person(tree, "month", born="1991-12")
    person(tree, "first", born="1991-11")
    person(tree, "unknown", born=None)
    assert names("age_under=35&on=2026-11-22") == ["month", "young"]


def test_older_than_60_begins_on_the_61st_birthday(tree):
    person(tree, "sixty", born="1965-11-23")
    person(tree, "sixty-one", born="1965-11-22")
    person(tree, "unknown", born=None)
    assert names("age_over=60&on=2026-11-22") == ["sixty-one"]


def test_every_age_is_either_under_or_not_over(tree):
    for year in range(1985, 1998):
        person(tree, str(year), born=f"{year}-02-29" if year % 4 == 0 else f"{year}-02-28")
    day = "on=2024-02-29"
    assert set(names(f"age_under=35&{day}")) | set(names(f"age_over=34&{day}")) == set(names(day))
    assert not set(names(f"age_under=35&{day}")) & set(names(f"age_over=34&{day}"))


def test_joined_after_and_before_take_the_day_itself_in(tree):
    for joined in ("2026-02-28", "2026-03-01", "2026-03", "2026-03-31", "2026-04-01"):
        person(tree, joined, joined=joined, confirmed=None, standing=Standing.PROBATIONARY)
    assert names("joined_after=2026-03-01") == ["2026-03", "2026-03-01", "2026-03-31", "2026-04-01"]
    assert names("joined_before=2026-03-01") == ["2026-02-28", "2026-03", "2026-03-01"]
    assert names("joined_after=2026-03-02") == ["2026-03-31", "2026-04-01"]


@pytest.mark.parametrize(
    ("floor", "counted"),
    [
        ("61", ["11", "21", "31", "41", "61"]),
        ("41", ["11", "21", "31", "41", "61"]),
        ("31", ["11", "21", "31"]),
        ("81", ["11", "21", "31", "41", "61", "71", "81"]),
    ],
)
def test_senior_high_and_vocational_schooling_are_one_level(tree, floor, counted):
    for code in ("11", "21", "31", "41", "61", "71", "81", ""):
        person(tree, code, education=code)
    assert names(f"education_at_least={floor}") == counted


def test_choices_may_be_repeated_and_filters_narrow_each_other(tree):
    person(tree, "a", sex="1", ethnicity="01")
    person(tree, "b", sex="2", ethnicity="03")
    person(tree, "c", sex="2", ethnicity="11")
    assert names("ethnicity=03&ethnicity=11") == ["b", "c"]
    assert names("ethnicity=03&ethnicity=11&sex=1") == []
    assert names("ethnicity=01&ethnicity=03&sex=2") == ["b"]


def test_standing_is_asked_as_of_the_day(tree):
    person(tree, "a", joined="2022-01-15", confirmed="2023-01-15")
    assert names("standing=full&on=2022-06-01") == []
    assert names("standing=probationary&on=2022-06-01") == ["a"]
    assert names("standing=full&standing=probationary&on=2022-06-01") == ["a"]
    assert names("standing=full") == ["a"]


def test_every_word_of_the_search_must_be_found(tree):
    person(tree, "王建国", phone="10012345678")
    person(tree, "王秀兰")
    assert names("q=王") == ["王建国", "王秀兰"]
    assert names("q=王 1001") == ["王建国"]
    assert names("q=李") == []


def test_an_organization_means_all_below_it(tree):
    person(tree, "a")
    person(tree, "b", at="B")
    person(tree, "t", at="T1")
    assert names("organization=county") == ["a", "b", "t"]
    assert names("organization=T1") == ["a", "t"]
    assert names("organization=B") == ["b"]
    assert names("organization=nowhere") == []


def test_people_are_found_where_they_were_on_the_day(tree):
    moved = person(tree, "a")
    with on_day(date(2024, 7, 1)):
        Person.objects.filter(pk=moved.pk).update(organization=tree["B"])
    assert names("organization=T1&on=2024-06-30") == ["a"]
    assert names("organization=T1&on=2024-07-01") == []
    assert names("organization=T2&on=2024-07-01") == ["a"]
    assert names("organization=T2&on=2024-06-30") == []


def test_the_tree_is_taken_as_it_stood_on_the_day(tree):
    person(tree, "a")
    with on_day(date(2024, 7, 1)):
        Organization.objects.filter(code="A").update(parent=tree["T2"])
    assert names("organization=T1&on=2024-06-30") == ["a"]
    assert names("organization=T2&on=2024-07-01") == ["a"]
    assert names("organization=T1") == []


def test_those_who_left_count_until_the_day(tree):
    person(tree, "gone", left="2025-06-30", left_why="died")
    assert names("on=2025-06-29") == ["gone"]
    assert names("on=2025-06-30") == []
    assert names("") == []
    assert names("ended=all") == ["gone"]


def test_newly_joined_count_for_the_branch_that_admitted_them(tree):
    new = person(tree, "new", joined="2026-03-10", confirmed=None, standing=Standing.PROBATIONARY)
    person(tree, "before", joined="2025-12-31", confirmed=None, standing=Standing.PROBATIONARY)
    with on_day(date(2026, 6, 1)):
        Person.objects.filter(pk=new.pk).update(organization=tree["B"])
    year = "during=2026-01-01&on=2026-12-31"
    assert names(year) == ["new"]
    assert names(f"{year}&organization=A") == ["new"]
    assert names(f"{year}&organization=B") == []
    assert names("during=2026-01-01&on=2026-03-09") == []


def test_whoever_joins_on_the_day_of_a_move_counts_once_and_where_they_went(tree):
    new = person(tree, "new", joined="2026-03-10", confirmed=None, standing=Standing.PROBATIONARY)
    with on_day(date(2026, 3, 10)):
        Person.objects.filter(pk=new.pk).update(organization=tree["B"])
    year = "during=2026-01-01&on=2026-12-31"
    assert names(f"{year}&organization=A") == []
    assert names(f"{year}&organization=B") == ["new"]


def test_except_leaves_out_the_rows_of_another_query(tree):
    person(tree, "young", born="1995-01-01")
    person(tree, "old", born="1950-01-01")
    person(tree, "unknown", born=None)
    assert names("except=age_under%3D35&on=2026-11-22") == ["old", "unknown"]
    assert names("except=age_under%3D35%26standing%3Dactivist&on=2026-11-22") == [
        "old",
        "unknown",
        "young",
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("age=35", "There is no filter called “age” here."),
        ("age_under=old", "Younger than: Enter a number."),
        ("standing=boss", "Standing: Select a valid choice"),
        ("on=2026-02-30", "“2026-02-30” is not a day"),
        ("on=yesterday", "“yesterday” is not a day"),
        ("during=2026", "“2026” is not a day"),
        ("joined_after=2026-13-01", "Joined on or after: Enter a valid date."),
        ("except=age%3D35", "There is no filter called “age” here."),
    ],
)
def test_a_query_that_makes_no_sense_is_refused(tree, query, sentence):
    with translation.override("en"), pytest.raises(Refused, match=sentence):
        names(query)


def test_a_list_of_the_past_costs_the_same_queries_for_a_big_tree(tree, django_assert_num_queries):
    for _ in range(20):
        OrganizationFactory(parent=tree["A"])
    with django_assert_num_queries(4):
        names("organization=T1&on=2024-07-01&age_under=35")
