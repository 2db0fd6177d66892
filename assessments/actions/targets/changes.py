"""Why a figure is not what it was: every row that came or went, each for exactly one reason.

Weights of rows are those that the two runs kept, so that the reasons add up to the difference
whatever has happened since; only the words for them are asked of the registers as they are now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.actions.targets.accounts import Account, Part, first_of
from assessments.actions.targets.judging import Condition, Judge, Verdict
from assessments.actions.targets.results import Result
from assessments.actions.targets.rows import whole
from assessments.choices import Aggregate, Basis
from assessments.models.workings import MEASURES
from portal.filters import AgeFacet
from portal.measures import Tree

Amount = int | Decimal


@dataclass(frozen=True)
class Reason:
    """Why rows came or went; `key` names it in addresses."""

    key: str
    label: str


@dataclass(frozen=True)
class Turn:
    """One row that counts and did not, or the other way round; or whose amount differs."""

    pk: int
    delta: Amount
    reason: Reason
    detail: str = ""


@dataclass(frozen=True)
class Changes:
    """What came and went on either side of a figure; `of` is None of amounts."""

    register: str
    n: list[Turn]
    of_register: str
    of: list[Turn] | None

    def table(self) -> list[tuple[Reason, Amount, int, Amount | None, int]]:
        """Every reason: what it adds to the number counted and by how many rows, and to that
        divided by."""
        reasons = {turn.reason.key: turn.reason for turn in [*self.n, *(self.of or [])]}
        return [
            (
                reason,
                *summed(self.n, key),
                None if self.of is None else summed(self.of, key)[0],
                summed(self.of or [], key)[1],
            )
            for key, reason in sorted(reasons.items(), key=lambda one: ORDER.index(kind(one[0])))
        ]


def summed(turns: Iterable[Turn], key: str) -> tuple[Amount, int]:
    mine = [turn.delta for turn in turns if turn.reason.key == key]
    return sum(mine, 0), len(mine)


ORDER = (
    "joined",
    "in",
    "turned",
    "lost",
    "number",
    "amount",
    "late",
    "redefined",
    "left",
    "out",
    "other",
)


def kind(key: str) -> str:
    return key.partition("-")[0]


def reason(key: str, dated: bool = False) -> Reason:
    """One of the reasons that every register knows."""
    words = {
        "joined": _("Dated in the period") if dated else _("Joined the register"),
        "left": _("No longer in the period") if dated else _("Left or ended"),
        "in": _("Moved in"),
        "out": _("Moved out"),
        "amount": _("The amount changed"),
        "number-now": _("Its own number is reached now"),
        "number-gone": _("Its own number is no longer reached"),
        "late": _("Corrected or entered late"),
        "redefined": _("Defined differently"),
        "other": _("Corrected since the later run"),
    }
    return Reason(key, words[key])


@dataclass
class Side:
    """One side of the figure in both runs, row by row."""

    before: Account
    after: Account
    old: Part
    new: Part
    now: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def redefined(self) -> bool:
        return any(getattr(self.old.measure, f) != getattr(self.new.measure, f) for f in MEASURES)

    @cached_property
    def incomparable(self) -> bool:
        """Rows of another register, or other things counted: none of them can be matched."""
        if self.before.is_share != self.after.is_share:
            return True
        names = ("register", "aggregate", "column")
        return any(getattr(self.old.measure, n) != getattr(self.new.measure, n) for n in names)

    @property
    def dated(self) -> bool:
        return self.new.basis == Basis.DURING

    def turns(self) -> list[Turn]:
        if self.incomparable:
            gone = [(pk, -weight) for pk, weight in self.old.weights.items()]
            come = list(self.new.weights.items())
            return [Turn(pk, self.said(w), reason("redefined")) for pk, w in [*gone, *come] if w]
        old, new = self.old.weights, self.new.weights
        delta = {pk: new[pk] - old[pk] for pk in {*old, *new}}
        differ = sorted(pk for pk, many in delta.items() if many or (pk in old) != (pk in new))
        rows = self.records(differ)
        self.look(rows.values())
        return [Turn(rows[pk], self.said(delta[pk]), self.why(pk, rows[pk])) for pk in differ]

    def said(self, weight: int) -> Amount:
        return whole(weight) if self.new.measure.aggregate == Aggregate.SUM else weight

    def records(self, keys: list[int]) -> dict[int, int]:
        """{what weighs: a record of it}: itself, but for different ones."""
        if self.new.measure.aggregate != Aggregate.DISTINCT:
            return {key: key for key in keys}
        found: dict[int, int] = {}
        for part in (self.old, self.new):
            amounts = part.rows.amounts[part.measure.pk].tolist()
            for pk, amount in zip(part.rows.ids.tolist(), amounts, strict=True):
                found.setdefault(amount, pk)
        return {key: found[key] for key in keys}

    def look(self, ids: Iterable[int]) -> None:
        """Ask the register how the rows stood on either day, by what is known now."""
        ids = list(ids)
        one, two = self.before.run, self.after.run
        first = Judge(self.old.measure, one.day, first_of(one, self.old.basis))
        last = Judge(self.new.measure, two.day, first_of(two, self.new.basis))
        still = Judge(self.old.measure, two.day, first_of(two, self.old.basis))
        self.last = last
        self.then, self.later = first.judge(ids), last.judge(ids)
        self.by_old = still.judge(ids) if self.redefined else {}
        self.inside_then = Tree.at(one.day).below(self.before.one.organization.pk)

    def why(self, key: int, pk: int) -> Reason:
        was, is_now = key in self.old.weights, key in self.new.weights
        if was and is_now:
            return reason("amount")
        counted_then = self.counts(self.then.get(pk), self.inside_then)
        if counted_then != was:
            return reason("late")
        if self.redefined and self.counts(self.by_old.get(pk), self.after.inside) == was:
            return reason("redefined")
        return self.came(self.then.get(pk)) if is_now else self.went(self.later.get(pk))

    def came(self, then: Verdict | None) -> Reason:
        if then is None:
            return reason("joined", self.dated)
        if then.place not in self.inside_then:
            return reason("in")
        return self.turned(then.failed[0]) if then.failed else reason("other")

    def went(self, later: Verdict | None) -> Reason:
        if later is None:
            return reason("left", self.dated)
        if later.place not in self.after.inside:
            return reason("out")
        return self.lost(later.failed[0]) if later.failed else reason("other")

    @staticmethod
    def counts(verdict: Verdict | None, inside: set[int]) -> bool:
        return verdict is not None and verdict.place in inside and not verdict.failed

    def turned(self, condition: Condition) -> Reason:
        words = {"label": condition.label}
        return Reason(f"turned-{condition.name}", _("%(label)s: met now") % words)

    def lost(self, condition: Condition) -> Reason:
        """A condition that a row met and meets no longer."""
        facet = self.last.filter.filters.get(condition.name)
        label = _("%(label)s: no longer met") % {"label": condition.label}
        if isinstance(facet, AgeFacet) and not facet.over:
            label = pgettext("age", "Turned %(age)s") % {"age": condition.value}
        return Reason(f"lost-{condition.name}", label)


def changes(first: Result, second: Result) -> Changes | None:
    """What makes the difference between the figures of an indicator in two runs of a plan, for
    the same organization. None where the rows of one are no longer kept.

    Some ten queries, whatever the number of rows.
    """
    before, after = Account(first), Account(second)
    if not (before.known and after.known):
        return None
    if before.is_share and after.is_share:
        return share_changes(before, after)
    counted = Side(before, after, before.counted, after.counted).turns()
    old, new = before.whole, after.whole
    of = Side(before, after, old, new).turns() if old and new else None
    of_register = new.measure.register if new else ""
    return Changes(after.counted.measure.register, counted, of_register, of)


def share_changes(before: Account, after: Account) -> Changes:
    """Organizations: those that came or went, and those whose own number passed the mark."""
    old, new = before.at_level, after.at_level
    of = Side(before, after, old, new).turns()
    moved = {turn.pk: turn.reason for turn in of}
    was, now = set(before.counted.ids), set(after.counted.ids)
    turns = [
        Turn(
            pk,
            1 if pk in now else -1,
            moved.get(pk) or passed(before, after, pk),
            f"{before.numbers.get(pk, 0):,} → {after.numbers.get(pk, 0):,}",
        )
        for pk in sorted(was ^ now)
    ]
    return Changes("organization", turns, "organization", of)


def passed(before: Account, after: Account, pk: int) -> Reason:
    """Its number changed, or what is asked of it did."""
    was, now = before.numbers.get(pk, 0), after.numbers.get(pk, 0)
    same = measured(before) == measured(after)
    if not same or before.indicator.reached(now) == before.indicator.reached(was):
        return reason("redefined")
    return reason("number-now" if after.indicator.reached(now) else "number-gone")


def measured(account: Account) -> list[Any]:
    return [getattr(account.indicator.numerator, name) for name in MEASURES]
