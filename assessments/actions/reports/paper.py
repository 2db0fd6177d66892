"""A report as it goes on paper: its figures cut into A4 pages.

The pages are cut here because browsers number printed pages only since Chromium 131, and the portal
promises 86: every page is a block of its own height that carries its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import groupby
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from assessments.actions.reports.rows import Sums
from assessments.actions.reports.sheets import SCOPES, shown
from assessments.models import ReportItem, ReportSection
from organizations.models.naming import in_language

Kind, Scope = ReportItem.Kind, ReportSection.Scope
APART = {Kind.TEXT, Kind.FILE}  # too long for a column
CJK = "\u2e80"  # from here on letters are square
LETTER = 1.75  # millimetres that a Latin letter is wide; a Chinese one takes two of them
NAME, LINE, PADDING = 30, 4.2, 2.0  # millimetres: the name column, a line of text, around a row
TITLE, TOP, SECTION, SIGNATURES, FOOT = 31, 9, 9, 24, 4
TOGETHER = 3  # rows of a table that stand with its heading
Item = dict[str, Any]


@dataclass(frozen=True)
class Format:
    """A4 one way or the other, without its margins, in millimetres."""

    name: str
    width: int
    height: int
    columns: int


PORTRAIT = Format("portrait", 182, 269, 8)
LANDSCAPE = Format("landscape", 269, 182, 13)
FORMATS = {one.name: one for one in (PORTRAIT, LANDSCAPE)}


@dataclass
class Row:
    name: str
    cells: list[str]
    total: bool = False


@dataclass
class Part:
    """A table, or what is left of one, on one page."""

    title: str
    heads: list[tuple[str, str]]
    continued: bool = False
    rows: list[Row] = field(default_factory=list)
    kind: str = "figures"


@dataclass
class Leaf:
    """One page."""

    number: int
    parts: list[Part] = field(default_factory=list)
    signed: bool = False


class Paper:
    """The pages of a report, from the figures of a copy (`figures_of`, ReportCopy.figures)."""

    def __init__(
        self, figures: dict[str, Any], items: Iterable[ReportItem], name: str = ""
    ) -> None:
        self.figures = figures
        self.items: dict[str, ReportItem] = {item.code: item for item in items}
        self.format = FORMATS.get(name) or self.fitting

    @property
    def fitting(self) -> Format:
        """Upright where no table needs more width."""
        widths = [len(items) for _title, scope, items in self.sections if scope != Scope.TOWNSHIP]
        return PORTRAIT if max(widths, default=0) <= PORTRAIT.columns else LANDSCAPE

    @cached_property
    def sections(self) -> list[tuple[str, str, list[Item]]]:
        """(title, scope, items) in the order of the form."""
        runs = groupby(self.figures["items"], key=lambda item: (item["section"], item["scope"]))
        found = []
        for (title, scope), members in runs:
            items = list(members)
            found.append((in_language(title, items[0]["section_en"]), scope, items))
        return found

    def rows(self, scope: str) -> list[dict[str, Any]]:
        return [row for row in self.figures["rows"] if row["scope"] == scope]

    def said(self, item: Item, text: str) -> str:
        """What stands in a cell, in the reader's language."""
        known = self.items.get(item["code"])
        if known and known.kind == Kind.CHOICE:
            return dict(zip(known.options, known.option_labels, strict=True)).get(text, text)
        if item["kind"] == Kind.YES_NO:
            return {"是": _("yes"), "否": _("no")}.get(text, text)
        return text if item["kind"] in ReportItem.WORDS else grouped(text)

    # Tables.

    def tables(self) -> Iterator[Part]:
        for title, scope, items in self.sections:
            columns = [item for item in items if item["kind"] not in APART]
            if scope == Scope.TOWNSHIP:
                yield self.own(title, columns)
                continue
            pieces = ceil(len(columns) / self.format.columns) or 1
            width = ceil(len(columns) / pieces) or 1
            for at in range(0, len(columns), width):
                yield self.table(title, scope, columns[at : at + width], bool(at))
        yield from self.texts()

    def own(self, title: str, items: list[Item]) -> Part:
        """What is asked of the township itself: a line for each item."""
        cells: dict[str, str] = next((row["cells"] for row in self.rows(Scope.TOWNSHIP)), {})
        lines = [
            Row(named(item), [unit(item), self.said(item, cells.get(item["code"], ""))])
            for item in items
        ]
        return Part(
            title, [(_("Item"), ""), (_("Unit"), ""), (_("Figure"), "")], rows=lines, kind="own"
        )

    def table(self, title: str, scope: str, items: list[Item], continued: bool) -> Part:
        heads = [(_("Village") if scope == Scope.VILLAGE else _("Branch"), "")]
        heads += [(named(item), unit(item)) for item in items]
        rows = [
            Row(
                row["name"], [self.said(item, row["cells"].get(item["code"], "")) for item in items]
            )
            for row in self.rows(scope)
        ]
        sums = self.sums(scope)
        totals = Row(_("Total"), [self.total(item, sums) for item in items], total=True)
        return Part(title, heads, continued, [*rows, totals] if rows else [])

    def sums(self, scope: str) -> Sums:
        found: dict[str, Decimal | None] = {}
        for code, item in self.items.items():
            if item.counted and not item.computed:
                texts = [row["cells"].get(code, "") for row in self.rows(scope)]
                numbers = [n for text in texts if (n := number(text, item)) is not None]
                found[code] = sum(numbers, Decimal(0)) if numbers else None
        return Sums(self.items, found)

    def total(self, item: Item, sums: Sums) -> str:
        known = self.items.get(item["code"])
        return shown(known, sums[known.code]) if known else ""

    def texts(self) -> Iterator[Part]:
        """What was written, by organization, under the tables."""
        asked = [item for item in self.figures["items"] if item["kind"] in APART]
        rows = [
            Row(row["name"], [named(item), row["cells"][item["code"]]])
            for scope in reversed(SCOPES)
            for row in self.rows(scope)
            for item in asked
            if item["scope"] == scope and row["cells"].get(item["code"])
        ]
        if rows:
            heads = [(_("Organization"), ""), (_("Item"), ""), (_("Text"), "")]
            yield Part(_("Notes"), heads, rows=rows, kind="words")

    # Pages.

    def leaves(self) -> list[Leaf]:
        """Everything on as few pages as hold it; the last one has room for the signatures."""
        cut = Cutting(self.format)
        for part in self.tables():
            cut.put(part)
        cut.sign()
        return cut.leaves


