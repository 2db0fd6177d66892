"""The board of what is owed: organizations by kinds, done against due, for a quarter or a year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.actions.due import DAY, Owed, Span, Standing, month_after, standings
from organizations.models import Organization

YEARS_BACK = 2


@dataclass
class Cell:
    """Done against due of one kind in an organization and all below it."""

    due: int = 0
    held: int = 0
    late: int = 0  # organizations with something overdue
    bound: int = 0  # organizations that owe this kind
    begins: date | None = None
    next_due: date | None = None
    url: str = ""
    late_url: str = ""

    def add(self, one: Standing) -> None:
        self.due, self.held = self.due + one.due, self.held + one.held
        self.bound, self.late = self.bound + 1, self.late + bool(one.late)
        self.begins = min(filter(None, (self.begins, one.since)), default=None)
        self.next_due = min(filter(None, (self.next_due, one.next_due)), default=None)

    @property
    def figure(self) -> str:
        return f"{self.held}/{self.due}"

    @property
    def status(self) -> str:
        if self.late:
            return "overdue"
        return "met" if self.next_due is None else "not_due"


@dataclass
class Line:
    organization: Any
    own: bool
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    name: str
    first: date
    last: date

    @property
    def label(self) -> str:
        year, _q, quarter = self.name.partition("Q")
        if not quarter:
            return _("all of %(year)s") % {"year": year}
        return _("quarter %(quarter)s of %(year)s") % {"year": year, "quarter": quarter}


def periods(today: date) -> list[Period]:
    """Quarters and years that may be looked at, the newest first."""
    found = []
    for year in range(today.year, today.year - YEARS_BACK, -1):
        found.append(Period(str(year), date(year, 1, 1), date(year, 12, 31)))
        for quarter in (4, 3, 2, 1):
            first = date(year, quarter * 3 - 2, 1)
            if first <= today:
                found.append(Period(f"{year}Q{quarter}", first, month_after(first, 3) - DAY))
    return found


def period_named(name: str) -> Period:
    """The period asked for, else the quarter in which today lies."""
    known = periods(timezone.localdate())
    return next((one for one in known if one.name == name), known[1])


def board(owed: Owed, place: Any, period: Period) -> list[Line]:
    """A line for the organization itself and one for each directly below it; three queries."""
    today = timezone.localdate()
    rows = list(Organization.objects.at(today).filter(path__startswith=place.path))
    found = standings(owed, rows, Span(period.first, period.last, today))
    lines = {row.pk: Line(row, own=row.pk == place.pk) for row in rows if near(row, place)}
    homes = {row.pk: lines.get(branch(row, place)) for row in rows}
    for (pk, kind), one in found.items():
        if line := homes[pk]:
            line.cells.setdefault(kind, Cell()).add(one)
    shown = sorted(lines.values(), key=lambda line: (not line.own, line.organization.code))
    return [line for line in shown if line.cells]


def near(row: Any, place: Any) -> bool:
    return place.pk in {row.pk, row.parent_id}


def branch(row: Any, place: Any) -> int:
    """The organization directly below `place` under which the row hangs, or the place itself."""
    rest = row.path[len(place.path) :].strip("/")
    return int(rest.split("/")[0]) if rest else int(place.pk)


def kinds_of(owed: Owed, lines: list[Line]) -> list[tuple[str, Any]]:
    """The kinds with a duty, in the order of the code table."""
    some = {kind for line in lines for kind in line.cells}
    return [(kind, label) for kind, label in owed.kinds if kind in some]


def queries(owed: Owed, line: Line, kind: str, period: Period) -> tuple[str, str]:
    """The query strings of the rows that were counted, and of the organizations behind."""
    code, span = line.organization.code, f"{kind}@{period.first}/{period.last}"
    begins = line.cells[kind].begins or period.first
    rows = {"organization": code, "kind": kind, "owed": span}
    if owed.day == owed.rows.dated:
        rows |= {"during": begins, "on": period.last}
    else:
        rows |= {f"{owed.day}_from": begins, f"{owed.day}_to": period.last}
    if line.own:
        rows["alone"] = code
    late = {"organization": code, owed.name: span}
    return urlencode(rows), urlencode(late)
