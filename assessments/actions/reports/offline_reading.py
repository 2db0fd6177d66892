"""The offline workbook read back: by the codes of its rows and items, never by position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from assessments.actions.reports.entries import plain
from assessments.actions.reports.offline import (
    FIRST,
    HIDDEN,
    MARK,
    NAMES,
    OURS,
    Bound,
    Layout,
    fillable,
    layouts,
)
from assessments.actions.reports.offline_formulas import Formulas, Spot
from assessments.actions.reports.rows import Cell as ReportedCell
from assessments.actions.reports.rows import Row
from assessments.actions.reports.sheets import Scope, Sheet
from assessments.models import ReportItem
from workbooks.excel import Book, Cell
from workbooks.excel import Sheet as Page
from workbooks.excel.writing import unguarded
from workbooks.imports.outcome import Finding

Kind = ReportItem.Kind
SEARCHED = 30  # rows and columns in which a sheet's corner of codes is looked for
NAMED = 200  # places that are named; of more, how many
ROWS = 2000  # of a sheet; no report has as many
MERGED = 1000  # merged ranges that are told apart


@dataclass(frozen=True)
class Found:
    """What stands in a workbook for one cell of the report, and where."""

    text: str
    sheet: str
    address: str
    note: str = ""

    def finding(self, value: str, message: str) -> Finding:
        row, column = xl_cell_to_rowcol(self.address)
        return Finding(self.sheet, row + 1, "", value, message, self.address, column)


@dataclass
class Reading:
    """All that a workbook says. `findings`: what is wrong with it, each at its place, and how many
    more there are."""

    revision: int = 0
    cells: dict[int, Found] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    more: int = 0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Reading:
        return cls(
            kept["revision"],
            {int(pk): Found(**one) for pk, one in kept["cells"].items()},
            [Finding(**one) for one in kept["findings"]],
            kept["more"],
        )


def read_offline(sheet: Sheet, book: Book) -> Reading:
    """Read a workbook of this report; one of another report is refused by name."""
    bound = Bound.of(book)
    bound.refuse_other(sheet)
    reading = Reading(bound.revision)
    tables, found = sorted_out(reading, book), layouts(sheet)
    formulas = Formulas(sheet, found)
    for scope, layout in found.items():
        if scope in tables:
            TableReader(reading, tables[scope], layout, bound, formulas).read()
        else:
            words = _(
                "Sheet “%(sheet)s” is missing: what it asks stays as it is in the portal."
            ) % {"sheet": layout.name}
            say(reading, layout.name, words)
    return reading


def say(reading: Reading, sheet: str, words: str, at: tuple[int, int] | None = None) -> None:
    row, column = at or (-1, -1)
    address = xl_rowcol_to_cell(row, column) if at else ""
    if len(reading.findings) < NAMED:
        reading.findings.append(Finding(sheet, row + 1, "", "", words, address, column))
    else:
        reading.more += 1


def sorted_out(reading: Reading, book: Book) -> dict[str, Table]:
    """The sheets that are the report's, by scope; what else there is gets a sentence."""
    tables: dict[str, Table] = {}
    for page in book.sheets:
        if page.name == HIDDEN or not page.rows:
            continue
        table = Table.of(page)
        if table and table.scope == OURS:
            continue
        if table is None:
            words = _("This sheet is not part of the report; nothing in it was read.")
        elif not page.visible:
            words = _("This sheet is hidden; nothing in it was read. Unhide it and upload again.")
        elif len(page.rows) > ROWS:
            words = _("This sheet has more than %(most)s rows; nothing in it was read.")
            words %= {"most": ROWS}
        elif table.scope in tables:
            words = _("This sheet is a copy of “%(sheet)s”; nothing in it was read.")
            words %= {"sheet": tables[table.scope].page.name}
        else:
            tables[table.scope] = table
            continue
        say(reading, page.name, words)
    return tables


class Table:
    """One sheet seen from its corner: codes of rows go down from it, codes of items across."""

    def __init__(self, page: Page, scope: str, corner: tuple[int, int]) -> None:
        self.page, self.scope = page, scope
        self.turned = scope == Scope.TOWNSHIP
        self.top, self.left = self.swap(*corner)

    @classmethod
    def of(cls, page: Page) -> Table | None:
        for row, cells in enumerate(page.rows[:SEARCHED]):
            for column, cell in enumerate(cells[:SEARCHED]):
                if isinstance(cell, str) and cell.startswith(MARK):
                    return cls(page, cell.removeprefix(MARK), (row, column))
        return None

    @cached_property
    def lines(self) -> list[Any]:
        rows = self.page.rows
        return list(zip_longest(*rows, fillvalue="")) if self.turned else rows

    def swap(self, one: int, other: int) -> tuple[int, int]:
        return (other, one) if self.turned else (one, other)

    def address(self, line: int, column: int) -> str:
        return str(xl_rowcol_to_cell(*self.swap(line, column)))

    def cell(self, line: int, column: int) -> Cell:
        cells = self.lines[line]
        return cells[column] if column < len(cells) else ""

    def is_formula(self, line: int, column: int) -> bool:
        return self.swap(line, column) in self.page.formulas

    def mark(self, line: int) -> str:
        return code(self.cell(line, self.left))

    @cached_property
    def columns(self) -> dict[str, list[int]]:
        """Codes of items -> where they stand; more than one place is a copy."""
        found = defaultdict(list)
        for column in range(self.left + 1, len(self.lines[self.top])):
            found[code(self.cell(self.top, column))].append(column)
        return found

    @cached_property
    def marked(self) -> set[int]:
        return {at for mark, places in self.columns.items() if mark for at in places}

    def is_merged(self, line: int, column: int) -> bool:
        row, at = self.swap(line, column)
        ranges = self.page.merged
        return len(ranges) > MERGED or any(
            top <= row <= bottom and left <= at <= right for (top, left), (bottom, right) in ranges
        )

    def filled(self, line: int) -> Iterator[int]:
        """Where something stands in a line, from the corner on."""
        cells = self.lines[line]
        return (at for at in range(self.left + 1, len(cells)) if str(cells[at]).strip())


