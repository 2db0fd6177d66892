"""How a target stands on a day: met, on pace, behind, or without data."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.choices import Status
from assessments.models import Target
from tests.assessments.county import computed, make_county

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


def target(**values):
    return Target(**{"year": 2026, "comparison": "gte", "value": Decimal(80), **values})


@pytest.mark.parametrize(
    ("value", "day", "status"),
    [
        (None, date(2026, 7, 2), Status.NO_DATA),
        (Decimal(80), date(2026, 1, 1), Status.MET),
        (Decimal(41), date(2026, 7, 2), Status.ON_PACE),
        (Decimal(39), date(2026, 7, 2), Status.BEHIND),
        (Decimal(31), date(2026, 7, 2), Status.FAR_BEHIND),
        (Decimal(0), date(2026, 7, 2), Status.FAR_BEHIND),
        (Decimal(79), date(2027, 3, 1), Status.BEHIND),
    ],
)
def test_status_compares_with_what_is_expected_by_the_day(value, day, status):
    assert target().status(value, day) == status


def test_milestones_bend_the_line():
    bent = target(milestones="03-31=8; 06-30=60")
    assert bent.expected(date(2026, 3, 31)) == 8
    assert bent.expected(date(2026, 6, 30)) == 60
    assert bent.expected(date(2026, 5, 16)) == pytest.approx(34, abs=0.5)
    assert bent.expected(date(2026, 12, 31)) == 80


@pytest.mark.parametrize(
    ("value", "status"),
    [(Decimal(3), Status.MET), (Decimal("3.5"), Status.BEHIND), (Decimal(9), Status.FAR_BEHIND)],
)
def test_what_should_be_small_is_met_from_below(value, status):
    small = target(comparison="lte", value=Decimal(3))
    assert small.status(value, date(2026, 6, 1)) == status


def test_a_milestone_of_a_small_target_leaves_time(county):
    small = target(comparison="lte", value=Decimal(3), milestones="06-30=10")
    assert small.status(Decimal(9), date(2026, 6, 1)) == Status.ON_PACE
    assert small.attained(Decimal(6)) == Decimal("0.5")


def test_no_members_is_no_data_and_not_zero(county):
    _run, values = computed(county)
    assert values["000-37-age", "V3"].value is None
    assert values["000-37-age", "V3"].status == Status.NO_DATA
    assert values["000-37-age", "V3"].text == "–"
