"""What the registers know of candidates: one scan per register and basis for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from assessments.actions.ratings.tally import CENT, Scale, plain
from assessments.choices import Aggregate, Basis
from assessments.models import Criterion, Measure, RatingCase, RatingRound
from members.models import Person
from portal import pages
from portal.errors import Refused
from portal.measures import Tree, standing

Reads = Criterion.Reads
Number = int | Decimal
Found = dict[int, Number]  # by candidate
MONTHS = 12


@dataclass(frozen=True)
class Known:
    """What registers say of a candidate and criterion."""

    counted: Number
    of: Number | None
    points: Decimal | None


class Prefill:
    """The figures of a round's criteria, by candidate: an organization or a person.

    Queries: one per register and basis, two for the tree; none of them per candidate.
    """

    def __init__(self, round_: RatingRound, scale: Scale) -> None:
        self.round, self.scale = round_, scale
        self.day, self.first = round_.as_of, date(round_.year, 1, 1)
        self.of_persons = scale.scheme.of_persons

    @property
    def criteria(self) -> list[Criterion]:
        return [one for one in self.scale.criteria if one.measure_id]

    @cached_property
    def measures(self) -> list[Measure]:
        named = [one for item in self.criteria for one in (item.measure, item.of) if one]
        return list({measure.pk: measure for measure in named}.values())

    @cached_property
    def tree(self) -> Tree:
        return Tree.at(self.day)

    @cached_property
    def own(self) -> dict[int, Found]:
        """{measure: {candidate: figure}}, organizations without those below them."""
        found: dict[int, Found] = {}
        kinds = dict.fromkeys((one.register, one.basis) for one in self.measures)
        for register, basis in kinds:
            asked = [m for m in self.measures if (m.register, m.basis) == (register, basis)]
            found |= self.scan(register, basis, asked)
        return found

    def scan(self, register: str, basis: str, measures: list[Measure]) -> dict[int, Found]:
        if not pages.has(register):
            raise Refused(_("There is no register called “%(name)s”.") % {"name": register[:40]})
        kept = pages.get(register)
        first = self.first if basis == Basis.DURING else None
        rows = standing(kept.model, self.day, first)
        place = person_of(kept.model, rows.prefix) if self.of_persons else rows.place
        asked = {}
        for measure in measures:
            met = kept.filter(measure.query).condition(self.day, rows.prefix)
            asked[f"m{measure.pk}"] = aggregate(measure, rows.prefix)(met)
        lines = rows.rows.order_by().values(place).annotate(**asked).values_list(place, *asked)
        found: dict[int, Found] = {measure.pk: {} for measure in measures}
        for candidate, *figures in lines:
            for measure, figure in zip(measures, figures, strict=True):
                if figure and candidate is not None:
                    found[measure.pk][candidate] = figure
        return found

    @cached_property
    def rolled(self) -> dict[int, Found]:
        """The same with all below; what was counted of a person stays as it is."""
        if self.of_persons:
            return self.own
        keys = list(self.own)
        lines: dict[int, list[Number]] = {}
        for at, key in enumerate(keys):
            for place, figure in self.own[key].items():
                lines.setdefault(place, [0] * len(keys))[at] = figure
        total = self.tree.roll_up(lines, len(keys))
        return {
            key: {node: line[at] for node, line in total.items()} for at, key in enumerate(keys)
        }

    def figure(self, criterion: Criterion, measure: Measure, candidate: int) -> Number:
        found = self.own if criterion.own_only else self.rolled
        return found[measure.pk].get(candidate, 0)

    def known(self, criterion: Criterion, candidate: int) -> Known:
        if criterion.measure is None:
            raise ValueError(criterion)
        n = self.figure(criterion, criterion.measure, candidate)
        of = self.figure(criterion, criterion.of, candidate) if criterion.of else None
        return Known(n, of, points_of(criterion, n, of, due_by(criterion, self.day)))


def person_of(model: Any, prefix: str) -> str:
    """The way from a row to the person it is about."""
    if model is Person:
        return f"{prefix}pk"
    for link in model._meta.fields:
        if link.related_model is Person:
            return f"{prefix}{link.name}"
    words = _("Rows of “%(register)s” name no person: members cannot be rated by them.")
    raise Refused(words % {"register": model._meta.verbose_name_plural})


def aggregate(measure: Measure, prefix: str) -> Callable[[Any], Any]:
    if measure.aggregate == Aggregate.COUNT:
        return lambda met: Count("pk", filter=met or None)
    column = f"{prefix}{measure.column}"
    if measure.aggregate == Aggregate.SUM:
        return lambda met: Sum(column, filter=met, default=0)
    return lambda met: Count(column, filter=met, distinct=True)


def due_by(criterion: Criterion, day: date) -> Decimal:
    """What is due by `day` of a number due in a year: of twelve meetings, ten by November."""
    due = criterion.due or Decimal(0)
    measure = criterion.measure
    if criterion.reads in Criterion.SHARES or not measure or measure.basis != Basis.DURING:
        return due
    ended = day.month - 1 if (day.month, day.day) < (MONTHS, 31) else MONTHS
    return (due * ended / MONTHS).quantize(Decimal(1), ROUND_FLOOR)


def points_of(criterion: Criterion, n: Number, of: Number | None, due: Decimal) -> Decimal | None:
    """What a count gives by the criterion's reading; None where it gives nothing to read."""
    if criterion.reads == Reads.SHOWN or (criterion.reads in Criterion.SHARES and not of):
        return None
    each, most = criterion.each or Decimal(0), criterion.maximum
    share = Decimal(100) * Decimal(n) / Decimal(of) if of else Decimal(0)
    found = {
        Reads.EACH: lambda: each * Decimal(n),
        Reads.MISSING: lambda: each * max(Decimal(0), due - Decimal(n)),
        Reads.OVER: lambda: each * max(Decimal(0), Decimal(n) - due),
        Reads.REACHED: lambda: (most or each) if n >= due else Decimal(0),
        Reads.PORTION: lambda: (most or each) * min(Decimal(1), Decimal(n) / due if due else 1),
        Reads.SHARE_UNDER: lambda: each * max(Decimal(0), due - share),
        Reads.SHARE_OVER: lambda: each * max(Decimal(0), share - due),
        Reads.SHARE: lambda: (most or each) * min(Decimal(1), share / (due or 100)),
        Reads.ANY: lambda: Decimal(bool(n)),
        Reads.NONE: lambda: Decimal(not n),
    }[Reads(criterion.reads)]()
    return (found if most is None else min(found, most)).quantize(CENT)


