"""A report laid out: its rows, items, cells, totals and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.actions.entries import plain, sentence
from assessments.models import Report, ReportCell, ReportItem
from assessments.models.expressions import Check, Share, Sum
from organizations.models import Organization

CELL = ("pk", "item_id", "organization_id", "raw", "value", "error", "prefilled", "revision")
NAMED = 3  # empty cells of a row that are named
SAID = {
    "=": gettext_lazy("%(left)s (%(n)s) must equal %(right)s (%(of)s)."),
    "<=": gettext_lazy("%(left)s (%(n)s) must not be more than %(right)s (%(of)s)."),
    ">=": gettext_lazy("%(left)s (%(n)s) must not be less than %(right)s (%(of)s)."),
    "<": gettext_lazy("%(left)s (%(n)s) must be less than %(right)s (%(of)s)."),
    ">": gettext_lazy("%(left)s (%(n)s) must be more than %(right)s (%(of)s)."),
}


@dataclass(slots=True)
class Cell:
    pk: int
    item_id: int
    organization_id: int
    raw: str
    value: Decimal | None
    error: str
    prefilled: Decimal | None
    revision: int
    fault: str = ""  # the sentence, once the sheet has been checked

    @property
    def differs(self) -> bool:
        """It says something else than the registers."""
        return self.prefilled is not None and self.value != self.prefilled


@dataclass
class Row:
    organization: Organization
    cells: dict[str, Cell] = field(default_factory=dict)  # by item code

    @cached_property
    def values(self) -> dict[str, Decimal | None]:
        """The figures that are right, by item; the computed ones have no cell."""
        return {code: None if cell.error else cell.value for code, cell in self.cells.items()}


@dataclass(frozen=True)
class Fault:
    """Something to put right: the cell, where it is in words, and the sentence."""

    cell: int
    place: str
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"cell": self.cell, "place": self.place, "text": self.text}


class Sheet:
    """A whole report in four queries, however many rows and items it has.

    `complete`: an empty cell that must be filled in counts as a fault too (on submitting).
    """

    def __init__(self, report: Report, *, complete: bool = False) -> None:
        self.report = report
        self.template = report.period.template
        self.items: list[ReportItem] = list(self.template.items.order_by("position"))
        self.by_id = {item.pk: item for item in self.items}
        self.by_code = {item.code: item for item in self.items}
        lines = ReportCell.objects.filter(report=report).values_list(*CELL)
        self.cells = {line[0]: Cell(*line) for line in lines}
        self.rows = self.in_rows()
        order = {cell.pk: number for number, cell in enumerate(self.in_order())}
        found = [*self.cell_faults(), *self.check_faults(), *(self.missing() if complete else ())]
        self.faults = sorted(found, key=lambda fault: order[fault.cell])

    def in_order(self) -> Iterator[Cell]:
        """Cells as they are read: row by row, from left to right."""
        for row in [*self.villages, *self.rows[:1]]:
            yield from (row.cells[item.code] for item in self.items if item.code in row.cells)

    def in_rows(self) -> list[Row]:
        """Rows in the order of their codes, the township's own first."""
        places = {cell.organization_id for cell in self.cells.values()}
        organizations = Organization.objects.filter(pk__in=places).order_by("code")
        rows = {place.pk: Row(place) for place in organizations}
        for cell in self.cells.values():
            rows[cell.organization_id].cells[self.by_id[cell.item_id].code] = cell
        own = self.report.organization_id
        return sorted(rows.values(), key=lambda row: row.organization.pk != own)

    @property
    def villages(self) -> list[Row]:
        own = self.report.organization_id
        return [row for row in self.rows if row.organization.pk != own]

    @property
    def township(self) -> Row | None:
        own = self.report.organization_id
        return next((row for row in self.rows if row.organization.pk == own), None)

    def columns(self, scope: str) -> list[ReportItem]:
        return [item for item in self.items if item.scope == scope]

    # What is wrong.

    def cell_faults(self) -> Iterator[Fault]:
        for row in self.rows:
            for code, cell in row.cells.items():
                if cell.error:
                    item = self.by_code[code]
                    yield self.fault(row, item, sentence(item, cell.error, cell.raw))

    def missing(self) -> Iterator[Fault]:
        """One line for each row with empty cells; every such cell is marked."""
        for row in self.rows:
            empty = [code for code, cell in row.cells.items() if self.must(code) and not cell.raw]
            if not empty:
                continue
            faults = [
                self.fault(row, self.by_code[c], sentence(self.by_code[c], "empty", ""))
                for c in empty
            ]
            words = ngettext("%(count)s cell is empty", "%(count)s cells are empty", len(empty))
            labels = ", ".join(self.by_code[code].label for code in empty[:NAMED])
            text = f"{words % {'count': len(empty)}} ({labels}{' …' if len(empty) > NAMED else ''})"
            yield Fault(faults[0].cell, row.organization.short, text)

    def check_faults(self) -> Iterator[Fault]:
        for check in self.template.rules:
            for row in self.rows:
                if sides := check.fails(row.values):
                    item = self.blamed(check, row)
                    if item:
                        yield self.fault(row, item, self.contradiction(check, sides))

    def blamed(self, check: Check, row: Row) -> ReportItem | None:
        """The first item of the check that somebody can correct, else the first there is."""
        items = [self.by_code[code] for code in check.at if code in row.cells]
        return next((item for item in items if item.typed), items[0] if items else None)

    def fault(self, row: Row, item: ReportItem, text: str) -> Fault:
        cell = row.cells[item.code]
        cell.fault = f"{cell.fault} {text}".strip()
        place = _("%(row)s · %(item)s") % {"row": row.organization.short, "item": item.label}
        return Fault(cell.pk, place, text)

    def contradiction(self, check: Check, sides: tuple[Decimal, Decimal]) -> str:
        left, right = (plain(side) for side in sides)
        names = {"left": self.spelled(check.left), "right": self.spelled(check.right)}
        return str(SAID[check.compare]) % {**names, "n": left, "of": right}

    def spelled(self, side: Sum) -> str:
        """A sum in the words of its items."""
        parts = []
        for sign, word in side.terms:
            label = self.by_code[word].label if word in self.by_code else word
            parts.append(f"{'−' if sign < 0 else '+'} {label}")
        return " ".join(parts).removeprefix("+ ")

    # What it comes to.

    def computed(self) -> dict[str, str]:
        """Computed cells as shown: {"row-item": text}."""
        return {
            f"{row.organization.pk}-{item.pk}": shown(item, item.computed.of(row.values))
            for item in self.items
            if item.computed
            for row in (self.villages if item.scope == "village" else self.rows[:1])
        }

    def totals(self) -> dict[str, str]:
        """What all villages come to, by item, as shown. Empty where no figure is known yet."""
        values = self.summed()
        return {
            str(item.pk): shown(item, self.total(item, values)) for item in self.columns("village")
        }

    def summed(self) -> dict[str, Decimal | None]:
        rows = [row.values for row in self.villages]
        return {
            item.code: total(values.get(item.code) for values in rows)
            for item in self.columns("village")
            if item.counted and not item.computed
        }

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
            if row.organization.pk != self.report.organization_id:
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
