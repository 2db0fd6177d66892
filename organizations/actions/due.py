"""What was owed in a period and what was done: meetings held, affairs made public.

A duty is owed once for each of its windows (a month, a quarter, a half year, a year) that ends in
the period; it is overdue when the window, and its days of grace, are over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.choices.meetings import MONTHS, AppliesTo, Per
from organizations.choices.tree import Kind, Level
from organizations.models import Organization
from organizations.models.due import Duty
from portal.dates import months_after
from portal.errors import Refused

DAY = timedelta(days=1)
BRANCHES = {Kind.BRANCH, Kind.JOINT_BRANCH}
LEVELS = {
    AppliesTo.VILLAGES: {Level.VILLAGE},
    AppliesTo.TOWNSHIPS: {Level.TOWNSHIP},
    AppliesTo.COUNTY: {Level.COUNTY},
    AppliesTo.GRASSROOTS: {Level.VILLAGE, Level.BRANCH},
}


@dataclass(frozen=True)
class Owed:
    """A kind of record that is owed: its duties, its rows, and the day by which a row counts.

    `name`: the filter of organizations by which those behind are listed.
    """

    name: str
    duties: type[Duty]
    rows: Any
    day: str

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        choices: Any = self.rows._meta.get_field("kind").flatchoices
        return list(choices)


@dataclass
class Standing:
    """How one organization stands with one kind: `late` are missing in windows that are over,
    `open` those that may still be done, by `next_due` at the latest."""

    due: int = 0
    held: int = 0
    late: int = 0
    open: int = 0
    next_due: date | None = None
    since: date | None = None

    @property
    def status(self) -> str:
        if self.late:
            return "overdue"
        return "not_due" if self.open else "met"

    def add(self, duty: Duty, window: tuple[date, date], held: int, today: date) -> None:
        first, last = window
        limit = last + timedelta(days=duty.grace_days)
        missing = max(duty.times - held, 0)
        self.due += duty.times
        self.held += held
        self.since = min(filter(None, (self.since, first)))
        if limit < today:
            self.late += missing
        elif missing:
            self.open += missing
            self.next_due = min(filter(None, (self.next_due, limit)))


Key = tuple[int, str]


def month_after(day: date, months: int = 1) -> date:
    """The first of the month `months` after that of `day`."""
    return months_after(day.replace(day=1), months)


def window_of(day: date, months: int) -> tuple[date, date]:
    """The month, quarter, half year or year in which `day` lies."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, month_after(first, months) - DAY