def rows_url(criterion: Criterion, case: RatingCase, round_: RatingRound) -> str:
    """The list of the very rows that a figure counts; "" where no register does."""
    measure = criterion.measure
    if measure is None or not pages.has(measure.register):
        return ""
    kept, day = pages.get(measure.register), round_.as_of
    asked = {"during": f"{round_.year}-01-01"} if measure.basis == Basis.DURING else {}
    asked |= {"on": f"{day}", **about(kept, criterion, case)}
    query = f"{measure.query}&" if measure.query else ""
    return f"{kept.url('list')}?{query}{urlencode(asked)}"


def about(kept: Any, criterion: Criterion, case: RatingCase) -> dict[str, str]:
    """The part of a query string that means the candidate's own rows."""
    if case.person_id and kept.model is not Person:
        return {person_of(kept.model, ""): f"#{case.person_id}"}
    if criterion.own_only and "alone" in kept.filter.base_filters:
        return {"alone": case.organization.code}
    return {"organization": case.organization.code}


def said(criterion: Criterion, counted: Any, of: Any, day: date) -> str:
    """The count in words: "10 of 12 due"."""
    if criterion.reads in Criterion.SHARES and of:
        return f"{plain(counted)}/{plain(of)} = {100 * counted / of:.1f}%"
    if criterion.due is not None and criterion.reads not in Criterion.SHARES:
        words = _("%(n)s, due %(due)s")
        return words % {"n": plain(counted), "due": plain(due_by(criterion, day))}
    return plain(counted)
