"""Start + in - out = end: who came to an organization and who left it in a period, and how.

A member is one where the affiliation and the dates of membership say so, on any day; so each of
the figures follows from the same intervals, and they add up. Start and end are counted by the
tree of their own day: an organization that moved in between shows as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.choices.standing import MEMBERS, LeftWhy, Standing
from members.choices.transfers import TransferKind
from members.models import Affiliation, Exit, Person, Transfer
from organizations.models import Organization
from portal import measures
from portal.fields import first_day
from portal.measures import Tree

ALL, FULL, PROBATIONARY = "all", "full", "probationary"
OF = {
    ALL: _("All members"),
    FULL: _("Full members"),
    PROBATIONARY: _("Probationary members"),
}
ADMITTED, CONFIRMED, MOVED, ARRIVED, RESTORED, UNIT = (
    "admitted", "confirmed", "moved", "arrived", "restored", "unit",
)  # fmt: skip
INS = {
    ADMITTED: _("admitted"),
    CONFIRMED: _("confirmed"),
    MOVED: pgettext_lazy("increase", "transferred within the county"),
    ARRIVED: _("transferred in from outside"),
    RESTORED: pgettext_lazy("increase", "restored"),
    UNIT: pgettext_lazy("increase", "came with an organization"),
}
OUTS = {
    MOVED: pgettext_lazy("decrease", "transferred within the county"),
    CONFIRMED: _("confirmed"),
    **{one.value: one.label for one in LeftWhy},
    UNIT: pgettext_lazy("decrease", "left with an organization"),
}
EARLY, LATE = date.min, date.max
Places = Callable[[int], Any]  # the row that an organization belongs to, if any


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both counted; `of` says which members."""

    first: date
    last: date
    of: str = ALL

    @property
    def eve(self) -> date:
        return self.first - timedelta(days=1)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Span:
    """A person as a member of one organization; `since` begins it, `until` no longer counts."""

    person: int
    organization: int
    since: date
    until: date
    begun: str = ""
    ended: str = ""


@dataclass(frozen=True)
class Event:
    side: str
    kind: str
    person: int
    organization: int
    day: date
    old: bool  # had been there at the start
    other: int | None = None  # where from, or where to


@dataclass
class Row:
    organization: Organization
    start: int = 0
    end: int = 0
    ins: Counter[str] = field(default_factory=Counter)
    outs: Counter[str] = field(default_factory=Counter)
    own: bool = False

    @property
    def adds_up(self) -> bool:
        return self.start + self.ins.total() - self.outs.total() == self.end


# --- the days of one affiliation as a member


def first(text: str | None, unknown: date) -> date:
    return first_day(text) if text else unknown


def spans(line: Line, of: str) -> Iterator[Span]:
    """The part of an affiliation in which the person was a member of the kind asked for."""
    joined, full = line.member_from(), line.full_from()
    begin, end = line.since or EARLY, line.until or LATE
    if of == FULL:
        kind = CONFIRMED if line.confirmed else ADMITTED
        begins, begun = max(begin, full), kind if full >= begin else ""
        ends, ended = end, ""
    else:
        begins, begun = max(begin, joined), ADMITTED if joined >= begin else ""
        passes = of == PROBATIONARY and full < end
        ends, ended = (full, CONFIRMED) if passes else (end, "")
    if begins < ends:
        yield Span(line.person, line.organization, begins, ends, begun, ended)


@dataclass(frozen=True)
class Line:
    """An affiliation, and the person's dates."""

    person: int
    organization: int
    since: date | None
    until: date | None
    joined: str | None
    confirmed: str | None
    standing: str
    left: str | None
    left_why: str

    FIELDS = (
        "person", "organization", "since", "until", "person__joined", "person__confirmed",
        "person__standing", "person__left", "person__left_why",
    )  # fmt: skip

    def member_from(self) -> date:
        """An unknown day counts for the standing held now, as everywhere."""
        held = EARLY if self.standing in MEMBERS else LATE
        return first(self.joined or self.confirmed, held)

    def full_from(self) -> date:
        if self.confirmed:
            return max(first_day(self.confirmed), self.member_from())
        return self.member_from() if self.standing == Standing.FULL else LATE


