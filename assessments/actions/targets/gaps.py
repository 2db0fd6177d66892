"""What is lacking to a target, and where a figure is heading: plain arithmetic, no database."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from assessments.choices import Comparison

Points = Sequence[tuple[date, Decimal]]  # (day, value), in order of days

UPWARDS = (Comparison.AT_LEAST, Comparison.MORE)
STRICT = (Comparison.MORE, Comparison.LESS)
LEAST = 3  # points of a line
SPAN = timedelta(days=45)  # that they stretch over at least
APART = timedelta(days=31)  # how far from "the same day" a run of an earlier year may lie
QUARTER = timedelta(days=100)  # how far apart runs may lie for the days between to be read off
YEAR = timedelta(days=366)
# Student's t, 80 % within, by degrees of freedom from one on; beyond them 1.28.
T80 = (3.08, 1.89, 1.64, 1.53, 1.48, 1.44, 1.41, 1.40, 1.38, 1.37)


@dataclass(frozen=True)
class Gap:
    """What it takes to reach a goal.

    `change`: how many more must count, or how many fewer where the figure must fall; then `n` of
    `of` count. `fresh`: so many new ones, all of which count, would do as well. None: no number
    is enough.
    """

    falls: bool
    change: Decimal | None
    n: Decimal | None
    of: Decimal | None
    fresh: int | None = None


def gap(
    comparison: str,
    goal: Decimal,
    n: Decimal | int,
    of: Decimal | int | None,
    *,
    step: Decimal = Decimal(1),
    part: bool = True,
) -> Gap:
    """What takes `n` (of `of`, in percent of it; None: the plain amount) to the goal.

    `step`: 1 where organizations or persons are counted, 0.01 for money. `part`: what is counted
    is a part of `of` and cannot pass it. The figure must have data and not meet the goal yet.
    """
    falls = comparison not in UPWARDS
    edge = Fraction(goal) if of is None else Fraction(goal) * Fraction(of) / 100
    wanted = beyond(edge, falls=falls, strict=comparison in STRICT, step=step)
    count = None if of is None else Decimal(of)
    over = not falls and count is not None and part and wanted > count
    if over or wanted < 0:
        return Gap(falls, None, None, count)
    change = abs(wanted - Decimal(n))
    grows = part and not falls and of is not None and step == 1
    fresh = newcomers(comparison, goal, n, of) if grows and of is not None else None
    return Gap(falls, change, wanted, count, fresh)


def beyond(edge: Fraction, *, falls: bool, strict: bool, step: Decimal) -> Decimal:
    """The nearest multiple of `step` at the edge or, `strict`, past it."""
    steps = edge / Fraction(step)
    whole = math.floor(steps) if falls else math.ceil(steps)
    if strict and whole == steps:
        whole += -1 if falls else 1
    return whole * step


def newcomers(comparison: str, goal: Decimal, n: Decimal | int, of: Decimal | int) -> int | None:
    """How many new ones, all counted, bring n/of to the goal; None where no number does."""
    share = Fraction(goal) / 100
    if share >= 1:
        return None
    edge = (share * Fraction(of) - Fraction(n)) / (1 - share)
    return int(beyond(edge, falls=False, strict=comparison in STRICT, step=Decimal(1)))


@dataclass(frozen=True)
class Forecast:
    """What a figure will come to: `low` to `high` is where it falls four times out of five.

    `based_on`: how many runs, or earlier years, it rests on. No band where they are too few.
    """

    value: Decimal
    low: Decimal | None
    high: Decimal | None
    based_on: int

    def within(self, least: int, most: int | None) -> Forecast:
        """The same, kept to what the figure can be at all."""

        def kept(value: Decimal | None) -> Decimal | None:
            if value is None:
                return None
            return max(min(value, Decimal(most)) if most is not None else value, Decimal(least))

        return replace(
            self, value=kept(self.value) or Decimal(0), low=kept(self.low), high=kept(self.high)
        )


def linear(points: Points, until: date) -> Forecast | None:
    """The straight line through the points, drawn on to `until` (least squares).

    None with fewer than three points or where they span less than a month and a half.
    """
    if len(points) < LEAST or points[-1][0] - points[0][0] < SPAN:
        return None
    days = [float((day - points[0][0]).days) for day, _value in points]
    values = [float(value) for _day, value in points]
    count = len(points)
    middle, mean = sum(days) / count, sum(values) / count
    spread = sum((day - middle) ** 2 for day in days)
    pairs = list(zip(days, values, strict=True))
    slope = sum((day - middle) * (value - mean) for day, value in pairs) / spread
    ahead = float((until - points[0][0]).days) - middle
    reached = mean + slope * ahead
    error = sum((value - mean - slope * (day - middle)) ** 2 for day, value in pairs)
    free = count - 2
    width = (T80[free - 1] if free <= len(T80) else 1.28) * math.sqrt(
        error / free * (1 + 1 / count + ahead**2 / spread)
    )
    return Forecast(number(reached), number(reached - width), number(reached + width), count)


def number(value: float) -> Decimal:
    return Decimal(f"{value:.4f}")


def seasonal(points: Points, until: date, *, grows: bool = False) -> Forecast | None:
    """What the same stretch of earlier years brought, added to the newest point.

    `grows`: the figure begins at nothing every year, so that it is multiplied instead. None
    without an earlier year whose runs tell both days.
    """
    if not points:
        return None
    day, value = points[-1]
    changes = [
        found
        for back in range(1, day.year - points[0][0].year + 1)
        if (found := changed(points, back_in(day, back), back_in(until, back), grows=grows))
        is not None
    ]
    if not changes:
        return None
    outcomes = [value * change if grows else value + change for change in changes]
    mean = sum(outcomes, Decimal(0)) / len(outcomes)
    if len(outcomes) == 1:
        return Forecast(mean, None, None, 1)
    return Forecast(mean, min(outcomes), max(outcomes), len(outcomes))


def changed(points: Points, first: date, last: date, *, grows: bool) -> Decimal | None:
    """What the figure gained between two days of an earlier year, or by how much it multiplied."""
    known = of_year(points, first.year) if grows else points
    since, until = value_at(known, first), value_at(known, last)
    if since is None or until is None:
        return None
    if not grows:
        return until - since
    return until / since if since else None


def value_at(points: Points, day: date) -> Decimal | None:
    """The figure on a day: that of the nearest run within a month, else on the line between the
    runs before and after it, where they lie a quarter apart at most."""
    near = min(points, key=lambda point: abs(point[0] - day), default=None)
    if near is None or abs(near[0] - day) <= APART:
        return near[1] if near else None
    before = [point for point in points if point[0] < day][-1:]
    after = [point for point in points if point[0] > day][:1]
    if not before or not after or after[0][0] - before[0][0] > QUARTER:
        return None
    (since, low), (until, high) = before[0], after[0]
    return low + (high - low) * (day - since).days / (until - since).days


def of_year(points: Points, year: int) -> Points:
    """The points of a year, which begins at nothing."""
    start = date(year - 1, 12, 31)
    return [(start, Decimal(0)), *(point for point in points if point[0].year == year)]


def back_in(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def of_line(points: Points, *, grows: bool) -> Points:
    """The points that a line to the year's end is drawn through: those of the last twelve months,
    or, where the figure begins at nothing every year, those of the year from New Year on."""
    if not points:
        return points
    last = points[-1][0]
    if not grows:
        return [point for point in points if last - point[0] <= YEAR]
    return of_year(points, last.year)
