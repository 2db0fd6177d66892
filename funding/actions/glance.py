"""An organization's money at a glance: the last years by use and by source, this year's budget
beside what arrived and was spent, and how the budget grew (001-21, 001-23)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from funding.actions.figures import HUNDRED, Pace, arrived_q, pace, spent_q, summed
from funding.models import Budget, Entry, Source, Use
from funding.models.budgets import NOTHING
from organizations.models import Organization

YEARS = 3
PARTS = 5  # colours of a chart; the rest is one part


@dataclass(frozen=True)
class UseLine:
    """A use in the present year: yuan."""

    use: Use
    budget: Decimal
    arrived: Decimal
    spent: Decimal
    pace: Pace


@dataclass(frozen=True)
class Growth:
    year: int
    budget: Decimal
    share: Decimal | None  # of the year before, in per cent


@dataclass(frozen=True)
class Glance:
    years: list[int]
    by_use: list[dict[str, Any]]
    by_source: list[dict[str, Any]]
    uses: list[UseLine]
    growth: list[Growth]


def glance(place: Organization, day: date, other: Any) -> Glance | None:
    """Money of an organization and all below it; None where it has none. Five queries. `other` is
    what the parts are called that a chart has no colour for."""
    years = list(range(day.year - YEARS + 1, day.year + 1))
    below = {"organization__path__startswith": place.path}
    rows = Entry.objects.filter(
        account__organization__path__startswith=place.path, account__year__in=years
    )
    lines = list(
        rows.order_by()
        .values_list("account__year", "account__source", "use")
        .annotate(arrived=summed(arrived_q()), spent=summed(spent_q(), -1))
    )
    planned = list(
        Budget.objects.filter(**below, year__gte=years[0] - 1, year__lte=day.year)
        .order_by()
        .values_list("year", "use")
        .annotate(total=Sum(F("amount") + F("moved")))
    )
    if not lines and not planned:
        return None
    uses, sources = Use.objects.in_bulk(), Source.objects.in_bulk()
    spent, arrived = tallied(lines, 2, 4), tallied(lines, 1, 3)
    return Glance(
        years,
        parts(spent, years, uses, other),
        parts(arrived, years, sources, other),
        list(this_year(lines, planned, uses, day)),
        growth(planned, years),
    )


def tallied(lines: list[Any], by: int, amount: int) -> dict[Any, dict[int, Decimal]]:
    """{use or source: {year: yuan}}"""
    found: dict[Any, dict[int, Decimal]] = defaultdict(lambda: defaultdict(lambda: NOTHING))
    for line in lines:
        found[line[by]][line[0]] += line[amount]
    return found


def parts(
    found: dict[Any, dict[int, Decimal]], years: list[int], known: dict[int, Any], other: Any
) -> list[dict[str, Any]]:
    """The largest as series of a stacked chart, the rest as one; in 10,000 yuan."""
    some = {key: by_year for key, by_year in found.items() if any(by_year.values())}
    ranked = sorted(some, key=lambda key: -sum(some[key].values()))
    series = [
        {"label": str(known.get(key, other)), "values": [wan(some[key][year]) for year in years]}
        for key in ranked[:PARTS]
    ]
    if rest := ranked[PARTS:]:
        values = [wan(sum((some[key][year] for key in rest), NOTHING)) for year in years]
        series.append({"label": str(other), "values": values})
    return series


def wan(amount: Decimal) -> Decimal:
    return max(round(amount / 10_000, 2), NOTHING)


def this_year(lines: list[Any], planned: list[Any], uses: dict[int, Use], day: date) -> Any:
    """The uses of the present year that have a budget or money, in the order of their codes."""
    budget = {use: total for year, use, total in planned if year == day.year}
    arrived: dict[Any, Decimal] = defaultdict(lambda: NOTHING)
    spent: dict[Any, Decimal] = defaultdict(lambda: NOTHING)
    for year, _source, use, came, went in lines:
        if year == day.year:
            arrived[use] += came
            spent[use] += went
    wanted = {*budget, *arrived, *spent} - {None}
    for key in sorted(wanted, key=lambda key: uses[key].code):
        whole = budget.get(key, NOTHING)
        beside = pace(whole, spent[key], day.year, day)
        yield UseLine(uses[key], whole, arrived[key], spent[key], beside)


def growth(planned: list[Any], years: list[int]) -> list[Growth]:
    """The budget of every year beside the year before it (001-21: grows year by year)."""
    totals: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for year, _use, total in planned:
        totals[year] += total
    return [
        Growth(year, totals[year], share(totals[year], totals[year - 1]))
        for year in years
        if totals[year]
    ]


def share(now: Decimal, before: Decimal) -> Decimal | None:
    return round(HUNDRED * now / before, 1) if before else None
