"""The sheets of the consolidation workbook: organizations by item, sums and shares as formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from assessments.actions.reports.columns import Column, Figure
from assessments.actions.reports.consolidation import Consolidation
from assessments.actions.targets.looks import EDGE
from assessments.models import ReportItem
from assessments.models.expressions import Share
from workbooks.excel.writing import cell_text

if TYPE_CHECKING:
    from assessments.actions.targets.looks import Looks

Kind = ReportItem.Kind
NUMBER, PLACE, VILLAGE, FIRST = 0, 1, 2, 3
SECTION, NAME, PART, TOTAL = 2, 3, 4, 5  # rows
MOST = 200  # parts of one sum: Excel takes 255
Part = tuple[Any, Figure]  # where a row's figures come from


@dataclass
class Block:
    """The columns of an item: its figure (one for each option), then reported and asked."""

    column: Column
    at: int
    options: list[str] = field(default_factory=list)

    @property
    def known(self) -> int:
        return self.at + max(1, len(self.options))

    @property
    def asked(self) -> int:
        return self.known + 1


class Blocks:
    """Where the items of a sheet stand."""

    def __init__(self, looks: Looks, columns: list[Column]) -> None:
        self.all: list[Block] = []
        at = FIRST
        for column in columns:
            options = column.item.options if column.item.kind == Kind.CHOICE else []
            self.all.append(Block(column, at, options))
            at = self.all[-1].asked + 1
        self.by_code = {block.column.code: block for block in self.all}
        self.width = at
        self.small = looks.book.add_format(EDGE | {"font_color": "#777777"})
        self.looks = looks

    def shape(self, column: Column, strong: bool) -> Any:
        if column.share or column.item.kind == Kind.PERCENT:
            return self.looks.number("0.0%", strong)
        return self.looks.number("#,##0.####" if fractions(column) else "#,##0", strong)


def fractions(column: Column) -> bool:
    return column.item.kind == Kind.DECIMAL or bool(column.item.computed)


@dataclass(frozen=True)
class Sheet:
    """What the functions below write on."""

    page: Any
    looks: Looks
    found: Consolidation
    blocks: Blocks


def figure_sheet(
    page: Any, looks: Looks, found: Consolidation, blocks: Blocks, *, deep: bool
) -> int:
    """The total, then each organization right below with what stands below that; returns how many
    rows were written."""
    sheet = Sheet(page, looks, found, blocks)
    heading(sheet)
    tops, row = [], TOTAL
    for number, (line, below) in enumerate(grouped(found, deep), 1):
        row += 1
        tops.append(row)
        inner = []
        for place in below:
            row += 1
            inner.append(row)
            write_row(sheet, row, ("", line.short, place.short), place.pk, [])
            page.set_row(row, None, None, {"level": 1})
        if inner:
            row, inner = rest(sheet, row, inner, line.pk, [place.pk for place in below], line.short)
        write_row(sheet, tops[-1], (number, line.short, ""), line.pk, inner)
    places = [line.organization.pk for line in found.lines()]
    row, tops = rest(sheet, row, tops, found.top.pk, places, found.top.short)
    write_row(sheet, TOTAL, ("", str(found.top), _("Total")), found.top.pk, tops)
    page.autofilter(PART, 0, row, blocks.width - 1)
    return row - TOTAL + 1


def grouped(found: Consolidation, deep: bool) -> Iterator[tuple[Any, list[Any]]]:
    """Each organization right below the top, and what stands below it."""
    lines = found.lines(deep=deep and found.tree.parents.get(found.top.pk) is None)
    above: Any = None
    below: list[Any] = []
    for line in lines:
        if line.depth:
            below.append(line.organization)
            continue
        if above:
            yield above, below
        above, below = line.organization, []
    if above:
        yield above, below


def heading(sheet: Sheet) -> None:
    page, looks, found, blocks = sheet.page, sheet.looks, sheet.found, sheet.blocks
    page.write_string(0, 0, cell_text(f"{found.span.form.template} · {found.top}"), looks.label)
    page.write_string(1, 0, str(found.span), looks.label)
    for column, (word, width) in enumerate(
        ((_("No."), 5), (_("Organization"), 22), (_("Village"), 18))
    ):
        page.set_column(column, column, width)
        page.merge_range(SECTION, column, PART, column, word, looks.head)
    for title, run in groupby(blocks.all, key=lambda block: block.column.item.section_label):
        members = list(run)
        merged(page, SECTION, members[0].at, members[-1].asked, title, looks.head)
    for block in blocks.all:
        item_heading(sheet, block)
    page.set_row(NAME, 34)
    page.set_row(PART, 30)
    page.freeze_panes(TOTAL, FIRST)
    page.repeat_rows(SECTION, PART)
    page.repeat_columns(NUMBER, VILLAGE)


def item_heading(sheet: Sheet, block: Block) -> None:
    page, looks, item = sheet.page, sheet.looks, block.column.item
    unit = f" ({item.unit_label})" if item.unit_label else ""
    counts = _("last quarter")
    last = f" · {counts}" if block.column.last and not sheet.found.span.single else ""
    merged(page, NAME, block.at, block.asked, f"{item.label}{unit}{last}", looks.head)
    figures = item.option_labels if block.options else [_("Figure")]
    for at, word in enumerate(figures, block.at):
        page.write_string(PART, at, cell_text(word), looks.head)
    page.write_string(PART, block.known, _("Reported"), looks.head)
    page.write_string(PART, block.asked, _("Asked"), looks.head)
    page.set_column(block.at, block.known - 1, 12)
    page.set_column(block.known, block.asked, 7, None, {"level": 1})


def merged(page: Any, row: int, first: int, last: int, text: str, look: Any) -> None:
    page.merge_range(row, first, row, last, "", look)
    page.write_string(row, first, cell_text(text), look)


def rest(
    sheet: Sheet, row: int, inner: list[int], whole: int, parts: list[int], name: str
) -> tuple[int, list[int]]:
    """A row for what belongs to none of the parts: the committee itself, units that are gone."""
    left = {}
    for block in sheet.blocks.all:
        if not block.column.item.computed:
            figure = sheet.found.figure(whole, block.column.code)
            rows = [sheet.found.figure(part, block.column.code) for part in parts]
            left[block.column.code] = without(figure, rows)
    if not any(figure.asked for figure in left.values()):
        return row, inner
    row += 1
    names(sheet, row, ("", name, _("(itself and others)")), False)
    for block in sheet.blocks.all:
        known = left.get(block.column.code)
        write_figure(sheet, row, block, known or Figure(block.column), [], False)
    return row, [*inner, row]


def without(whole: Figure, parts: list[Figure]) -> Figure:
    asked = whole.asked - sum(part.asked for part in parts)
    known = whole.known - sum(part.known for part in parts)
    value = (whole.value or Decimal(0)) - sum((part.value or Decimal(0)) for part in parts)
    spread = dict(whole.spread or {})
    for part in parts:
        for word, count in (part.spread or {}).items():
            spread[word] = spread.get(word, 0) - count
    kept = {word: count for word, count in spread.items() if count} if whole.spread else None
    return Figure(whole.column, asked, known, value if known else None, kept)


def names(sheet: Sheet, row: int, words: tuple[Any, str, str], strong: bool) -> None:
    number, name, village = words
    page, text = sheet.page, sheet.looks.bold if strong else sheet.looks.small
    if number == "":
        page.write_blank(row, NUMBER, None, text)
    else:
        page.write_number(row, NUMBER, number, text)
    page.write_string(row, PLACE, cell_text(name), text)
    page.write_string(row, VILLAGE, cell_text(village), text)


def write_row(
    sheet: Sheet, row: int, words: tuple[Any, str, str], place: int, inner: list[int]
) -> None:
    """An organization's figures: sums of the `inner` rows where it has some."""
    strong = words[2] == "" or row == TOTAL
    names(sheet, row, words, strong)
    for block in sheet.blocks.all:
        figure = sheet.found.figure(place, block.column.code)
        write_figure(sheet, row, block, figure, inner, strong)


