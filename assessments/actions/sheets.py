"""A report laid out: its rows, items, cells, totals and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from django.utils.translation import gettext_lazy

from assessments.actions.checking import Checking, Figures
from assessments.actions.rows import Cell, Row
from assessments.models import (
    Report,
    ReportCell,
    ReportCheck,
    ReportDispute,
    ReportItem,
    ReportSection,
)
from assessments.models.expressions import Share
from organizations.models import Organization

CELL = ("pk", "item_id", "organization_id", "raw", "value", "error", "prefilled", "revision")
Scope = ReportSection.Scope
SCOPES = (Scope.VILLAGE, Scope.BRANCH, Scope.TOWNSHIP)
CELL = ("pk", "item_id", "organization_id", "raw", "value", "error", "prefilled", "revision")
Scope, Severity = ReportSection.Scope, ReportCheck.Severity
SCOPES = (Scope.VILLAGE, Scope.BRANCH, Scope.TOWNSHIP)
Sides = tuple[Decimal, Decimal]
Answers = Mapping[tuple[int, int], tuple[str, str]]
EXPLAINED = {ReportDispute.State.OPEN, ReportDispute.State.AGREED}
UNEXPLAINED = gettext_lazy(
    "The registers say %(known)s. Say why %(n)s is right, or take over what they say."
)
REFUTED = gettext_lazy(
    "The county has looked: the register is right with %(known)s. Take it over instead of %(n)s."
)
SPOKEN = {
    "": "%(item)s",
    "last.": gettext_lazy("%(item)s of last quarter"),
    "known.": gettext_lazy("%(item)s in the registers"),
    "sum(": gettext_lazy("all rows' %(item)s"),
}
NAMED = 3  # empty cells of a row that are named


class Sheet:
    """A whole report in a handful of queries, however many rows and items it has.

    `complete`: an empty cell that must be filled in counts as a fault too (on submitting).
    `faults`: all that stands in the way of submitting; `answered`: warnings that have a reason.
    """

    def __init__(self, report: Report, *, complete: bool = False) -> None:
        self.report = report
        self.template = report.period.template
        items = self.template.items.select_related("section")
        self.items: list[ReportItem] = list(items.order_by("section__position", "position"))
        self.by_id = {item.pk: item for item in self.items}
        self.by_code = {item.code: item for item in self.items}
        lines = ReportCell.objects.filter(report=report).values_list(*CELL)
        self.cells = {line[0]: Cell(*line) for line in lines}
        self.rows = self.in_rows()
        self.read_disputes()
        found = Checking(self).found(complete=complete)
        self.faults = [fault for fault in found if not fault.answer]
        self.answered = [fault for fault in found if fault.answer]

    def in_order(self) -> Iterator[Cell]:
        """Cells as they are read: row by row, from left to right."""
        for row in self.rows:
            yield from (row.cells[item.code] for item in self.items if item.code in row.cells)

    def in_rows(self) -> list[Row]:
        """Villages in the order of their codes, then branches, the township's own last."""
        places = {cell.organization_id for cell in self.cells.values()}
        organizations = Organization.objects.filter(pk__in=places).order_by("code")
        rows: dict[tuple[str, int], Row] = {
            (scope, place.pk): Row(place, scope) for scope in SCOPES for place in organizations
        }
        for cell in self.cells.values():
            item = self.by_id[cell.item_id]
            rows[item.scope, cell.organization_id].cells[item.code] = cell
        return [row for row in rows.values() if row.cells]

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

    @cached_property
    def before(self) -> dict[tuple[str, int], Decimal]:
        """Last quarter's figures of the same form: (item code, row) -> value."""
        year, quarter = self.report.period.before
        cells = ReportCell.objects.filter(
            report__organization=self.report.organization_id,
            report__period__template__form=self.template.form,
            report__period__year=year,
            report__period__quarter=quarter,
        )
        lines = cells.values_list("item__code", "organization_id", "value")
        return {(code, row): value for code, row, value in lines if value is not None}

    def read_disputes(self) -> None:
        """What became of the latest dispute about each cell."""
        found = ReportDispute.objects.filter(cell__report=self.report).order_by("pk")
        for cell, state in found.values_list("cell_id", "state"):
            self.cells[cell].dispute = state

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
            str(item.pk): shown(item, self.total(item, self.sums(item.scope)))
            for item in self.items
            if item.scope != Scope.TOWNSHIP
        }

    def sums(self, scope: str) -> dict[str, Decimal | None]:
        """The sums of a scope's columns, by item code."""
        if scope not in self.summed:
            rows = [row.values for row in self.of(scope)]
            self.summed[scope] = {
                item.code: total(values.get(item.code) for values in rows)
                for item in self.columns(scope)
                if item.counted and not item.computed
            }
        return self.summed[scope]

    @cached_property
    def summed(self) -> dict[str, dict[str, Decimal | None]]:
        return {}

    @staticmethod
    def total(item: ReportItem, values: dict[str, Decimal | None]) -> Decimal | None:
        """A share of sums is the sums' share, never a mean of percentages."""
        return item.computed.of(values) if item.computed else values.get(item.code)

    def progress(self) -> dict[str, int]:
        """How much of what must be typed has been, by cells and by whole villages."""
        cells = {"filled": 0, "cells": 0, "rows_filled": 0, "rows": len(self.villages)}
        for row in self.rows:
            asked = [c for code, c in row.cells.items() if self.must(code)]
            filled = sum(1 for cell in asked if cell.raw)
            cells["filled"] += filled
            cells["cells"] += len(asked)
            if row.scope == Scope.VILLAGE:
                cells["rows_filled"] += filled == len(asked)
        return cells

    def must(self, code: str) -> bool:
        item = self.by_code[code]
        return item.required and item.typed


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