def windows(per: str, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The windows of this length that end from `first` to `last`."""
    months = MONTHS[Per(per)]
    window = window_of(first, months)
    while window[1] <= last:
        yield window
        window = window_of(window[1] + DAY, months)


def binds(duty: Duty, organization: Any) -> bool:
    if not organization.path.startswith(duty.organization.path):
        return False
    if duty.applies_to == AppliesTo.BRANCHES:
        return organization.kind in BRANCHES
    return organization.level in LEVELS[AppliesTo(duty.applies_to)]


def stood(organization: Any, window: tuple[date, date]) -> bool:
    """Whether the organization was there from the first day of the window to the last."""
    begun = organization.established is None or organization.established <= window[0]
    return begun and (organization.closed is None or organization.closed > window[1])


def in_force(duty: Duty, window: tuple[date, date]) -> bool:
    """The rule of the window's last day judges it."""
    return duty.since <= window[1] and (duty.until is None or duty.until > window[1])


@dataclass(frozen=True)
class Span:
    """A period, the day on which it is judged, and the one kind asked for ("" = every kind)."""

    first: date
    last: date
    today: date
    kind: str = ""


def standings(owed: Owed, organizations: Iterable[Any], span: Span) -> dict[Key, Standing]:
    """{(organization, kind): how it stands} of the windows that end in the period; two queries.

    Organizations that nothing binds are absent. Where a lower organization has a duty of its own
    for a kind, that one counts instead of the one handed down.
    """
    duties = list(asked(owed, span.kind))
    done = counted(owed, span)
    slots = {duty.pk: list(judged(duty, span)) for duty in duties}
    found: dict[Key, Standing] = {}
    for organization in organizations:
        for duty in binding(duties, organization):
            key = (organization.pk, duty.kind)
            for window, inside in slots[duty.pk]:
                if stood(organization, window):
                    held = sum(done[(*key, month)] for month in inside)
                    found.setdefault(key, Standing()).add(duty, window, held, span.today)
    return found


def judged(duty: Duty, span: Span) -> Iterator[tuple[tuple[date, date], list[date]]]:
    """The windows of the period that this duty judges, each with its months."""
    for window in windows(duty.per, span.first, span.last):
        if in_force(duty, window):
            yield window, [month_after(window[0], n) for n in range(MONTHS[Per(duty.per)])]


def asked(owed: Owed, kind: str) -> Any:
    duties: Any = owed.duties.objects.select_related("organization")
    return duties.filter(kind=kind) if kind else duties


def binding(duties: list[Duty], organization: Any) -> Iterator[Duty]:
    """The duties of an organization: of each kind those of the organization nearest above it."""
    nearest: dict[str, int] = defaultdict(int)
    bound = [duty for duty in duties if binds(duty, organization)]
    for duty in bound:
        kind = duty.kind
        nearest[kind] = max(nearest[kind], len(duty.organization.path))
    for duty in bound:
        if len(duty.organization.path) == nearest[duty.kind]:
            yield duty


def counted(owed: Owed, span: Span) -> dict[Any, int]:
    """{(organization, kind, month): rows}, from the first day of the year in which the period
    begins, for a yearly duty looks that far back."""
    days = {f"{owed.day}__gte": date(span.first.year, 1, 1), f"{owed.day}__lte": span.last}
    rows = owed.rows.objects.filter(**days)
    rows = rows.filter(kind=span.kind) if span.kind else rows
    lines = rows.order_by().values_list("organization", "kind", TruncMonth(owed.day))
    return defaultdict(int, {(*key,): n for *key, n in lines.annotate(n=Count("pk"))})


def behind(owed: Owed, value: str, day: date) -> list[int]:
    """The organizations with something overdue: `value` is a kind or "all"; with "@" and two days
    ("members@2026-07-01/2026-09-30") of the windows that end between them, else of those that
    ended in the year of `day`."""
    found = standings(owed, all_on(day), span_of(value, day))
    return sorted({pk for (pk, _kind), one in found.items() if one.late})


def in_order(owed: Owed, value: str, day: date) -> list[int]:
    """The organizations that owe this and have nothing overdue."""
    found = standings(owed, all_on(day), span_of(value, day))
    late = {pk for (pk, _kind), one in found.items() if one.late}
    return sorted({pk for pk, _kind in found} - late)


def bound(owed: Owed, value: str, day: date) -> list[int]:
    """The organizations that owe this at all."""
    return sorted({pk for pk, _kind in standings(owed, all_on(day), span_of(value, day))})


def span_of(value: str, day: date) -> Span:
    """What is due today may still be done; what was due on a day gone by is late from the next."""
    kind, _at, text = value.strip().partition("@")
    first, _to, last = text.partition("/")
    try:
        begins = date.fromisoformat(first) if first else date(day.year, 1, 1)
        ends = date.fromisoformat(last) if last else day
    except ValueError:
        words = _("“%(value)s” is not a period: write it like 2026-07-01/2026-09-30.")
        raise Refused(words % {"value": text[:40]}) from None
    today = min(day + DAY, timezone.localdate())
    return Span(begins, ends, today, "" if kind == "all" else kind)


def all_on(day: date) -> Any:
    rows = Organization.objects.at(day)
    return rows.only("path", "kind", "level", "established", "closed").order_by()