def is_member(of: str, day: date, prefix: str) -> Q:
    """The same in SQL."""
    joined, confirmed = f"{prefix}joined", f"{prefix}confirmed"
    standing = f"{prefix}standing"
    no_day = Q(**{f"{joined}__isnull": True, f"{confirmed}__isnull": True})
    member = (
        Q(**{f"{joined}__lte": day})
        | Q(**{f"{joined}__isnull": True, f"{confirmed}__lte": day})
        | (no_day & Q(**{f"{standing}__in": MEMBERS}))
    )
    unconfirmed = Q(**{f"{confirmed}__isnull": True, standing: Standing.FULL})
    full = member & (Q(**{f"{confirmed}__lte": day}) | unconfirmed)
    return {ALL: member, FULL: full, PROBATIONARY: member & ~full}[of]


# --- what happened in the period


def events(lines: Iterable[Line], period: Period, known: Known) -> Iterator[Event]:
    """Every beginning and end of a span that falls into the period."""
    by_person: dict[int, list[Line]] = {}
    for line in lines:
        by_person.setdefault(line.person, []).append(line)
    for own in by_person.values():
        for line in own:
            for span in spans(line, period.of):
                yield from begins(span, line, own, period, known)
                yield from ends(span, line, own, period, known)


def begins(
    span: Span, line: Line, own: list[Line], period: Period, known: Known
) -> Iterator[Event]:
    if not period.holds(span.since):
        return
    kind, other = span.begun, None
    if not kind:
        before = [one for one in own if one is not line and one.until and one.until <= span.since]
        near = [one for one in before if one.until == span.since]
        if near:
            kind, other = MOVED, near[0].organization
        elif (span.person, span.since) in known.arrived or not before:
            kind = ARRIVED
        else:
            kind = RESTORED
    yield Event("in", kind, span.person, span.organization, span.since, False, other)


def ends(span: Span, line: Line, own: list[Line], period: Period, known: Known) -> Iterator[Event]:
    if not period.holds(span.until):
        return
    kind, other = span.ended, None
    if not kind:
        after = [one for one in own if one is not line and one.since == span.until]
        if after:
            kind, other = MOVED, after[0].organization
        else:
            kind = known.why(line, span.until)
    old = span.since < period.first
    yield Event("out", kind, span.person, span.organization, span.until, old, other)


@dataclass(frozen=True)
class Known:
    """What transfers and exits say of the days on which somebody came or went."""

    arrived: set[tuple[int, date]]
    exits: dict[tuple[int, date], str]

    @classmethod
    def of(cls, period: Period) -> Known:
        span = {"day__gte": period.first, "day__lte": period.last, "undone_on": None}
        came = Transfer.objects.filter(kind=TransferKind.IN, **span)
        went = Transfer.objects.filter(kind=TransferKind.OUT, **span)
        exits = Exit.objects.filter(**span)
        kinds = {(p, d): kind for p, d, kind in exits.values_list("person", "day", "kind")}
        gone = dict.fromkeys(went.values_list("person", "day"), LeftWhy.TRANSFERRED.value)
        return cls(set(came.values_list("person", "day")), {**gone, **kinds})

    def why(self, line: Line, day: date) -> str:
        noted = self.exits.get((line.person, day))
        if noted:
            return noted
        return line.left_why if line.left and first_day(line.left) == day else LeftWhy.OTHER


# --- by organization


