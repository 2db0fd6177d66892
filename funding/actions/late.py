"""Money that was budgeted and should have arrived: how much is missing, for how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from funding.actions.figures import with_figures
from funding.models import Budget
from organizations.models import Organization
from workbooks import excel

BACK = 2  # years in which money may still be waited for


@dataclass(frozen=True)
class Late:
    line: Any
    due: date
    days: int

    @property
    def missing(self) -> Decimal:
        return Decimal(self.line.current - self.line.arrived)


def late_lines(place: Organization, day: date) -> list[Late]:
    """Lines below `place` of which not all has arrived by its day, the longest waited for first;
    one query."""
    due = Q(due_on__lt=day) | Q(due_on=None, year__lt=day.year)
    rows = Budget.objects.filter(due, year__gte=day.year - BACK)
    rows = with_figures(rows.filter(organization__path__startswith=place.path))
    lines = rows.filter(arrived__lt=F("current")).select_related("organization", "source", "use")
    found = [late(line, day) for line in lines]
    return sorted(found, key=lambda one: (-one.days, one.line.organization.path))


def late(line: Budget, day: date) -> Late:
    due = line.due_on or date(line.year, 12, 31)
    return Late(line, due, max((day - due) // timedelta(days=1), 0))


def write_late(lines: list[Late], out: Any, title: str) -> int:
    words = (
        (_("Organization"), 24),
        (_("year"), 8),
        (_("source of money"), 20),
        (_("use of money"), 24),
        (_("budget now (yuan)"), 16),
        (_("arrived (yuan)"), 16),
        (_("missing (yuan)"), 16),
        (_("due on"), 12),
        (_("days late"), 10),
    )
    rows = [
        [
            *(str(one.line.organization), one.line.year, str(one.line.source), str(one.line.use)),
            *(one.line.current, one.line.arrived, one.missing, one.due, one.days),
        ]
        for one in lines
    ]
    return excel.write_table(out, [excel.Heading(*word) for word in words], rows, title)
