from datetime import date

import pytest

from members.choices.standing import Standing
from members.filters.persons import standing_on
from members.models import Person
from tests.factories import OrganizationFactory, PersonFactory

pytestmark = pytest.mark.django_db

PATH = {
    "applied": "2020-03-01",
    "activist_on": "2020-09-10",
    "target_on": "2021-11-01",
    "joined": "2022-01-15",
    "confirmed": "2023-01-15",
}


def held(person, day):
    """Every standing that the filters find for this person on the day."""
    rows = Person.objects.filter(pk=person.pk)
    on = date.fromisoformat(day)
    return [one.value for one in Standing if rows.filter(standing_on(one, on)).exists()]


def of(standing, **dates):
    values = {"joined": None, "confirmed": None} | dates
    return PersonFactory(standing=standing, organization=OrganizationFactory(), **values)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2020-02-29", []),
        ("2020-03-01", ["applicant"]),
        ("2020-09-09", ["applicant"]),
        ("2020-09-10", ["activist"]),
        ("2021-10-31", ["activist"]),
        ("2021-11-01", ["target"]),
        ("2022-01-14", ["target"]),
        ("2022-01-15", ["probationary"]),
        ("2023-01-14", ["probationary"]),
        ("2023-01-15", ["full"]),
        ("2026-01-01", ["full"]),
    ],
)
def test_on_each_day_exactly_the_standing_that_the_dates_say(day, standing):
    assert held(of(Standing.FULL, **PATH), day) == standing


def test_members_of_1969_to_1977_are_full_from_the_day_they_joined():
    person = of(Standing.FULL, joined="1971-06")
    assert held(person, "1971-05-31") == []
    assert held(person, "1971-06-01") == ["full"]
    assert held(person, "2026-11-22") == ["full"]


def test_a_month_counts_from_its_first_day():
    person = of(Standing.PROBATIONARY, joined="2026-03")
    assert held(person, "2026-02-28") == []
    assert held(person, "2026-03-01") == ["probationary"]


@pytest.mark.parametrize("standing", list(Standing)[:3])
def test_a_stage_without_a_date_counts_as_held(standing):
    assert held(of(standing), "2026-11-22") == [standing]
    assert held(of(standing), "2000-01-01") == [standing]


def test_an_earlier_stage_without_a_date_is_not_invented():
    person = of(Standing.PROBATIONARY, joined="2026-03-01")
    assert held(person, "2026-01-01") == []


def test_a_stage_may_be_skipped():
    person = of(Standing.PROBATIONARY, activist_on="2024-05-01", joined="2026-03-01")
    assert held(person, "2026-02-28") == ["activist"]
    assert held(person, "2026-03-01") == ["probationary"]


def test_nobody_has_two_standings_on_any_day_and_their_sum_is_all_who_have_one():
    organization = OrganizationFactory()
    keys = list(PATH)
    for last in range(1, 6):
        for missing in range(last):
            dates = dict.fromkeys(PATH) | {key: PATH[key] for key in keys[:last]}
            dates[keys[missing]] = None if missing != 3 or last < 4 else PATH["joined"]
            PersonFactory(standing=list(Standing)[last - 1], organization=organization, **dates)
    for day in ("2019-01-01", "2020-06-01", "2021-01-01", "2021-12-01", "2022-06-01", "2026-01-01"):
        for person in Person.objects.all():
            assert len(held(person, day)) <= 1, (person.standing, day)
