"""A branch's sheet of dues read: which column is which month, who each row is, what it adds up to.
Nothing is written here, and nothing guessed: what is in doubt becomes a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from funding.actions.dues_books import MARK, month_names
from funding.actions.dues_months import Key, amount_of
from funding.actions.sheet_totals import amount_in, is_total, typed
from funding.models import DuesBase
from portal.errors import Refused
from portal.fields import hide
from workbooks.excel import Book, Cell, Sheet
from workbooks.excel.writing import unguarded
from workbooks.imports.headers import folded, is_blank, is_footer, spread, variants

SEARCHED, DOZEN = 30, 12  # rows from the top in which the heads may stand
WORDS = {
    "name": ("姓名", "党员姓名", "党员", "缴费人", "缴纳人", "name", "member"),
    "branch": ("党支部", "所在支部", "所在党支部", "支部", "党组织", "支部名称", "branch"),
    "due": (
        *("月应缴", "每月应缴", "月应交", "每月应交", "应缴", "应交", "月缴额", "月应缴党费"),
        *("月应缴额", "每月应缴党费", "月缴纳党费", "应缴党费", "dueamonth"),
    ),
    "total": ("合计", "全年合计", "年合计", "实缴合计", "总计", "全年实缴", "小计", "total"),
    "note": ("备注", "补缴原因", "补交原因", "补交说明", "说明", "note", "whysolate"),
    "number": ("编号", "序号", "no."),
}
MONTH = re.compile(
    r"(?:(\d{4})年)?(\d{1,2}|[元一二三四五六七八九十]{1,2})月(?:份)?"
    r"(?:实缴|实交|已缴|已交|缴纳|缴费|党费|金额|数)*"
)
ENGLISH = re.compile(r"(\d{1,2})\(month\)")
CHINESE = {word: n for n, word in enumerate("一二三四五六七八九十", 1)}
CHINESE |= {"元": 1, "十一": 11, "十二": 12}
OWN = re.compile(r"#(\d{1,18})")
TITLED = re.compile(r"(?<!\d)(20\d\d)年(?!\d+月)")  # not the day on which it was made


@dataclass(frozen=True)
class Finding:
    """A place in a workbook and what is the matter with it."""

    at: str
    who: str
    words: str


@dataclass
class Reading:
    """What a workbook says. `asked`: sums that differ, to be compared by whoever sent it."""

    year: int
    revision: int | None = None
    amounts: dict[Key, Decimal] = field(default_factory=dict)
    why: dict[int, str] = field(default_factory=dict)
    places: dict[Key, str] = field(default_factory=dict)
    wrong: list[Finding] = field(default_factory=list)
    asked: list[Finding] = field(default_factory=list)
    told: list[Finding] = field(default_factory=list)


def read_dues_book(book: Book, year: int, bases: Iterable[DuesBase]) -> Reading:
    """Every visible sheet with names and months. Raises Refused where there is none, or where it is
    another year's."""
    reading, members = Reading(year), Members(bases)
    tables = [Table(sheet, reading, members) for sheet in book.sheets if sheet.visible]
    fitting = [one for one in tables if one.months and "name" in one.columns]
    if not fitting:
        raise Refused(
            _(
                "No table of dues was found: it needs a column of names (姓名) and columns of "
                "months (1月 … 12月) in one row of heads."
            )
        )
    for table in fitting:
        table.read()
    return reading


def text_of(cell: Cell) -> str:
    return unguarded(typed(cell)) if cell != "" else ""


def plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