def code(cell: Cell) -> str:
    return plain(Decimal(repr(cell))) if isinstance(cell, float) else str(cell).strip()


@dataclass
class TableReader:
    """Takes the figures of one sheet out of its table."""

    reading: Reading
    table: Table
    layout: Layout
    bound: Bound
    formulas: Formulas

    def read(self) -> None:
        rows = {row.organization.code: row for row in self.layout.rows}
        seen: dict[str, int] = {}
        for line in range(self.table.top + 1, len(self.table.lines)):
            mark = self.table.mark(line)
            if mark == OURS:
                self.strays(line)
            elif mark not in rows:
                self.foreign(line)
            elif mark in seen:
                self.twice(line, rows[mark], seen[mark])
            elif self.moved(line, mark):
                seen[mark] = line
            else:
                seen[mark] = line
                self.row(line, rows[mark])
        self.missing([row for mark, row in rows.items() if mark not in seen])

    def say(self, line: int, column: int, words: str) -> None:
        say(self.reading, self.table.page.name, words, self.table.swap(line, column))

    # Lines that are not as they were.

    def foreign(self, line: int) -> None:
        if (at := next(self.table.filled(line), None)) is not None:
            words = _(
                "The report has no such row: rows cannot be added here. Nothing in it was taken."
            )
            self.say(line, at, words)

    def twice(self, line: int, row: Row, first: int) -> None:
        words = _("The row of “%(row)s” stands here again; only the first, at %(at)s, was taken.")
        at = self.table.address(first, self.table.left + NAMES)
        self.say(line, self.table.left + NAMES, words % {"row": row.organization.short, "at": at})

    def moved(self, line: int, mark: str) -> bool:
        """The name beside a code is another row's: figures and codes no longer belong together."""
        at = self.table.left + NAMES
        name, own = str(self.table.cell(line, at)).strip(), self.bound.rows.get(mark, "")
        if name == own or name not in self.bound.rows.values():
            return False
        words = _(
            "“%(name)s” stands where “%(own)s” was: rows have been moved. Nothing in this row was"
            " taken. Put the rows back in their order."
        )
        self.say(line, at, words % {"name": name, "own": own})
        return True

    def missing(self, rows: list[Row]) -> None:
        for row in rows:
            words = _("The row of “%(row)s” is missing: it stays as it is in the portal.")
            say(self.reading, self.table.page.name, words % {"row": row.organization.short})

    def strays(self, line: int) -> None:
        """Cells beside the grid that hold something."""
        for at in self.table.filled(line):
            if at not in self.table.marked:
                words = _("This cell lies outside the report; what stands in it was not taken.")
                self.say(line, at, words)

    # Cells.

    def row(self, line: int, row: Row) -> None:
        self.strays(line)
        for item in self.layout.items:
            cell = row.cells.get(item.code)
            places = self.table.columns.get(item.code, [])
            if places and cell is None:
                self.computed(item, row, line, places[0])
            elif places and cell and item.kind != Kind.FILE:
                self.cell(item, cell, line, places[0])

    def computed(self, item: ReportItem, row: Row, line: int, column: int) -> None:
        """A formula that somebody typed over, while the sheet still has others."""
        table, spot = self.table, Spot(self.layout, FIRST, row)
        typed = not table.is_formula(line, column) and table.cell(line, column) != ""
        if typed and table.page.formulas and self.formulas.computed(item, spot):
            words = _("This cell is computed; what was typed over its formula was not taken.")
            self.say(line, column, words)

    def cell(self, item: ReportItem, cell: ReportedCell, line: int, column: int) -> None:
        value, note = self.table.cell(line, column), ""
        if fillable(item):
            if self.table.is_merged(line, column):
                words = _("This cell is merged with others; undo that and fill in each of them.")
                self.say(line, column, words)
                return
            if self.table.is_formula(line, column):
                note = _("Computed by a formula; its value is taken.")
                if isinstance(value, bool) or not isinstance(value, int | float):
                    words = _("This formula or error has no number as its value. Type the figure.")
                    self.say(line, column, words)
                    return
        text = text_of(item, value)
        address = self.table.address(line, column)
        self.reading.cells[cell.pk] = Found(text, self.table.page.name, address, note)


def text_of(item: ReportItem, value: Cell) -> str:
    """A cell as somebody would have typed it."""
    if isinstance(value, str):
        return unguarded(value)
    if isinstance(value, bool):
        return str(int(value)) if item.kind == Kind.YES_NO else str(value).upper()
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return plain(number * 100 if item.kind == Kind.PERCENT else number)
    day = value.date() if isinstance(value, datetime) else value
    return day.isoformat() if isinstance(day, date) else str(value)
