"""The grid as HTML. Written out in Python: thousands of cells are too many for template tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from assessments.actions.entries import plain
from assessments.actions.rows import Cell, Row
from assessments.actions.sheets import Sheet, shown
from assessments.models import ReportItem

TEXT, WORDS = ReportItem.Kind.TEXT, ReportItem.WORDS


@dataclass(frozen=True)
class Line:
    """One row as drawn."""

    pk: int
    name: str
    wrong: bool
    cells: SafeString


@dataclass(frozen=True)
class Asked:
    """One of the township's own items as drawn."""

    item: ReportItem
    cell: int
    fault: str
    html: SafeString


class Drawing:
    """Draws the cells of a sheet, as fields where they may be written."""

    def __init__(self, sheet: Sheet, *, writable: bool) -> None:
        self.sheet, self.writable = sheet, writable
        self.computed = sheet.computed()
        self.columns = sheet.columns("village")

    def sections(self) -> list[tuple[str, int]]:
        """(title, columns) of the upper header row."""
        runs = groupby(self.columns, key=lambda item: item.section_label)
        return [(title, len(list(items))) for title, items in runs]

    def lines(self) -> Iterator[Line]:
        for row in self.sheet.villages:
            cells = "".join(self.td(row, item) for item in self.columns)
            wrong = any(cell.fault for cell in row.cells.values())
            place = row.organization
            yield Line(place.pk, place.short, wrong, mark_safe(cells))  # noqa: S308 - escaped below

    def totals(self) -> list[tuple[ReportItem, str]]:
        totals = self.sheet.totals()
        return [(item, totals[str(item.pk)]) for item in self.columns]

    def asked(self) -> list[Asked]:
        """What is asked of the township itself."""
        row = self.sheet.township
        if not row:
            return []
        drawn = []
        for item in self.sheet.columns("township"):
            cell = row.cells.get(item.code)
            html = self.own(row, item, cell)
            drawn.append(Asked(item, cell.pk if cell else 0, cell.fault if cell else "", html))
        return drawn

    def own(self, row: Row, item: ReportItem, cell: Cell | None) -> SafeString:
        if cell and self.writable and item.typed:
            field = self.field(cell, item, f'class="form-control" aria-labelledby="i{item.pk}"')
            return mark_safe(field)  # noqa: S308 - escaped there
        known = self.computed.get(f"{row.organization.pk}-{item.pk}", "")
        text = self.read_only(item, cell) if cell else known
        return mark_safe(f'<output class="known">{escape(text) or "–"}</output>')  # noqa: S308

    def td(self, row: Row, item: ReportItem) -> str:
        cell = row.cells.get(item.code)
        if cell is None:
            key = f"{row.organization.pk}-{item.pk}"
            return f'<td class="ro" data-computed="{key}">{escape(self.computed.get(key, ""))}</td>'
        if not self.writable or not item.typed:
            words = f' title="{escape(cell.fault)}"' if cell.fault else ""
            kind = "ro txt" if item.kind == TEXT else "ro"
            text = escape(self.read_only(item, cell))
            return f'<td class="{kind}{self.marks(cell)}" id="c{cell.pk}"{words}>{text}</td>'
        names = f'aria-labelledby="r{row.organization.pk} i{item.pk}"'
        if item.kind == TEXT:
            names += ' class="txt"'
        return f'<td class="{self.marks(cell).strip()}">{self.field(cell, item, names)}</td>'

    @staticmethod
    def read_only(item: ReportItem, cell: Cell) -> str:
        return cell.raw if cell.value is None or not item.counted else shown(item, cell.value)

    def field(self, cell: Cell, item: ReportItem, names: str) -> str:
        mode = (
            "text"
            if item.kind in {*WORDS, ReportItem.Kind.YES_NO, ReportItem.Kind.CHOICE}
            else "decimal"
        )
        said = f' aria-invalid="true" title="{escape(cell.fault)}"' if cell.fault else ""
        known = "" if cell.prefilled is None else f' data-known="{plain(cell.prefilled)}"'
        last = self.sheet.before.get((item.code, cell.organization_id))
        was = "" if last is None else f' data-last="{plain(last)}"'
        return (
            f'<input id="c{cell.pk}" name="c{cell.pk}" value="{escape(cell.raw)}" type="text"'
            f' inputmode="{mode}" {names}{said}{known}{was}>'
        )

    @staticmethod
    def marks(cell: Cell) -> str:
        """Classes: wrong, from the registers, or corrected against them."""
        marks = " err" if cell.fault else ""
        if cell.prefilled is not None:
            marks += " dif" if cell.differs else " pre"
        return marks


def as_json(sheet: Sheet) -> dict[str, Any]:
    """What a page must redraw after cells have changed."""
    return {
        "faults": [fault.as_json() for fault in sheet.faults],
        "totals": sheet.totals(),
        "computed": sheet.computed(),
        "progress": sheet.progress(),
    }