class Members:
    """Who owes dues in the place, by number and by name."""

    def __init__(self, bases: Iterable[DuesBase]) -> None:
        self.by_number = {one.pk: one for one in bases}
        self.by_name: dict[str, list[DuesBase]] = defaultdict(list)
        for one in self.by_number.values():
            self.by_name[plain(one.person.name)].append(one)
        self.rows: dict[int, str] = {}  # who was found already, and where

    def find(self, name: str, own: str, digits: str, branch: str) -> DuesBase:
        """The member that a row is about. Raises Refused with the sentence why it is nobody."""
        found = self.numbered(own, name) if own else self.named(name, digits, branch)
        number = found.person.id_number or ""
        if digits and number and not number.endswith(digits):
            words = _("The ID number of %(name)s ends in %(tail)s here, not in %(digits)s.")
            said = {"name": name, "tail": number[-4:], "digits": digits[-4:]}
            raise Refused(words % said)
        return found

    def once(self, base: DuesBase, at: str) -> None:
        if base.pk in self.rows:
            words = _("This member stands in %(row)s already.")
            raise Refused(words % {"row": self.rows[base.pk]})
        self.rows[base.pk] = at

    def numbered(self, own: str, name: str) -> DuesBase:
        found = self.by_number.get(int(own))
        if found is None:
            raise Refused(_("Nobody has the number #%(own)s in this year here.") % {"own": own})
        if plain(found.person.name) not in variants([plain(name)]):
            words = _(
                "Number %(own)s is %(found)s, the sheet says %(name)s: was a column sorted alone?"
            )
            raise Refused(words % {"own": own, "found": found.person, "name": name})
        return found

    def named(self, name: str, digits: str, branch: str) -> DuesBase:
        names = [one for one in variants([plain(name)]) if one in self.by_name]
        known = self.by_name[names[0]] if names else []
        if not known:
            raise Refused(_("Nobody of this name owes dues in this year here."))
        found = narrowed(known, lambda one: in_branch(one, branch))
        found = narrowed(found, lambda one: ends(one, digits))
        if len(found) > 1:
            tails = ", ".join(sorted((one.person.id_number or "–")[-4:] for one in found))
            words = _(
                "%(n)s members are called %(name)s here: add a column with the last digits of the "
                "ID number (%(tails)s)."
            )
            raise Refused(words % {"n": len(found), "name": name, "tails": tails})
        return found[0]


def narrowed(known: list[DuesBase], fits: Any) -> list[DuesBase]:
    """Those that fit, if any does."""
    return [one for one in known if fits(one)] or known if len(known) > 1 else known


def in_branch(base: DuesBase, branch: str) -> bool:
    place = base.organization
    return bool(branch) and any(
        plain(word) in branch or branch in plain(word) for word in (place.name, place.short)
    )


def ends(base: DuesBase, digits: str) -> bool:
    return bool(digits) and (base.person.id_number or "").endswith(digits)


def digits_of(cell: Cell) -> str:
    """The digits by which an ID number is told: of a masked one those behind the stars."""
    text = text_of(cell).upper()
    found: list[str] = re.findall(r"[0-9X]+", text)
    if not found:
        return ""
    return found[-1].zfill(4) if isinstance(cell, float | int) else found[-1]


