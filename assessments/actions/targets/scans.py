"""What indicators ask of the registers, and what the answers come to up the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Sum

from assessments.actions.targets.rows import Asked, Different, Rows, per_place, read_rows, rows_sql
from assessments.choices import Aggregate, Basis, IndicatorKind
from assessments.models import Indicator, Measure, Run
from portal import pages
from portal.measures import Counts, Standing, Tree, count, standing

Progress = Callable[[int, int], None]
Line = tuple[int, int, int, int | None]  # indicator, organization, n, of
Where = tuple[str, str]  # register, basis
ORGANIZATIONS: Where = ("organization", Basis.AT.value)


def no_progress(_done: int, _total: int) -> None:
    """For callers that show none."""


@dataclass
class Scan:
    """What is asked of one register on one basis, for each measure or level."""

    register: str
    basis: str
    run: Run
    asked: list[Asked] = field(default_factory=list)

    @property
    def where(self) -> Where:
        return self.register, self.basis

    @property
    def keys(self) -> list[Any]:
        """By what each number is known: a sum is followed by the number of its rows."""
        return [key for one in self.asked for key in keys_of(one)]

    @cached_property
    def standing(self) -> Standing:
        first = self.run.first if self.basis == Basis.DURING else None
        return standing(pages.get(self.register).model, self.run.day, first)

    def ask(self, measure: Measure) -> None:
        prefix = self.standing.prefix
        met = pages.get(self.register).filter(measure.query).condition(self.run.day, prefix)
        column = f"{prefix}{measure.column}" if measure.aggregate != Aggregate.COUNT else ""
        adds = measure.aggregate == Aggregate.SUM
        self.asked.append(Asked(measure.pk, met, column, adds))

    def count(self) -> Counts:
        """Counted by the database: one grouped query, whatever the number of rows."""
        conditions = [one for asked in self.asked for one in aggregates_of(asked)]
        found = count(self.standing, conditions)
        return {place: [sets(one) for one in numbers] for place, numbers in found.items()}

    @cached_property
    def sql(self) -> str:
        """What finds the rows that count; of organizations, all that stood."""
        pk, every = f"{self.standing.prefix}pk", self.where == ORGANIZATIONS
        place = self.standing.place
        return rows_sql(self.standing.rows, self.asked, pk=pk, place=place, every=every)

    def rows(self) -> Rows | None:
        """The rows themselves; None where there are too many."""
        return read_rows(self.sql, self.asked)


def keys_of(one: Asked) -> list[Any]:
    return [one.key, rows_of(one.key)] if one.adds else [one.key]


def rows_of(key: Any) -> str:
    """By what the number of rows that a sum is made of is asked for."""
    return f"rows of {key}"


def aggregates_of(one: Asked) -> list[Any]:
    """A count of rows; or a sum, and of how many rows: nothing to add is no data, not zero."""
    if not one.column:
        return [one.met]
    if one.adds:
        return [Sum(one.column, filter=one.met, default=0), one.condition]
    return [ArrayAgg(one.column, filter=one.condition, distinct=True, default=[])]


def sets(number: Any) -> Any:
    return Different(number) if isinstance(number, list) else number


def scans(indicators: Iterable[Indicator], run: Run) -> list[Scan]:
    """One scan per register and basis; organizations are always asked which level they stand at."""
    indicators = list(indicators)
    found = {ORGANIZATIONS: Scan(*ORGANIZATIONS, run)}
    for level in sorted({one.level for one in indicators if one.kind == IndicatorKind.SHARE}):
        found[ORGANIZATIONS].asked.append(Asked(level, Q(level=level)))
    for measure in measures_of(indicators):
        where = (measure.register, str(measure.basis))
        found.setdefault(where, Scan(*where, run)).ask(measure)
    return list(found.values())


def measures_of(indicators: Iterable[Indicator]) -> list[Measure]:
    used = {m.pk: m for one in indicators for m in (one.numerator, one.denominator) if m}
    return [used[key] for key in sorted(used)]


def gather(
    asked: list[Scan], run: Run, progress: Progress, kept: dict[Where, Rows] | None = None
) -> tuple[Counts, set[int]]:
    """All scans side by side: {organization: [number per key]}, and what stood on the day.

    With `kept` the rows are read, counted in memory and left there; without, they are counted by
    the database.
    """
    width, offset = sum(len(scan.keys) for scan in asked), 0
    side_by_side: Counts = {}
    in_force: set[int] = set()
    for done, scan in enumerate(asked):
        progress(done, len(asked) + 1)
        found = scan.count() if kept is None else counted(scan, kept)
        if scan.where == ORGANIZATIONS:
            in_force = set(found)
        for organization, numbers in found.items():
            line = side_by_side.setdefault(organization, [0] * width)
            line[offset : offset + len(numbers)] = numbers
        offset += len(scan.keys)
    return side_by_side, in_force


def counted(scan: Scan, kept: dict[Where, Rows]) -> Counts:
    rows = scan.rows()
    if rows is None:
        return scan.count()
    kept[scan.where] = rows
    return per_place(rows, scan.asked)


@dataclass
class Figures:
    """What was counted, with all below: `total(key)` is {organization: number}."""

    tree: Tree
    keys: list[Any]
    own: Counts
    in_force: set[int]

    def __post_init__(self) -> None:
        self.rolled = self.tree.roll_up(self.own, len(self.keys))

    def total(self, key: Any) -> dict[int, int]:
        place = self.keys.index(key)
        return {organization: number(line[place]) for organization, line in self.rolled.items()}

    def share(self, indicator: Indicator) -> tuple[dict[int, int], dict[int, int]]:
        """How many organizations of the indicator's level reach its number, and of how many."""
        place, counted = self.keys.index(indicator.level), self.total(indicator.numerator_id)
        at_level = [node for node, line in self.own.items() if line[place]]
        reached = {node: [int(indicator.reached(counted[node])), 1] for node in at_level}
        rolled = self.tree.roll_up(reached, 2)
        return {node: n for node, (n, _of) in rolled.items()}, {
            node: of for node, (_n, of) in rolled.items()
        }

    def rows(self, indicator: Indicator) -> dict[int, int]:
        """How many rows an indicator's sum is made of; {} where rows are counted."""
        key = rows_of(indicator.numerator_id)
        return self.total(key) if key in self.keys else {}

    def of(self, indicator: Indicator) -> tuple[dict[int, int], dict[int, int] | None]:
        if indicator.kind == IndicatorKind.SHARE:
            return self.share(indicator)
        counted = self.total(indicator.numerator_id)
        return counted, self.total(indicator.denominator_id) if indicator.denominator_id else None


def number(counted: Any) -> Any:
    return len(counted) if isinstance(counted, Different) else counted


def values(indicators: Iterable[Indicator], figures: Figures, run: Run) -> Iterator[Line]:
    """A value for every organization that stood on the day, and for any other with a count."""
    reach = figures.tree.below(run.plan.organization_id)
    for indicator in indicators:
        n, of = figures.of(indicator)
        rows = figures.rows(indicator)
        for node in reach:
            divided = of[node] if of is not None else None
            known = not rows or rows[node]
            if known and (node in figures.in_force or n[node] or divided):
                yield indicator.pk, node, n[node], divided
