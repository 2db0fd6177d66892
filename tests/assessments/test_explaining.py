"""From a figure to the rows that were counted that day, and from one run to the next."""

import random
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from assessments.actions.targets.accounts import Account
from assessments.actions.targets.changes import changes
from assessments.actions.targets.keeping import forget_rows
from assessments.actions.targets.runs import compute_run
from assessments.models import Definition, Indicator, KeptRows, Rating
from members.models import Affiliation, Person
from tests.assessments.county import DAY, computed, found, make_county
from tests.factories import PersonFactory, user_over

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = date(2026, 3, 31), date(2026, 9, 30)


@pytest.fixture
def county():
    return make_county()


def figure(one, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{one.figure_url}?{query}"


def test_every_figure_is_the_sum_of_the_rows_kept(county):
    """Ratios, shares and amounts, for every organization."""
    Indicator.objects.filter(code="003-32").update(kind="amount", unit="persons")
    _run, values = computed(county)
    for one in values.values():
        account = Account(one)
        assert sum(account.counted.weights.values()) == one.n
        assert account.whole is None or sum(account.whole.weights.values()) == one.of


def test_a_figure_opens_who_was_counted_and_says_why_others_were_not(
    client, county, django_assert_max_num_queries
):
    _run, values = computed(county)
    one = values["003-32", "T1"]
    client.force_login(user_over(county.towns[0]))
    counted = client.get(figure(one))
    assert len(counted.context["list"].lines) == one.n == 4
    assert client.get(figure(one, rows="all")).context["list"].page.paginator.count == one.of
    with django_assert_max_num_queries(15):
        page = client.get(figure(one, rows="uncounted"))
    said = [line.beside[0] for line in page.context["list"].lines]
    assert len(said) == one.rest
    assert all("66" in text and "35" in text for text in said), said
    township = client.get(figure(values["003-30", "T1"], rows="uncounted"))
    assert [line.beside[0] for line in township.context["list"].lines] == [
        "未计入：现有0，要求不低于 3"
    ]
    assert client.get(figure(values["003-32", "T2"])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_rows_stay_as_they_were_counted_and_say_what_has_changed_since(client, county):
    _run, values = computed(county)
    one = values["003-32", "T1"]
    gone, late = Person.objects.filter(organization=county.villages[0]).order_by("born")
    late.born = "1950-01-01"
    late.save()
    gone.name = "改了名"
    gone.save()
    client.force_login(user_over(county.top))
    rows = client.get(figure(one)).context["list"].lines
    assert len(rows) == 4
    (line,) = [row for row in rows if row.pk == late.pk]
    assert line.beside[1] == county.villages[0].short
    assert "76" in line.beside[0]
    assert line.beside[2] == "出生日期"
    renamed = client.get(figure(one, rows="uncounted")).context["list"].lines
    assert [row.beside[2] for row in renamed if row.pk == gone.pk] == ["姓名"]


def test_a_run_whose_rows_went_still_opens_the_list(client, county):
    run, values = computed(county)
    KeptRows.objects.filter(run=run).delete()
    client.force_login(user_over(county.top))
    page = client.get(figure(values["003-32", "C"]))
    assert not page.context["kept"]
    assert values["003-32", "C"].counted_url.replace("&", "&amp;") in page.content.decode()


def test_rows_of_old_nights_are_forgotten(county):
    """Kept: by hand, the latest night, the ends of months; sealed ones are told in test_seals."""
    user = user_over(county.top)
    days = {date(2026, 9, 28): None, date(2026, 9, 29): user, SPRING: None, AUTUMN: None, DAY: None}
    for day, by in days.items():
        run, _values = computed(county, day)
        compute_run(run, by=by)
    assert forget_rows() == 1
    kept = KeptRows.objects.order_by("run__day").values_list("run__day", flat=True).distinct()
    assert list(kept) == sorted([SPRING, date(2026, 9, 29), AUTUMN, DAY])
    assert forget_rows() == 0


# Definitions.


def test_a_changed_definition_leaves_the_values_of_old_runs(client, county):
    old, before = computed(county, SPRING)
    indicator = Indicator.objects.get(code="003-32")
    indicator.kind, indicator.denominator, indicator.decimals = "amount", None, 0
    indicator.name = "35 岁以下党员人数"
    indicator.save()
    _new, after = computed(county, AUTUMN)
    assert Definition.objects.filter(indicator=indicator).count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Definition.objects.update(number=7)
    again, now = found(old)["003-32", "C"], after["003-32", "C"]
    assert (again.text, again.redefined) == (before["003-32", "C"].text, True)
    assert str(again.indicator) == "35 岁以下农村党员比例"
    assert (now.n, now.of, now.redefined) == (6, None, False)
    client.force_login(user_over(county.top))
    assert "此后" in client.get(figure(again)).content.decode()
    made = changes(again, now)
    assert made.n


def test_only_what_changed_is_worked_out_again(county):
    run, _values = computed(county)
    first = dict(run.workings.values_list("indicator__code", "computed_at"))
    person = Person.objects.filter(standing="full").first()
    person.born = "1940-01-01"
    person.save()
    compute_run(run, by=None)
    second = dict(run.workings.values_list("indicator__code", "computed_at"))
    of_organizations = {"000-09"}
    assert {code for code in first if first[code] == second[code]} == of_organizations
    shown = found_numbers(run)
    compute_run(run, by=None, force=True)
    assert found_numbers(run) == shown
    last = dict(run.workings.values_list("indicator__code", "computed_at"))
    assert all(last[code] > second[code] for code in last)


def found_numbers(run):
    return {key: (one.n, one.of) for key, one in found(run).items()}


# Why it changed.


def reasons(first, second, side="n"):
    turns = getattr(changes(first, second), side)
    return {turn.pk: (turn.reason.key, turn.delta) for turn in turns}


def test_each_row_that_came_or_went_has_its_reason(client, county):
    """Joined, left, moved in and out, turned 35, corrected late: 003-32 of a township."""
    one, two = county.villages[0], county.villages[2]
    names = "ages", "leaves", "moves", "comes", "late"
    at = dict(zip(names, (one, one, one, two, one), strict=True))
    who = {name: PersonFactory(organization=at[name], born="1999-01-01") for name in names}
    Person.objects.filter(pk=who["ages"].pk).update(born="1991-06-01")
    Person.objects.filter(pk=who["late"].pk).update(born="1960-06-01")
    _run, before = computed(county, SPRING)
    Affiliation.objects.filter(person=who["leaves"]).update(until="2026-05-01")
    move(who["moves"], two, "2026-05-01")
    move(who["comes"], one, "2026-05-01")
    Person.objects.filter(pk=who["late"].pk).update(born="1998-06-01")
    joins = PersonFactory(organization=one, born="2001-01-01")
    Affiliation.objects.filter(person=joins).update(since="2026-06-01")
    _run, after = computed(county, AUTUMN)
    first, second = before["003-32", "T1"], after["003-32", "T1"]
    admitted = Person.objects.filter(joined="2026-06-30", born__lt="2001").values_list(
        "pk", flat=True
    )
    admitted = set(admitted.filter(organization__path__startswith=county.towns[0].path))
    assert reasons(first, second) == {
        who["ages"].pk: ("lost-age_under", -1),
        who["leaves"].pk: ("left", -1),
        who["moves"].pk: ("out", -1),
        who["comes"].pk: ("in", 1),
        who["late"].pk: ("late", 1),
        joins.pk: ("joined", 1),
        **dict.fromkeys(admitted, ("turned-standing", 1)),
    }
    gone = {who[name].pk for name in ("leaves", "moves", "comes")}
    assert set(reasons(first, second, "of")) == gone | {joins.pk, *admitted}
    client.force_login(user_over(county.top))
    address = reverse("figure-changes", args=[second.run.pk, "003-32", "T1"])
    page = client.get(f"{address}?since={first.run.pk}&reason=lost-age_under&side=n")
    assert [line.pk for line in page.context["list"].lines] == [who["ages"].pk]
    assert "年满35岁" in page.content.decode()


def move(person, place, day):
    """Hang a person elsewhere from a day on."""
    Affiliation.objects.filter(person=person).update(until=day)
    Affiliation.objects.create(person=person, organization=place, since=day)


def test_reasons_add_up_to_the_difference_whatever_happens(county):
    """Ratios, shares and amounts of every organization, over random changes of any day."""
    rng = random.Random(5)  # noqa: S311 - made-up changes
    Indicator.objects.filter(code="000-10").update(kind="amount")
    _run, before = computed(county, SPRING)
    for _round in range(3):
        for _change in range(8):
            happen(rng, county)
        _run, after = computed(county, AUTUMN)
        for (code, place), second in after.items():
            if place in {"C", "T1", "V2"}:
                adds_up(before[code, place], second)


def adds_up(first, second):
    made = changes(first, second)
    assert sum(turn.delta for turn in made.n) == second.n - first.n
    assert len({turn.pk for turn in made.n}) == len(made.n)
    if made.of is not None:
        assert sum(turn.delta for turn in made.of) == second.of - first.of
    assert sum(line[1] for line in made.table()) == second.n - first.n


def happen(rng, county):
    person = rng.choice(list(Person.objects.all()))
    place = rng.choice(county.villages)
    day = date(2026, rng.randint(1, 9), rng.randint(1, 28))
    change = rng.randrange(6)
    if change == 0:
        PersonFactory(organization=place, born=f"{rng.randint(1950, 2005)}-01-01")
    elif change == 1:
        Affiliation.objects.filter(person=person).update(until=day)
    elif change == 2:
        Person.objects.filter(pk=person.pk).update(born=f"{rng.randint(1950, 2005)}-06-01")
    elif change == 3:
        Person.objects.filter(pk=person.pk).update(standing=rng.choice(["full", "activist"]))
    elif change == 4:
        Rating.objects.filter(organization=place).update(stars=rng.randint(0, 5))
    else:
        place.parent = rng.choice(county.towns)
        place.save()