class Table:
    """One sheet of a workbook."""

    def __init__(self, sheet: Sheet, reading: Reading, members: Members) -> None:
        self.sheet, self.reading, self.members = sheet, reading, members
        self.columns: dict[str, int] = {}
        self.months: dict[int, int] = {}
        self.first = 0
        self.sums: dict[int, Decimal] = defaultdict(Decimal)
        self.doubtful: set[int] = set()  # columns with a cell that is no amount
        for row in range(min(SEARCHED, len(sheet.rows))):
            for height in (1, 2):
                self.try_heads(row, height)

    def try_heads(self, row: int, height: int) -> None:
        texts = spread(self.sheet, row)
        if height > 1 and row + 1 < len(self.sheet.rows):
            lower = [folded(cell) for cell in self.sheet.rows[row + 1]]
            texts = [low or high for low, high in zip_longest(lower, texts, fillvalue="")]
        months: dict[int, int] = {}
        columns: dict[str, int] = {}
        for column, text in enumerate(texts):
            if month := self.month_of(text):
                months.setdefault(month, column)
            elif word := kind_of(text):
                columns.setdefault(word, column)
        if ("name" in columns, len(months)) > ("name" in self.columns, len(self.months)):
            self.columns, self.months, self.first = columns, months, row + height

    def month_of(self, text: str) -> int:
        for head in variants([text]):
            if found := MONTH.fullmatch(head):
                self.refuse_year(found[1])
                number = CHINESE.get(found[2]) or (int(found[2]) if found[2].isdigit() else 0)
                return number if 1 <= number <= DOZEN else 0
        own = ENGLISH.fullmatch(text)
        return int(own[1]) if own and 1 <= int(own[1]) <= DOZEN else 0

    def refuse_year(self, year: str | None) -> None:
        if year and int(year) != self.reading.year:
            words = _("Sheet “%(sheet)s” is of %(other)s; this is the page of %(year)s.")
            said = {"sheet": self.sheet.name, "other": year, "year": self.reading.year}
            raise Refused(words % said)

    def read(self) -> None:
        self.above()
        keys = [self.columns["name"]]
        for number in range(self.first, len(self.sheet.rows)):
            cells = self.sheet.rows[number]
            if is_blank(cells):
                continue
            if is_footer(cells, keys):
                self.compare_foot(number, cells)
            elif text_of(self.cell(cells, "name")):
                self.line(number, cells)

    def above(self) -> None:
        """What stands over the heads: our own codes, or a title with its year."""
        for cells in self.sheet.rows[: self.first]:
            mark, revision, year = [*map(text_of, cells[:3]), "", "", ""][:3]
            if mark == MARK and revision.isdecimal():
                self.refuse_year(year)
                known = self.reading.revision or int(revision)
                self.reading.revision = min(known, int(revision))
            years = [year for cell in cells for year in TITLED.findall(plain(str(cell)))]
            if years and f"{self.reading.year}" not in years:
                self.refuse_year(years[0])

    def cell(self, cells: list[Cell], what: str) -> Cell:
        column = self.columns.get(what, len(cells))
        return cells[column] if column < len(cells) else ""

    def at(self, number: int, column: int | None = None) -> str:
        name = xl_col_to_name(column) if column is not None else ""
        return f"{self.sheet.name} {name}{number + 1}"

    def line(self, number: int, cells: list[Cell]) -> None:
        name = hide(text_of(self.cell(cells, "name")))
        own = OWN.fullmatch(text_of(self.cell(cells, "number")))
        branch = plain(text_of(self.cell(cells, "branch")) or self.sheet.name)
        try:
            digits = digits_of(self.cell(cells, "id"))
            base = self.members.find(name, own[1] if own else "", digits, branch)
            self.members.once(base, self.at(number))
        except Refused as no:
            self.reading.wrong.append(Finding(self.at(number), name, str(no)))
            self.count(cells)
            return
        self.months_of(number, cells, base)

    def count(self, cells: list[Cell]) -> None:
        """A row that is not taken counts in the sheet's own totals all the same."""
        for column in self.months.values():
            amount = amount_in(cells[column]) if column < len(cells) else Decimal(0)
            self.doubtful |= {column} if amount is None else set()
            self.sums[column] += amount or 0

    def months_of(self, number: int, cells: list[Cell], base: DuesBase) -> None:
        whole: Decimal | None = Decimal(0)
        for month, column in self.months.items():
            text = text_of(cells[column]) if column < len(cells) else ""
            try:
                amount = amount_of(text, base.due)
            except ValidationError as no:
                self.doubtful.add(column)
                whole = None
                who = f"{base.person} · {month_names()[month - 1]}"
                said = " ".join(no.messages)
                self.reading.wrong.append(Finding(self.at(number, column), who, said))
                continue
            if amount is not None:
                self.reading.amounts[base.pk, month] = amount
                self.reading.places[base.pk, month] = self.at(number, column)
                self.sums[column] += amount
                whole = None if whole is None else whole + amount
        self.beside(number, cells, base, whole)

    def beside(self, number: int, cells: list[Cell], base: DuesBase, whole: Decimal | None) -> None:
        """The row's own total, what it says is due, and its note."""
        if why := text_of(self.cell(cells, "note")):
            self.reading.why[base.pk] = why
        said, due = (self.amount(cells, what) for what in ("total", "due"))
        if said is not None and whole is not None and said != whole:
            self.ask(self.at(number, self.columns["total"]), str(base.person), said, whole)
        if due is not None and due != base.due:
            words = _(
                "The sheet says %(said)s yuan are due a month, the portal %(due)s. This is not "
                "taken over: change it in the dues of the member."
            )
            words %= {"said": f"{due:,.2f}", "due": f"{base.due:,.2f}"}
            at = self.at(number, self.columns["due"])
            self.reading.told.append(Finding(at, str(base.person), words))

    def amount(self, cells: list[Cell], what: str) -> Decimal | None:
        """The amount of such a column; None where there is none."""
        cell = self.cell(cells, what)
        return None if cell == "" else amount_in(cell)

    def compare_foot(self, number: int, cells: list[Cell]) -> None:
        """The sheet's own total of each month against its rows."""
        if not is_total(cells):
            return
        for month, column in self.months.items():
            said = amount_in(cells[column]) if column < len(cells) and cells[column] != "" else None
            if said is not None and column not in self.doubtful and said != self.sums[column]:
                self.ask(self.at(number, column), month_names()[month - 1], said, self.sums[column])

    def ask(self, at: str, who: str, said: Decimal, whole: Decimal) -> None:
        words = _("The sheet says %(said)s in all, its months come to %(whole)s.")
        told = words % {"said": f"{said:,.2f}", "whole": f"{whole:,.2f}"}
        self.reading.asked.append(Finding(at, who, told))


def kind_of(text: str) -> str:
    """What a column holds, by its head; "" where that is not known."""
    if "身份证" in text or text == "lastdigitsoftheidnumber":
        return "id"
    heads = list(variants([text]))
    return next((kind for kind, words in WORDS.items() if any(one in words for one in heads)), "")
