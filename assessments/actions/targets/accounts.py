"""What a figure was made of: the very rows that the run counted, where they stood that day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Q

from assessments.actions.targets.results import Result
from assessments.actions.targets.rows import Asked as AskedOfRows
from assessments.actions.targets.rows import Rows, no_rows, per_place, unpacked
from assessments.actions.targets.runs import TREE
from assessments.actions.targets.scans import ORGANIZATIONS, Where, number
from assessments.choices import Aggregate, Basis, IndicatorKind
from assessments.models import Indicator, KeptRows, Measure, Run
from organizations.models import Organization
from portal import pages
from portal.measures import Tree
from portal.pages import Pages


@dataclass(frozen=True)
class Part:
    """One side of a figure: whose rows, by which measure, and those inside the organization."""

    measure: Measure
    basis: str
    rows: Rows

    @property
    def register(self) -> Pages:
        return pages.get(self.measure.register)

    @property
    def ids(self) -> list[int]:
        """The records, each once, in the order of their numbers."""
        found: list[int] = np.unique(self.rows.ids).tolist()
        return found

    @property
    def place_of(self) -> dict[int, int]:
        return dict(zip(self.rows.ids.tolist(), self.rows.places.tolist(), strict=True))

    @cached_property
    def weights(self) -> Counter[int]:
        """What each record adds to the figure; of different ones, what each of these does."""
        ids = self.rows.ids.tolist()
        if self.measure.aggregate == Aggregate.COUNT:
            return Counter(ids)
        amounts = self.rows.amounts[self.measure.pk].tolist()
        if self.measure.aggregate == Aggregate.DISTINCT:
            return Counter(set(amounts))
        found: Counter[int] = Counter()
        for pk, amount in zip(ids, amounts, strict=True):
            found[pk] += amount
        return found


class Account:
    """The parts of one figure. `known` is false where the run's rows are no longer kept.

    One query for the rows, one for when they were read.
    """

    def __init__(self, one: Result) -> None:
        self.one, self.run, self.indicator = one, one.run, one.indicator
        wanted = {TREE, *(where_of(measure) for measure in self.measures)}
        if self.is_share:
            wanted.add(ORGANIZATIONS)
        kept = KeptRows.objects.filter(run=self.run)
        self.kept: dict[Where, KeptRows] = {
            (row.register, row.basis): row for row in kept if (row.register, row.basis) in wanted
        }
        self.known = set(self.kept) >= wanted

    @property
    def is_share(self) -> bool:
        return bool(self.indicator.kind == IndicatorKind.SHARE)

    @property
    def measures(self) -> list[Measure]:
        return [m for m in (self.indicator.numerator, self.indicator.denominator) if m]

    @property
    def read_at(self) -> datetime:
        """When the rows counted were read."""
        return self.kept[where_of(self.indicator.numerator)].read_at

    def rows(self, where: Where) -> Rows:
        return unpacked(self.kept[where]) if where in self.kept else no_rows()

    @cached_property
    def tree(self) -> Tree:
        return self.rows(TREE).tree()

    @cached_property
    def inside(self) -> set[int]:
        """The organization and all that hung below it that day."""
        return self.tree.below(self.one.organization.pk)

    def part(self, measure: Measure) -> Part:
        rows = self.rows(where_of(measure)).marked(measure.pk).within(self.inside)
        return Part(measure, str(measure.basis), rows)

    @cached_property
    def counted(self) -> Part:
        """What the numerator is made of."""
        if not self.is_share:
            return self.part(self.indicator.numerator)
        reached = [pk for pk in self.at_level.ids if self.indicator.reached(self.numbers[pk])]
        rows = self.at_level.rows
        return self.organizations(rows.where(np.isin(rows.ids, reached)))

    @cached_property
    def whole(self) -> Part | None:
        """What it is divided by; None of amounts."""
        if self.is_share:
            return self.at_level
        below = self.indicator.denominator
        return self.part(below) if below else None

    @cached_property
    def at_level(self) -> Part:
        """The organizations that a share looks at."""
        stood = self.rows(ORGANIZATIONS).marked(self.indicator.level)
        return self.organizations(stood.within(self.inside))

    @cached_property
    def uncounted(self) -> Part | None:
        """What it is divided by and does not count; None where these are rows of two registers."""
        whole, counted = self.whole, self.counted
        if whole is None or whole.measure.register != counted.measure.register:
            return None
        return Part(whole.measure, whole.basis, whole.rows.lacking(counted.rows.ids))

    def organizations(self, rows: Rows) -> Part:
        """Organizations as rows of their own register, as its list would show them."""
        return Part(level_measure(self.indicator), Basis.AT, rows)

    @cached_property
    def numbers(self) -> dict[int, Any]:
        """{organization: how many of the numerator it has with all below}, for a share."""
        measure = self.indicator.numerator
        rows = self.rows(where_of(measure)).marked(measure.pk)
        column = "" if measure.aggregate == Aggregate.COUNT else measure.column
        asked = AskedOfRows(measure.pk, Q(), column, measure.aggregate == Aggregate.SUM)
        own = {place: line[:1] for place, line in per_place(rows, [asked]).items()}
        rolled = self.tree.roll_up(own, 1)
        return {place: number(line[0]) for place, line in rolled.items()}


def level_measure(indicator: Indicator) -> Measure:
    return Measure(pk=0, register="organization", query=f"level={indicator.level}")


def where_of(measure: Measure) -> Where:
    return measure.register, str(measure.basis)


def names_of(places: set[int]) -> dict[int, str]:
    """{organization: its short name}. One query."""
    found = Organization.objects.filter(pk__in=places)
    return {one.pk: one.short for one in found.only("name", "short_name")} if places else {}


def first_of(run: Run, basis: str) -> date | None:
    return run.first if basis == Basis.DURING else None