class Cutting:
    """Puts parts on pages, row by row."""

    def __init__(self, shape: Format) -> None:
        self.shape = shape
        self.leaves: list[Leaf] = []
        self.room = 0.0
        self.turn()

    def turn(self) -> None:
        self.leaves.append(Leaf(len(self.leaves) + 1))
        head = TITLE if len(self.leaves) == 1 else TOP
        self.room = self.shape.height - head - FOOT

    def put(self, part: Part) -> None:
        widths = self.widths(part)
        units = LINE if any(said for _label, said in part.heads) else 0
        head = SECTION + row_height([label for label, _unit in part.heads], widths) + units
        first = sum(row_height([row.name, *row.cells], widths) for row in part.rows[:TOGETHER])
        if head + first > self.room:
            self.turn()
        here = self.begin(part, head, continued=part.continued)
        for row in part.rows:
            height = row_height([row.name, *row.cells], widths)
            if height > self.room:
                self.turn()
                here = self.begin(part, head, continued=True)
            here.rows.append(row)
            self.room -= height

    def begin(self, part: Part, head: float, *, continued: bool) -> Part:
        self.room -= head
        here = Part(part.title, part.heads, continued, kind=part.kind)
        self.leaves[-1].parts.append(here)
        return here

    def widths(self, part: Part) -> list[float]:
        """As the style sheet sets them."""
        if part.kind == "own":
            return [self.shape.width * share for share in (0.5, 0.2, 0.3)]
        if part.kind == "words":
            rest = self.shape.width - 2 * NAME
            return [NAME, NAME, rest]
        count = len(part.heads) - 1
        return [NAME, *[(self.shape.width - NAME) / max(count, 1)] * count]

    def sign(self) -> None:
        if self.room < SIGNATURES:
            self.turn()
        self.leaves[-1].signed = True


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    lines = (
        ceil(breadth(text) / (width - PADDING)) for text, width in zip(texts, widths, strict=True)
    )
    return max(1, *lines) * LINE + PADDING


def breadth(text: str) -> float:
    return sum(2 if letter >= CJK else 1 for letter in text) * LETTER


def named(item: Item) -> str:
    return in_language(item["name"], item["name_en"])


def unit(item: Item) -> str:
    return in_language(item["unit"], item["unit_en"])


def number(text: str, item: ReportItem) -> Decimal | None:
    if item.kind == Kind.YES_NO:
        return {"是": Decimal(1), "否": Decimal(0)}.get(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        return None  # a draft may hold what is no number yet


def grouped(text: str) -> str:
    """12345.5 -> 12,345.5; what is no plain number stays as it was written."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isascii() and whole.isdigit() else text
