"""Money that was budgeted and should have arrived: how much is missing, since how many days. It is
looked at account by account: much comes for no use in particular."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Min, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from funding.actions.figures import arrived_q, summed
from funding.models import Account, Budget, Entry, Source
from organizations.models import Organization
from workbooks import excel

BACK = 2  # years in which money may still be waited for


@dataclass(frozen=True)
class Late:
    """What was due of an organization, year and source by the day, and what has arrived: yuan."""

    organization: Organization
    year: int
    source: Source
    budget: Decimal
    arrived: Decimal
    due: date
    days: int

    @property
    def missing(self) -> Decimal:
        return self.budget - self.arrived


def due_by(day: date) -> Any:
    """Budget lines whose day has passed; a year that is closed waits for nothing."""
    closed = Account.objects.filter(
        organization=OuterRef("organization"), year=OuterRef("year"), source=OuterRef("source")
    ).values("closed_until")
    due = Q(due_on__lt=day) | Q(due_on=None, year__lt=day.year)
    lines = Budget.objects.filter(due, year__gte=day.year - BACK, year__lte=day.year)
    still_open = Q(closed=None) | Q(closed__year=F("year"), closed__month__lt=12)
    return lines.annotate(closed=Subquery(closed)).filter(still_open)


def late_accounts(day: date, path: str = "") -> Iterator[tuple[Any, Decimal]]:
    """((organization, year, source, budget, first due), arrived) of those that wait for money;
    two queries."""
    key = ("organization", "year", "source")
    lines = due_by(day).filter(organization__path__startswith=path).order_by().values(*key)
    due = lines.annotate(total=Sum(F("amount") + F("moved")), first=Min("due_on"))
    accounts = [f"account__{name}" for name in key]
    rows = Entry.objects.filter(
        account__organization__path__startswith=path,
        account__year__gte=day.year - BACK,
        day__lte=day,
    )
    came = rows.order_by().values(*accounts).annotate(total=summed(arrived_q()))
    arrived = {tuple(found): total for *found, total in came.values_list(*accounts, "total")}
    for *where, total, first in due.values_list(*key, "total", "first"):
        there = arrived.get(tuple(where), Decimal(0))
        if there < total:
            yield (*where, total, first), there


def late_lines(place: Organization, day: date) -> list[Late]:
    """Accounts below `place` that wait for money, the longest first; four queries."""
    found = list(late_accounts(day, place.path))
    places = Organization.objects.in_bulk([where[0] for where, _arrived in found])
    sources = Source.objects.in_bulk()
    lines = []
    for (organization, year, source, budget, first), arrived in found:
        due = first or date(year, 12, 31)
        days = max((day - due).days, 0)
        named = (places[organization], year, sources[source])
        lines.append(Late(*named, budget, arrived, due, days))
    return sorted(lines, key=lambda one: (-one.days, one.organization.path))


def write_late(lines: list[Late], out: Any, title: str) -> int:
    words = (
        (_("Organization"), 24),
        (_("year"), 8),
        (_("source of money"), 20),
        (_("due by now (yuan)"), 16),
        (_("arrived (yuan)"), 16),
        (_("missing (yuan)"), 16),
        (_("due on"), 12),
        (_("days late"), 10),
    )
    rows = [
        [
            *(str(one.organization), one.year, str(one.source)),
            *(one.budget, one.arrived, one.missing, one.due, one.days),
        ]
        for one in lines
    ]
    return excel.write_table(out, [excel.Heading(*word) for word in words], rows, title)
