"""An indicator of one organization through time: what is lacking and where it is heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.targets.gaps import Forecast, Gap, gap, linear, of_line, seasonal
from assessments.actions.targets.results import Result
from assessments.actions.targets.runs import start_run
from assessments.choices import Aggregate, Basis, IndicatorKind, Status, Unit
from assessments.models import Definition, Indicator, Plan, Run, Target, Value, Working
from assessments.models.workings import deciding, text_of
from organizations.models import Organization
from portal.errors import Refused

CENT = Decimal("0.01")
YEARS_BACK = 2  # of which quarters are worked out when somebody asks for a line


@dataclass(frozen=True)
class Point:
    """What an indicator came to in one run."""

    run: Run
    n: int | Decimal
    of: int | Decimal | None
    value: Decimal | None
    redefined: bool = False  # something else was counted then than now

    @property
    def day(self) -> date:
        return self.run.day


def history(
    indicator: Indicator,
    place: Organization,
    runs: Any,
    plan: Any,
    then: Mapping[int, Definition] | None = None,
) -> list[Point]:
    """All that `runs` (a query of runs that are done) found, oldest first; one point a day.

    The runs of other plans count as well, so that the line does not begin anew with each year's
    plan; on a day that several plans were worked out, `plan` speaks. One query, with `then` as
    `met_by` gives it.
    """
    rows = Value.objects.filter(run__in=runs, indicator=indicator, organization=place)
    now = text_of(indicator)
    then = met_by(indicator) if then is None else then
    found: dict[date, Point] = {}
    for row in rows.select_related("run__plan").order_by("run__day", "run"):
        met = then.get(row.run_id)
        value = (met.then() if met else indicator).value(row.n, row.of)
        differs = met is not None and deciding(met.text) != deciding(now)
        point = Point(row.run, row.n, row.of, value, differs)
        if point.day not in found or row.run.plan_id == plan.pk:
            found[point.day] = point
    return list(found.values())


def met_by(indicator: Indicator) -> dict[int, Definition]:
    """{run: its definition of the indicator} of the runs that met another than today's."""
    used = Working.objects.filter(indicator=indicator).select_related("definition")
    used = used.exclude(definition__text=text_of(indicator))
    return {one.run_id: one.definition for one in used}


@transaction.atomic
def fill_quarters(plan: Plan, *, by: Any) -> int:
    """Have a worker work out the ends of the quarters before today that have no run yet, so that
    there is a line to look at. Returns how many; Refused where none is lacking."""
    today = timezone.localdate()
    ends = [
        end
        for one in range(today.year - YEARS_BACK, today.year + 1)
        for end in (date(one, 3, 31), date(one, 6, 30), date(one, 9, 30), date(one, 12, 31))
        if end < today
    ]
    done = set(plan.runs.filter(state=Run.State.DONE).values_list("day", flat=True))
    lacking = [end for end in ends if end not in done]
    if not lacking:
        words = _("All ends of quarters of the last %(years)s years have been worked out already.")
        raise Refused(words % {"years": YEARS_BACK})
    for end in lacking:
        start_run(plan, end, by=by)
    return len(lacking)


def last_of(points: Iterable[Point], period: Callable[[date], Any]) -> list[Point]:
    """The last point of each period, such as of each quarter."""
    return list({period(point.day): point for point in points}.values())


def quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def year(day: date) -> tuple[int]:
    return (day.year,)


def grows(indicator: Indicator) -> bool:
    """Whether it begins at nothing every New Year: what happened in the year, not divided by what
    else happened in it."""
    below = indicator.denominator
    of_the_year = below is not None and below.basis == Basis.DURING
    return indicator.numerator.basis == Basis.DURING and not of_the_year


def is_part(indicator: Indicator) -> bool:
    """Whether what is counted is surely among what it is divided by."""
    if indicator.kind == IndicatorKind.SHARE:
        return True
    above, below = indicator.numerator, indicator.denominator
    if below is None or above.aggregate != Aggregate.COUNT or below.aggregate != Aggregate.COUNT:
        return False
    if (above.register, above.basis) != (below.register, below.basis):
        return False
    asked, of = by_name(above.query), by_name(below.query)
    return all(name in asked and asked[name] <= values for name, values in of.items())


def by_name(query: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, value in parse_qsl(query.removeprefix("?")):
        found.setdefault(name, set()).add(value)
    return found


def lacking(one: Result) -> Gap | None:
    """What it takes to the target; None where it is met, there is none or there is no data."""
    target, n = one.target, one.n
    if target is None or n is None or one.value is None or one.status == Status.MET:
        return None
    indicator = one.indicator
    goal, of = target.value, one.of
    if indicator.kind == IndicatorKind.AMOUNT:
        of = None
    elif indicator.unit != Unit.PERCENT:
        goal *= 100  # so many for each, not for each hundred
    step = CENT if indicator.numerator.aggregate == Aggregate.SUM else Decimal(1)
    return gap(target.comparison, goal, n, of, step=step, part=is_part(indicator))


@dataclass(frozen=True)
class Outlook:
    """What a figure will come to by the end of the target's year, and what that would be."""

    until: date
    line: Forecast | None
    season: Forecast | None
    line_status: Status | None
    season_status: Status | None


def outlook(indicator: Indicator, target: Target | None, points: list[Point]) -> Outlook | None:
    """The two forecasts. None where the year is over or there is no point yet."""
    known = [(one.day, one.value) for one in points if one.value is not None]
    if not known:
        return None
    until = date(target.year if target else known[-1][0].year, 12, 31)
    if known[-1][0] >= until:
        return None
    anew = grows(indicator)
    most = 100 if indicator.unit == Unit.PERCENT and is_part(indicator) else None

    def kept(found: Forecast | None) -> Forecast | None:
        return found.within(0, most) if found else None

    def status(found: Forecast | None) -> Status | None:
        return target.status(found.value, until) if found and target else None

    line = kept(linear(of_line(known, grows=anew), until))
    season = kept(seasonal(known, until, grows=anew))
    return Outlook(until, line, season, status(line), status(season))
