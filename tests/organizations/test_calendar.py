"""Working days by the holiday calendar, which is data (domain 2.0: publicity in working days)."""

from datetime import date

import pytest

from organizations.actions.calendar import (
    calendar_note,
    counts_working_days,
    is_working_day,
    load_calendars,
    provisional,
    working_days_after,
)
from organizations.forms.calendar import HolidayForm
from organizations.models import Holiday
from portal import pages
from tests.factories import OrganizationFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return OrganizationFactory(code="990101")


@pytest.fixture
def calendars(county):
    load_calendars(county)


def test_the_calendars_that_come_with_the_portal_load_once(county):
    assert load_calendars(county) == 110
    assert load_calendars(county) == 0
    assert Holiday.objects.filter(year=2026, working=True).count() == 6
    assert Holiday.objects.filter(year=2026, working=False).count() == 33


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 14), True),  # a Saturday worked for Spring Festival
        (date(2026, 2, 16), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 10, 10), True),
        (date(2026, 11, 22), False),  # a plain Sunday
        (date(2025, 10, 8), False),
        (date(2024, 9, 14), True),
    ],
)
def test_days_off_and_days_worked_instead(calendars, day, worked):
    assert is_working_day(day) is worked


def test_working_days_over_spring_festival(calendars):
    """Five working days after 12 February 2026: 13, 14 (Saturday), 24, 25 and 26."""
    assert working_days_after(date(2026, 2, 12), 5) == date(2026, 2, 26)
    assert counts_working_days(date(2026, 2, 13), date(2026, 2, 26)) == 5
    assert counts_working_days(date(2026, 2, 26), date(2026, 2, 13)) == 0


def test_a_year_without_calendar_counts_weekends_and_says_so(calendars):
    assert working_days_after(date(2027, 9, 30), 1) == date(2027, 10, 1)
    assert provisional(date(2026, 12, 28), date(2027, 1, 5))
    assert "2027" in calendar_note(date(2026, 12, 28), date(2027, 1, 5))
    assert calendar_note(date(2026, 1, 1), date(2026, 12, 31)) == ""


def test_the_county_adds_a_year_by_workbook_and_finds_it(county):
    book = "日期,节假日,是否上班,年度,党组织\n2027-01-01,元旦,否,2027,990101\n".encode()
    outcome = imports.load(pages.get("holiday"), book, "日历.csv", by=user_over(county))
    assert (outcome.new, outcome.refused) == (1, [])
    assert not is_working_day(date(2027, 1, 1))
    assert not provisional(date(2027, 1, 1), date(2027, 12, 31))


def test_a_day_of_another_year_is_refused(county):
    data = {"organization": county.code, "day": "2026-05-01", "name": "劳动节", "year": 2024}
    form = HolidayForm(data=data, user=user_over(county))
    assert "year" in form.errors
