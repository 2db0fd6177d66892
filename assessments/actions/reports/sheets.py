"""A report laid out: its rows, items, cells, totals and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from assessments.actions.reports.checking import Checking, Figures
from assessments.actions.reports.reading import Around, named, read_cells
from assessments.actions.reports.rows import Cell, Fault, Row, Sums
from assessments.models import Report, ReportItem, ReportSection
from assessments.models.expressions import Share, code_of

Scope = ReportSection.Scope
SCOPES = (Scope.VILLAGE, Scope.BRANCH, Scope.TOWNSHIP)


class Sheet:
    """A whole report in a handful of queries, however many rows and items it has.

    `complete`: an empty cell that must be filled in counts as a fault too (on submitting).
    `faults`: all that stands in the way of submitting; `answered`: warnings that have a reason.
    `only`: the organizations whose rows are shown, where somebody fills in no more than these;
    what is checked is the whole report. `drawn`: last quarter's figures of every item, not only of
    those that a check compares.
    """

    def __init__(
        self,
        report: Report,
        *,
        complete: bool = False,
        only: Collection[int] | None = None,
        drawn: bool = True,
    ) -> None:
        self.report, self.drawn = report, drawn
        self.template = report.period.template
        items = self.template.items.select_related("section")
        self.items: list[ReportItem] = list(items.order_by("section__position", "position"))
        self.by_id = {item.pk: item for item in self.items}
        self.by_code = {item.code: item for item in self.items}
        self.checks = list(self.template.checks.order_by("position"))
        self.around = Around(report)
        self.cells: dict[int, Cell] = {}
        self.before: dict[tuple[str, int], Decimal] = {}  # last quarter's: (item code, row)
        self.rows = self.in_rows(self.lines())
        found = Checking(self).found(complete=complete)
        if only is not None:
            found = self.narrow(found, only)
        self.faults = [fault for fault in found if not fault.answer]
        self.answered = [fault for fault in found if fault.answer]

    def lines(self) -> Iterable[tuple[Any, ...]]:
        words = [
            word for check in self.checks for side in check.parsed.sides for word in side.words
        ]
        compared = {code_of(word) for word in words if word.startswith("last.")}
        return read_cells(self.report, None if self.drawn else compared)

    def in_rows(self, lines: Iterable[tuple[Any, ...]]) -> list[Row]:
        """Villages in the order of their codes, then branches, the township's own last."""
        rows: dict[tuple[str, int], Row] = {}
        scopes = {item.pk: item.scope for item in self.items}
        for *read, report, code, place, name, short in lines:
            cell = Cell(*read)
            if report != self.report.pk:
                if cell.value is not None:
                    self.before[code, cell.organization_id] = cell.value
                continue
            self.cells[cell.pk] = cell
            at = scopes[cell.item_id], cell.organization_id
            row = rows.get(at)
            if row is None:
                row = rows[at] = Row(named(at[1], place, name, short), at[0])
            row.cells[code] = cell
        self.put_around()
        order = {str(scope): at for at, scope in enumerate(SCOPES)}
        return sorted(rows.values(), key=lambda row: (order[row.scope], row.organization.code))

    def put_around(self) -> None:
        for pk, state in self.around.disputes.items():
            self.cells[pk].dispute = state
        for pk, count in self.around.comments.items():
            self.cells[pk].comments = count

    def narrow(self, found: list[Fault], only: Collection[int]) -> list[Fault]:
        """Keep the rows of these organizations; returns what was found in them."""
        self.rows = [row for row in self.rows if row.organization.pk in only]
        self.cells = {cell.pk: cell for row in self.rows for cell in row.cells.values()}
        self.summed.clear()
        return [one for one in found if one.cell in self.cells]

    def in_order(self) -> Iterator[Cell]:
        """Cells as they are read: row by row, from left to right."""
        for row in self.rows:
            yield from (row.cells[item.code] for item in self.items if item.code in row.cells)

    def item_of(self, cell: int) -> ReportItem:
        return self.by_id[self.cells[cell].item_id]

    def of(self, scope: str) -> list[Row]:
        return [row for row in self.rows if row.scope == scope]

    @property
    def villages(self) -> list[Row]:
        return self.of(Scope.VILLAGE)

    @property
    def township(self) -> Row | None:
        return next(iter(self.of(Scope.TOWNSHIP)), None)

    def columns(self, scope: str) -> list[ReportItem]:
        return [item for item in self.items if item.scope == scope]

    # What it comes to.

    def computed(self) -> dict[str, str]:
        """Computed cells as shown: {"row-item": text}."""
        return {
            f"{row.organization.pk}-{item.pk}": shown(item, item.computed.of(Figures(self, row)))
            for item in self.items
            if item.computed
            for row in self.of(item.scope)
        }

    def totals(self) -> dict[str, str]:
        """What all rows come to, by item, as shown. Empty where no figure is known yet."""
        return {
            str(item.pk): shown(item, self.total(item))
            for item in self.items
            if item.scope != Scope.TOWNSHIP
        }

    def total(self, item: ReportItem) -> Decimal | None:
        """What all rows of the item's scope come to."""
        if item.scope not in self.summed:
            rows = [row.values for row in self.of(item.scope)]
            items = {one.code: one for one in self.columns(item.scope)}
            counted = [code for code, one in items.items() if one.counted and not one.computed]
            added = {code: total(values.get(code) for values in rows) for code in counted}
            self.summed[item.scope] = Sums(items, added)
        return self.summed[item.scope][item.code]

    @cached_property
    def summed(self) -> dict[str, Sums]:
        return {}

    def progress(self) -> dict[str, int]:
        """How much of what must be typed has been, by cells and by whole villages and branches."""
        done = {"filled": 0, "cells": 0, "villages_filled": 0, "branches_filled": 0}
        done |= {"villages": len(self.villages), "branches": len(self.of(Scope.BRANCH))}
        whole = {Scope.VILLAGE: "villages_filled", Scope.BRANCH: "branches_filled"}
        for row in self.rows:
            asked = [c for code, c in row.cells.items() if code in self.musts]
            filled = sum(1 for cell in asked if cell.raw)
            done["filled"] += filled
            done["cells"] += len(asked)
            if row.scope in whole:
                done[whole[Scope(row.scope)]] += filled == len(asked)
        return done

    @cached_property
    def musts(self) -> set[str]:
        """The items that must be filled in."""
        return {item.code for item in self.items if item.required and item.typed}


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def shown(item: ReportItem, value: Decimal | None) -> str:
    """A computed figure as people write it: grouped, percentages to one place."""
    if value is None:
        return ""
    if isinstance(item.computed, Share) or item.kind == ReportItem.Kind.PERCENT:
        return f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP):,}%"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
