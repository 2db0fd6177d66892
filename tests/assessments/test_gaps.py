"""The gap to a goal and the forecasts, checked against the definition of reaching it."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from assessments.actions.targets.gaps import gap, linear, newcomers, of_line, seasonal
from assessments.models.targets import COMPARE

END = date(2026, 12, 31)


def reached(comparison, goal, n, of):
    value = Decimal(n) if of is None else Decimal(100) * n / of
    return COMPARE[comparison](value, goal)


def test_it_takes_the_fewest_that_reach_the_goal_and_one_fewer_does_not():
    rng = random.Random(5)  # noqa: S311 - a test's own dice
    for _ in range(4000):
        comparison = rng.choice(list(COMPARE))
        of = rng.choice([None, rng.randint(1, 90)])
        n = rng.randint(0, of or 90)
        goal = Decimal(rng.choice([rng.randint(0, 100), rng.randint(0, 10000) / 100])).quantize(
            Decimal("0.01")
        )
        if reached(comparison, goal, n, of):
            continue
        found = gap(comparison, goal, n, of)
        way = 1 if comparison in {"gte", "gt"} else -1
        limit = 10**6 if of is None else of
        steps = (k for k in range(limit + 1) if 0 <= n + way * k <= limit)
        least = next((k for k in steps if reached(comparison, goal, n + way * k, of)), None)
        assert found.change == least, (comparison, goal, n, of)
        assert found.falls == (way < 0)


def test_seven_more_branches_at_three_stars():
    found = gap("gte", Decimal(85), 44, 60)
    assert (found.change, found.n, found.of) == (7, 51, 60)
    assert gap("gt", Decimal(85), 44, 60).change == 8
    assert gap("gt", Decimal(100), 59, 60).change is None
    assert gap("lte", Decimal(5), 4, 60).change == 1
    assert gap("lt", Decimal(0), 4, 60).change is None


def test_money_is_lacking_to_the_cent():
    found = gap("gte", Decimal("12000.50"), Decimal("11000.25"), None, step=Decimal("0.01"))
    assert found.change == Decimal("1000.25")
    assert gap("gte", Decimal(150), 100, 80, part=False).change == 20


def test_new_ones_change_both_sides_of_a_ratio():
    for n, of, goal in ((4, 10, 70), (0, 7, 33), (12, 13, 95)):
        found = newcomers("gte", Decimal(goal), n, of)
        assert reached("gte", goal, n + found, of + found)
        assert not reached("gte", goal, n + found - 1, of + found - 1)
    assert newcomers("gte", Decimal(100), 9, 10) is None


def test_a_line_goes_on_and_its_band_grows_with_the_scatter():
    start = date(2026, 1, 31)
    straight = [(start + timedelta(days=30 * k), Decimal(10 + 5 * k)) for k in range(6)]
    found = linear(straight, start + timedelta(days=300))
    assert found.value == 60
    assert found.low == found.high == 60
    scattered = [(day, value + (-1) ** k * 4) for k, (day, value) in enumerate(straight)]
    wide = linear(scattered, start + timedelta(days=300))
    assert wide.low < wide.value < wide.high
    assert wide.within(0, 50).high == 50


@pytest.mark.parametrize(
    "points",
    [
        [],
        [(date(2026, 6, 30), Decimal(4))],
        [(date(2026, 6, 30) + timedelta(days=k), Decimal(k)) for k in range(9)],
    ],
)
def test_too_little_history_gives_no_line_and_no_season(points):
    assert linear(points, END) is None
    assert seasonal(points, END) is None


def test_a_season_repeats_what_earlier_years_brought():
    points = [
        (date(2024, 9, 30), Decimal(40)),
        (date(2024, 12, 31), Decimal(60)),
        (date(2025, 9, 28), Decimal(50)),
        (date(2025, 12, 31), Decimal(60)),
        (date(2026, 9, 30), Decimal(55)),
    ]
    found = seasonal(points, END)
    assert (found.value, found.low, found.high, found.based_on) == (70, 65, 75, 2)
    assert seasonal(points, END, grows=True).value == Decimal("74.25")
    one = seasonal(points[2:], END)
    assert (one.value, one.low, one.based_on) == (65, None, 1)


def test_days_between_the_ends_of_quarters_are_read_off_the_line():
    ends = [(date(2025, 9, 30), Decimal(40)), (date(2025, 12, 31), Decimal(132))]
    points = [*ends, (date(2026, 11, 10), Decimal(100))]
    assert seasonal(points, END).value == 100 + 132 - 81  # of the 92 days 41 had gone
    assert seasonal([ends[1], points[2]], END) is None
    grown = seasonal([(date(2024, 12, 31), Decimal(7)), *points], END, grows=True)
    assert (round(grown.value, 2), grown.based_on) == (Decimal("162.96"), 1)


def test_what_begins_anew_every_year_starts_from_nothing():
    points = [(date(2025, 12, 31), Decimal(90)), (date(2026, 6, 30), Decimal(40))]
    assert of_line(points, grows=True) == [(date(2025, 12, 31), 0), points[1]]
    assert of_line(points, grows=False) == points