def write_figure(
    sheet: Sheet, row: int, block: Block, figure: Figure, inner: list[int], strong: bool
) -> None:
    page, blocks, column = sheet.page, sheet.blocks, block.column
    look = blocks.shape(column, strong)
    if column.item.computed:
        write_computed(sheet, row, block, figure, look)
        return
    for at, number in ((block.known, figure.known), (block.asked, figure.asked)):
        formula = f"={summed(inner, at)}" if inner else ""
        write(page, (row, at), number if figure.asked else None, blocks.small, formula)
    for at, number in numbers(block, figure):
        known = xl_rowcol_to_cell(row, block.known)
        adds = inner and (block.options or not column.spread)
        formula = f'=IF({known}=0,"",{summed(inner, at)})' if adds else ""
        write(page, (row, at), number, look, formula)


def write(page: Any, at: tuple[int, int], number: Any, look: Any, formula: str) -> None:
    """A formula with its value beside it, or the value alone."""
    if formula:
        page.write_formula(*at, formula, look, "" if number is None else number)
    else:
        page.write(*at, number, look)


def summed(rows: list[int], column: int) -> str:
    """The sum of rows: neighbours as ranges, and texts among them are nothing to SUM."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    cells = [xl_range(first, column, last, column) for first, last in runs]
    sums = [",".join(cells[at : at + MOST]) for at in range(0, len(cells), MOST)]
    return sums_of(sums) if len(sums) > 1 else f"SUM({sums[0]})"


def sums_of(sums: list[str]) -> str:
    return f"SUM({','.join(f'SUM({one})' for one in sums)})"


def numbers(block: Block, figure: Figure) -> Iterator[tuple[int, Any]]:
    """(column, what stands in it): numbers, or the range of typed percentages in words."""
    if block.options:
        for at, word in enumerate(block.options, block.at):
            yield at, (figure.spread or {}).get(word, 0) if figure.known else None
    elif figure.spread is not None:
        typed = [Decimal(text) for text in figure.spread]
        yield block.at, float(typed[0]) / 100 if len(typed) == 1 else figure.text
    else:
        yield block.at, None if figure.value is None else float(figure.value)


def write_computed(sheet: Sheet, row: int, block: Block, figure: Figure, look: Any) -> None:
    """From the row's own cells where its parts stand on this sheet, else the number."""
    page, column = sheet.page, block.column
    parts = {word: sheet.blocks.by_code.get(code) for word, code in column.parts.items()}
    here = all(word == column.parts[word] and part for word, part in parts.items())
    value = None if figure.value is None else float(figure.value) / (100 if column.share else 1)
    if not here or not parts:
        for at, number in ((block.at, value), (block.known, figure.known or None)):
            page.write(row, at, number, look if at == block.at else sheet.blocks.small)
        page.write(row, block.asked, figure.asked or None, sheet.blocks.small)
        return
    blocks = {word: part for word, part in parts.items() if part}
    formula = formula_of(column, {w: xl_rowcol_to_cell(row, b.at) for w, b in blocks.items()})
    page.write_formula(row, block.at, formula, look, "" if value is None else value)
    known = ",".join(xl_rowcol_to_cell(row, part.known) for part in blocks.values())
    asked = ",".join(xl_rowcol_to_cell(row, part.asked) for part in blocks.values())
    page.write_formula(row, block.known, f"=MIN({known})", sheet.blocks.small, figure.known)
    page.write_formula(row, block.asked, f"=MAX({asked})", sheet.blocks.small, figure.asked)


def formula_of(column: Column, cells: dict[str, str]) -> str:
    """The item's own formula over cells of its row; empty while one of them is."""
    rule: Any = column.item.computed
    empty = ",".join(f'{cell}=""' for cell in cells.values())
    if isinstance(rule, Share):
        part, whole = cells[rule.part], cells[rule.whole]
        return f'=IF(OR({empty},N({whole})=0),"",{part}/{whole})'
    terms = "".join(f"{'+' if n >= 0 else '-'}{abs(n)}*{cells.get(w, 1)}" for n, w in rule.terms)
    return f'=IF(OR({empty}),"",{terms})'
