"""Figures of reports put together: by item, over the tree as it stood, across quarters and years.

A handful of queries whatever the size: the database adds up cells by row and item, the tree's sums
are made in memory (decision 0003).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from assessments.actions.reports.columns import Column, Figure, columns_of, computed
from assessments.actions.reports.spans import Quarter, Span
from assessments.models import Report, ReportCell, ReportItem, ReportPeriod, ReportSection
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.measures import Tree

Scope = ReportSection.Scope
WIDTH = 3  # asked, known, total


@dataclass(frozen=True)
class Line:
    """An organization's row; `depth` counts from those right below the top."""

    organization: Organization
    depth: int


class Consolidation:
    """One form over a span of quarters, for an organization and all below it.

    The tree is that of the span's last day: what a village reported in spring counts where the
    village hung at the end. Items of which the last quarter counts take the span's last quarter
    that has figures. With `quarterly` every quarter is kept by itself, for a few `codes` only.
    """

    def __init__(
        self,
        span: Span,
        top: Organization,
        *,
        codes: Iterable[str] | None = None,
        quarterly: bool = False,
    ) -> None:
        self.span, self.top, self.quarterly = span, top, quarterly
        self.columns = self.choose(codes)
        reports = Report.objects.filter(period__in=span.periods)
        self.states: dict[tuple[int, int], str] = {
            (period, place): state
            for period, place, state in reports.values_list("period", "organization", "state")
        }
        self.tree = Tree.at(self.day)
        self.inside = self.tree.below(top.pk)
        self.own: dict[int, list[Any]] = {}
        self.report_of: dict[tuple[int, int], int] = {}  # of a row and quarter, where `quarterly`
        self.spread: dict[tuple[int, Any], Counter[str]] = {}
        self.add_up()
        self.add_missing()
        self.rolled = self.pruned.roll_up(self.own, WIDTH * len(self.slots))
        self.count_spread()

    # What is asked.

    @property
    def day(self) -> date:
        """The day whose tree it is."""
        return min(self.span.periods[-1].last, timezone.localdate())

    def choose(self, codes: Iterable[str] | None) -> dict[str, Column]:
        templates = {period.template_id for period in self.span.periods}
        items = ReportItem.objects.filter(template__in=templates)
        order = ("-template__version", "section__position", "position")
        found = columns_of(items.select_related("template", "section").order_by(*order))
        if codes is None:
            return found
        wanted = [code for code in codes if code in found]
        wanted += [part for code in wanted for part in found[code].parts.values()]
        return {code: found[code] for code in dict.fromkeys(wanted) if code in found}

    @cached_property
    def end(self) -> ReportPeriod:
        """The quarter that items count of which only the last one does."""
        with_figures = {
            period for (period, _place), state in self.states.items() if state in self.span.states
        }
        periods = self.span.periods
        known = [period for period in periods if period.pk in with_figures]
        return (known or periods)[-1]

    @cached_property
    def added(self) -> dict[int, Column]:
        """The columns that have cells, by item."""
        return {
            pk: column
            for column in self.columns.values()
            if not column.item.computed
            for pk in column.same
        }

    @cached_property
    def slots(self) -> dict[Any, int]:
        """Where the numbers of an item (of a quarter) stand in a line."""
        codes = [column.code for column in self.added.values()]
        periods = [period.pk for period in self.span.periods] if self.quarterly else [0]
        pairs = dict.fromkeys((code, period) for code in codes for period in periods)
        return {pair: WIDTH * at for at, pair in enumerate(pairs)}

    def cells(self, columns: Mapping[int, Column]) -> QuerySet[Any]:
        """The cells of the span, below the top."""
        last = [] if self.quarterly else [pk for pk, column in columns.items() if column.last]
        rest = [pk for pk in columns if pk not in set(last)]
        within = Q(item__in=rest, report__period__in=self.span.periods)
        cells = ReportCell.objects.order_by().filter(
            within | Q(item__in=last, report__period=self.end) if last else within
        )
        whole = self.tree.parents.get(self.top.pk) is None
        return cells if whole else cells.filter(organization__in=self.inside)

    @property
    def counts(self) -> Q:
        return Q(report__state__in=self.span.states) & ~Q(raw="") & Q(error="")

    # What it comes to.

    def line(self, place: int) -> list[Any]:
        return self.own.setdefault(place, [0] * (WIDTH * len(self.slots)))

    def slot(self, item: int, period: int) -> int:
        return self.slots[self.added[item].code, period if self.quarterly else 0]

    def add_up(self) -> None:
        """The cells by row and item."""
        by = ["organization", "item", *(["report__period", "report"] if self.quarterly else [])]
        grouped = (
            self.cells(self.added)
            .values(*by)
            .annotate(
                asked=Count("pk"),
                known=Count("pk", filter=self.counts),
                total=Sum("value", filter=self.counts),
            )
        )
        for place, item, *of, asked, known, total in grouped.values_list(
            *by, "asked", "known", "total"
        ):
            line, at = self.line(place), self.slot(item, of[0] if of else 0)
            if of:
                self.report_of[place, of[0]] = of[1]
            line[at] += asked
            line[at + 1] += known
            line[at + 2] += total or 0

    def add_missing(self) -> None:
        """Townships that have no report of a quarter lack what it would have asked of them."""
        townships = self.townships
        for period in self.span.periods:
            lacking = [
                place.pk
                for place in townships
                if (period.pk, place.pk) not in self.states
                and (place.established is None or place.established <= period.last)
            ]
            for item, column in self.added.items() if lacking else ():
                if column.same[item] != period.template_id or self.skipped(column, period):
                    continue
                at = self.slot(item, period.pk)
                for place in lacking:
                    for row in self.rows_of(column.item.scope, place):
                        self.line(row)[at] += 1

    def skipped(self, column: Column, period: ReportPeriod) -> bool:
        return column.last and not self.quarterly and period != self.end

    @cached_property
    def townships(self) -> list[Organization]:
        standing = Organization.objects.at(self.day).filter(level=Level.TOWNSHIP)
        return [place for place in standing if place.pk in self.inside]

    def rows_of(self, scope: str, township: int) -> list[int]:
        """Of branches nobody knows without the report; they are not missed."""
        if scope == Scope.TOWNSHIP:
            return [township]
        below = self.tree.children.get(township, []) if scope == Scope.VILLAGE else []
        return [place for place in below if place in self.villages]

    @cached_property
    def villages(self) -> set[int]:
        standing = Organization.objects.at(self.day).filter(level=Level.VILLAGE)
        return set(standing.values_list("pk", flat=True))

    @cached_property
    def pruned(self) -> Tree:
        """The tree from the top down to what has figures."""
        needed = {self.top.pk}
        for place in self.own:
            for step in self.tree.above(place):
                if step in needed:
                    break
                needed.add(step)
        parents = self.tree.parents
        inside = needed & self.inside
        return Tree({n: None if n == self.top.pk else parents[n] for n in inside})

    def count_spread(self) -> None:
        """How often each option was chosen, each percentage typed."""
        columns = {pk: column for pk, column in self.added.items() if column.spread}
        if not columns:
            return
        by = ("organization", "item", "report__period", "raw")
        chosen = self.cells(columns).filter(self.counts).values_list(*by).annotate(Count("pk"))
        for place, item, period, raw, count in chosen:
            key = (columns[item].code, period if self.quarterly else 0)
            for step in self.pruned.above(place):
                self.spread.setdefault((step, key), Counter())[raw] += count

    # What is shown.

    def figure(self, place: int, code: str, period: int = 0) -> Figure:
        column = self.columns.get(code)
        if column is None:
            raise KeyError(code)
        if column.item.computed:
            if column.item.scope == Scope.TOWNSHIP and place not in self.reporting:
                return Figure(column)
            return computed(column, lambda part: self.part(place, part, period))
        at = self.slots[code, period]
        asked, known, total = self.rolled[place][at : at + WIDTH]
        value = Decimal(total) if known and column.item.counted else None
        spread = self.spread.get((place, (code, period))) if column.spread else None
        return Figure(column, asked, known, value, spread)

    def part(self, place: int, code: str, period: int) -> Figure:
        """A part of a formula that is itself computed is followed; one unknown is nothing."""
        if code not in self.columns:
            return Figure(Column(ReportItem()))
        return self.figure(place, code, period)

    @cached_property
    def reporting(self) -> set[int]:
        """The organizations that reports are about, with all above them."""
        places = {place for _period, place in self.states if place in self.pruned.parents}
        return {step for place in places for step in self.pruned.above(place)}

    @cached_property
    def organizations(self) -> dict[int, Organization]:
        fields = ("pk", "code", "name", "short_name", "level", "closed")
        return Organization.objects.only(*fields).in_bulk(list(self.pruned.parents))

    def lines(self, *, deep: bool = False) -> list[Line]:
        """What stands right below the top, by code; `deep`: with what stands below that."""

        def below(place: int, depth: int) -> Iterator[Line]:
            known = (self.organizations[pk] for pk in self.pruned.children.get(place, []))
            for one in sorted(known, key=lambda found: found.code):
                yield Line(one, depth)
                if deep and depth == 0:
                    yield from below(one.pk, 1)

        return list(below(self.top.pk, 0))

    def turnout(self) -> list[tuple[Quarter, int, int, int]]:
        """(quarter, reports that count, reports there are, townships without one) below the top;
        for a village, of the report that it stands in."""
        found = []
        about = self.inside if self.townships else {*self.tree.above(self.top.pk)}
        for period in self.span.periods:
            states = [
                state
                for (at, place), state in self.states.items()
                if at == period.pk and place in about
            ]
            there = {place for at, place in self.states if at == period.pk}
            lacking = sum(1 for place in self.townships if place.pk not in there)
            counting = sum(1 for state in states if state in self.span.states)
            found.append((Quarter.of(period), counting, len(states), lacking))
        return found


def texts_of(found: Consolidation, columns: Iterable[Column]) -> QuerySet[ReportCell]:
    """What was written in items of words, the newest first."""
    listed = {pk: column for column in columns if column.listed for pk in column.same}
    rows = found.cells(listed).filter(found.counts)
    order = ("-report__period__year", "-report__period__quarter", "organization__code", "item")
    return rows.select_related("organization", "item", "report__period").order_by(*order)