class Flow:
    """The table of an organization: a row for each right below it, and all of it together."""

    def __init__(self, place: Organization, period: Period) -> None:
        self.place, self.period = place, period
        self.before, self.after = Tree.at(period.eve), Tree.at(period.last)
        self.rows_before = rows_of(self.before, place.pk)
        self.rows_after = rows_of(self.after, place.pk)
        self.start = self.counted(period.eve)
        self.end = self.counted(period.last)
        self.events = list(self.happened())

    def counted(self, day: date) -> dict[int, int]:
        found = measures.standing(Person, day)
        numbers = measures.count(found, [is_member(self.period.of, day, found.prefix)])
        return {place: counted[0] for place, counted in numbers.items()}

    def happened(self) -> Iterator[Event]:
        """Of persons who were here at some time; four queries."""
        first, last = self.period.first, self.period.last
        here = set(self.rows_before) | set(self.rows_after)
        touched = Q(since__gte=first, since__lte=last) | Q(until__gte=first, until__lte=last)
        for name in ("person__joined", "person__confirmed"):
            touched |= Q(**{f"{name}__gte": first, f"{name}__lte": last})
        people = Affiliation.objects.filter(touched, organization__in=here).order_by()
        rows = Affiliation.objects.filter(person__in=people.values("person"))
        lines = [Line(*line) for line in rows.values_list(*Line.FIELDS)]
        return events(lines, self.period, Known.of(self.period))

    def whole(self) -> Row:
        """All of it as one row: moves inside do not show."""
        row = Row(self.place)
        self.fill({0: row}, lambda org: 0 if org in self.rows_before else None,
                  lambda org: 0 if org in self.rows_after else None)  # fmt: skip
        return row

    def rows(self) -> list[Row]:
        wanted = set(self.rows_before.values()) | set(self.rows_after.values())
        found = Organization.objects.filter(pk__in=wanted).order_by("path")
        rows = {one.pk: Row(one, own=one.pk == self.place.pk) for one in found}
        self.fill(rows, self.rows_before.get, self.rows_after.get)
        return [row for row in rows.values() if row.start or row.end or row.ins or row.outs]

    def fill(self, rows: dict[int, Row], before: Places, after: Places) -> None:
        for org, count in self.start.items():
            if (row := before(org)) is not None:
                rows[row].start += count
        for org, count in self.end.items():
            if (row := after(org)) is not None:
                rows[row].end += count
        for event, row in self.placed(before, after):
            (rows[row].ins if event.side == "in" else rows[row].outs)[event.kind] += 1
        for org, count in self.staying().items():
            self.fill_unit(rows, before(org), after(org), count)

    @staticmethod
    def fill_unit(rows: dict[int, Row], old: Any, new: Any, count: int) -> None:
        """An organization hangs elsewhere: those in it came and went with it."""
        if old != new and old is not None:
            rows[old].outs[UNIT] += count
        if old != new and new is not None:
            rows[new].ins[UNIT] += count

    def placed(self, before: Places, after: Places) -> Iterator[tuple[Event, Any]]:
        """Each event with its row; a move inside one row is none."""
        moves: dict[tuple[int, date], dict[str, Any]] = {}
        for event in self.events:
            if event.kind == MOVED:
                row = self.row_of(event, before, after)
                moves.setdefault((event.person, event.day), {})[event.side] = row
        for event in self.events:
            row = self.row_of(event, before, after)
            pair = moves.get((event.person, event.day), {})
            inside = event.kind == MOVED and "in" in pair and pair["in"] == pair.get("out", -1)
            if row is not None and not inside:
                yield event, row

    def row_of(self, event: Event, before: Places, after: Places) -> Any:
        return (before if event.old else after)(event.organization)

    def staying(self) -> dict[int, int]:
        """Of organizations that hang elsewhere now: how many were there at the start and still
        are."""
        moved = {org for org in self.start if self.rows_before.get(org) != self.rows_after.get(org)}
        gone = Counter(e.organization for e in self.events if e.side == "out" and e.old)
        return {org: self.start[org] - gone[org] for org in moved if self.start[org] > gone[org]}

    def members_on(self, day: date, organizations: Iterable[int]) -> Any:
        """The members in these organizations on a day, by name of the place."""
        placed = Affiliation.objects.at(day).filter(organization__in=organizations)
        ids = placed.filter(is_member(self.period.of, day, "person__")).values("person")
        people = Person.objects.filter(pk__in=ids).select_related("organization")
        return people.defer("id_number").order_by("organization__path", "pk")


def rows_of(tree: Tree, place: int) -> dict[int, int]:
    """{organization at or below `place`: the one right below it that holds it, or itself}."""
    if place not in tree.parents:
        return {}
    found = {place: place}
    for child in tree.children.get(place, []):
        found |= dict.fromkeys(tree.below(child), child)
    return found
