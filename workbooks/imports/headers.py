"""Which sheet, which rows and which columns of a workbook hold the records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.pages import Pages
from portal.tables import RecordTable
from workbooks.excel import Book, Cell, Sheet

SEARCHED = 30  # rows from the top in which a header may stand
FEWEST = 2  # columns that make a header
LONGEST_HEAD = 40  # characters of a heading that are told
NUMBER = "number"  # the column of an export that holds record numbers
TOTALS = re.compile(
    r"(合计|总计|小计|共计|累计|(sub)?total|sum)([::]?[\d.,]*(人|名|个)?)", re.IGNORECASE
)
EXAMPLE = re.compile(r"(示例|example)[:：].*", re.IGNORECASE | re.DOTALL)  # a template's own row
SIGNED = re.compile(
    r"(制表|填表|填报|审核|复核|审批|签字|签章|盖章|单位负责|负责|联系|经办|备注|说明|注|打印|preparedby|"
    r"checkedby|note)[^::]{0,8}[::].*",
    re.IGNORECASE,
)


def folded(cell: Cell) -> str:
    """A header or footer word without width, case, spaces and marks of obligation."""
    text = unicodedata.normalize("NFKC", cell if isinstance(cell, str) else "")
    return "".join(text.split()).strip("*:★").casefold()


def words_of(pages: Pages) -> dict[str, dict[str, int]]:
    """Field -> the words a header may use for it, each with its rank (0 is best)."""
    form: Any = pages.form
    words: dict[str, dict[str, int]] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            labels = {name: labels_of(pages, name) for name in form.base_fields}
            labels[NUMBER] = [str(RecordTable.base_columns[NUMBER].verbose_name)]
        for name, named in labels.items():
            # a column headed "number" is anything but a record number
            for word in named if name == NUMBER else [name, *named]:
                words.setdefault(name, {}).setdefault(folded(word), 0)
    for name, synonyms in form.synonyms.items():
        for rank, word in enumerate(synonyms, 1):
            words[name].setdefault(folded(word), rank)
    return words


def labels_of(pages: Pages, name: str) -> list[str]:
    form: Any = pages.form
    concrete = {one.name: one for one in pages.model._meta.concrete_fields}
    label = form.base_fields[name].label
    return [str(label or name), *([str(concrete[name].verbose_name)] if name in concrete else [])]


@dataclass
class Part:
    """One sheet that fits: where its fields stand, and the rows that hold records."""

    sheet: Sheet
    columns: dict[str, int]
    rows: list[int] = field(default_factory=list)

    def cells(self, name: str) -> list[Cell]:
        column = self.columns[name]
        rows = self.sheet.rows
        return [rows[row][column] if column < len(rows[row]) else "" for row in self.rows]


def parts_of(pages: Pages, book: Book) -> tuple[list[Part], list[str]]:
    """The sheets to import, and remarks on those left out.

    Every visible sheet with all required columns counts; hidden sheets (code lists, mostly) do
    not. Raises Refused naming the columns expected and found, or the one that is missing.
    """
    words = words_of(pages)
    tried = [Try(pages, sheet, words) for sheet in book.sheets if sheet.visible and sheet.rows]
    fitting = [one for one in tried if one.fits]
    if not fitting:
        raise Refused(why_none(pages, book, tried))
    parts = [one.part() for one in fitting]
    if not any(part.rows for part in parts):
        raise Refused(_("“%(file)s” has a header but no rows below it.") % {"file": book.name})
    return parts, remarks(tried)


def remarks(tried: list[Try]) -> list[str]:
    """What of a file is not read: sheets that do not fit, columns that no field takes."""
    left_out = [one.sheet.name for one in tried if not one.fits and one.columns]
    sentence = _("Sheet “%(sheet)s” was left out: its columns do not fit.")
    said = [sentence % {"sheet": name} for name in left_out]
    if unread := dict.fromkeys(head for one in tried if one.fits for head in one.unread()):
        sentence = _("These columns have no field here and were not read: %(columns)s.")
        said.append(sentence % {"columns": ", ".join(unread)})
    return said


class Try:
    """A sheet read as records of a register: the header that fits best, and what it lacks."""

    def __init__(self, pages: Pages, sheet: Sheet, words: dict[str, dict[str, int]]) -> None:
        self.pages, self.sheet = pages, sheet
        candidates = [
            (row, height) for row in range(min(SEARCHED, len(sheet.rows))) for height in (1, 2)
        ]
        found = [(matched(self.header(*at), words), at) for at in candidates]
        self.columns, (self.top, self.height) = max(
            found, key=lambda one: (len(one[0]), -one[1][1], -one[1][0])
        )
        if len(self.columns) < FEWEST:
            self.columns = {}

    def header(self, row: int, height: int) -> list[list[str]]:
        """The words over each column: of a header of two rows the lower, both, the upper."""
        upper = spread(self.sheet, row)
        if height == 1 or row + 1 >= len(self.sheet.rows):
            return [[word] for word in upper]
        lower = [folded(cell) for cell in self.sheet.rows[row + 1]]
        wide = max(len(upper), len(lower))
        upper += [""] * (wide - len(upper))
        lower += [""] * (wide - len(lower))
        return [
            [low, high + low, low + high] if low else [high]
            for high, low in zip(upper, lower, strict=True)
        ]

    @property
    def missing(self) -> list[str]:
        form: Any = self.pages.form
        given = {one.name for one in self.pages.model._meta.concrete_fields if one.has_default()}
        needed = [n for n, one in form.base_fields.items() if one.required and n not in given]
        key = self.pages.model.key
        if len(key) == 1 and key[0] in form.base_fields and key[0] not in needed:
            needed.append(key[0])
        return [name for name in needed if name not in self.columns]

    @property
    def fits(self) -> bool:
        if not self.columns:
            return False
        return not self.missing or (NUMBER in self.columns and self.all_numbered())

    def unread(self) -> list[str]:
        """The headings, as they were typed, of the columns that no field takes."""
        heads: dict[int, str] = {}
        for row in self.sheet.rows[self.top : self.top + self.height]:
            heads |= {n: " ".join(cell.split()) for n, cell in enumerate(row) if folded(cell)}  # type: ignore[union-attr]
        taken = self.columns.values()
        return [head[:LONGEST_HEAD] for n, head in sorted(heads.items()) if n not in taken]

    def all_numbered(self) -> bool:
        part = self.part()
        return bool(part.rows) and all(cell != "" for cell in part.cells(NUMBER))

    def part(self) -> Part:
        part = Part(self.sheet, self.columns)
        first = self.top + self.height
        fill_down(self.sheet, first, set(self.columns.values()))
        header = self.sheet.rows[self.top]
        keys = [self.columns[name] for name in self.pages.model.key if name in self.columns]
        for row in range(first, len(self.sheet.rows)):
            cells = self.sheet.rows[row]
            if row == first and is_example(cells):
                continue
            if cells != header and not is_blank(cells) and not is_footer(cells, keys):
                part.rows.append(row)
        return part


def matched(header: list[list[str]], words: dict[str, dict[str, int]]) -> dict[str, int]:
    """Field -> column. Of several columns for one field the best word wins, then the leftmost."""
    found: dict[str, tuple[int, int]] = {}
    for column, heads in enumerate(list(variants(one)) for one in header):
        choices = [
            (known[head], name) for name, known in words.items() for head in heads if head in known
        ]
        if choices:
            rank, name = min(choices)
            found[name] = min(found.get(name, (rank, column)), (rank, column))
    return {name: column for name, (_rank, column) in found.items()}


def variants(heads: list[str]) -> Iterable[str]:
    """A header word, also without what stands in brackets behind it."""
    for head in heads:
        if head:
            yield head
            if bare := re.sub(r"[((\[【].*[))\]】]$", "", head):
                yield bare


def spread(sheet: Sheet, row: int) -> list[str]:
    """The folded words of a row, a merged head repeated over its columns."""
    heads = [folded(cell) for cell in sheet.rows[row]]
    for (top, left), (_bottom, right) in sheet.merged:
        if top == row and right > left and left < len(heads) and row + 1 < len(sheet.rows):
            for column in range(left + 1, min(right + 1, len(heads))):
                heads[column] = heads[column] or heads[left]
    return heads


def fill_down(sheet: Sheet, first: int, columns: set[int]) -> None:
    """Write the value of each vertically merged cell into all its rows."""
    for (top, left), (bottom, right) in sheet.merged:
        if bottom > top >= first and left == right and left in columns:
            cells = sheet.rows[top]
            value = cells[left] if left < len(cells) else ""
            for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
                if left < len(sheet.rows[row]):
                    sheet.rows[row][left] = value


def is_blank(cells: list[Cell]) -> bool:
    return all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def is_example(cells: list[Cell]) -> bool:
    """The row that our templates show below the header."""
    return bool(cells) and bool(EXAMPLE.match(str(cells[0]).strip()))


def is_footer(cells: list[Cell], keys: list[int]) -> bool:
    """A total or a line for signatures: such a word stands first, and no key beside it."""
    first = next((n for n, cell in enumerate(cells) if folded(cell)), None)
    if first is None:
        return False
    if any(column != first and column < len(cells) and cells[column] != "" for column in keys):
        return False
    word = "".join(unicodedata.normalize("NFKC", str(cells[first])).split())
    return bool(TOTALS.fullmatch(word) or SIGNED.fullmatch(word))


def why_none(pages: Pages, book: Book, tried: list[Try]) -> str:
    """Nothing fits: say whether a column is missing or the whole table is another one."""
    best = max(tried, key=lambda one: len(one.columns), default=None)
    form: Any = pages.form
    label = {name: str(one.label or name) for name, one in form.base_fields.items()}
    if best is None:
        return _("“%(file)s” is empty.") % {"file": book.name}
    required = [name for name, one in form.base_fields.items() if one.required]
    if best.columns and len(best.missing) * 2 <= len(required):
        return _("“%(file)s”, sheet “%(sheet)s”: no column for %(missing)s.") % {
            "file": book.name,
            "sheet": best.sheet.name,
            "missing": ", ".join(label[name] for name in best.missing),
        }
    found = [str(cell) for cell in widest(best.sheet) if isinstance(cell, str) and cell.strip()]
    return _(
        "“%(file)s” has no header row for %(register)s. Expected columns such as %(expected)s; "
        "found %(found)s."
    ) % {
        "file": book.name,
        "register": pages.label,
        "expected": ", ".join(label[name] for name in best.missing or list(label)[:8]),
        "found": ", ".join(" ".join(word.split())[:20] for word in found[:12]) or "–",
    }


def widest(sheet: Sheet) -> list[Cell]:
    """The row near the top with the most words: what its author took for the header."""
    rows = sheet.rows[:SEARCHED]
    return max(rows, key=lambda cells: sum(isinstance(c, str) and bool(c.strip()) for c in cells))
