"""The offline workbook written: one report, to be filled in where the portal cannot be reached."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from math import ceil
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from assessments.actions.reports.entries import Entry, read, sentence, spoken
from assessments.actions.reports.offline import (
    CODES,
    FIRST,
    HIDDEN,
    ITEMS,
    LABEL,
    MARK,
    NAMES,
    OURS,
    SECTION,
    TOP,
    UNIT,
    Bound,
    Layout,
    fillable,
    layouts,
)
from assessments.actions.reports.offline_formulas import Formulas, Spot, scaled
from assessments.actions.reports.offline_rules import FIRST_DAY, choices, expected, invalid, limited
from assessments.actions.reports.rows import Cell, Row
from assessments.actions.reports.sheets import Scope, Sheet
from assessments.actions.targets.looks import paper
from assessments.models import ReportCheck, ReportItem
from workbooks.excel import Styles
from workbooks.excel.writing import SAFE, cell_text
from workbooks.imports.outcome import Finding
from workbooks.imports.returned import source_of, write_list

Kind = ReportItem.Kind
MARKED = 6  # the column beside the list of what to correct
LINE, HELP = 16, 70  # height of a line, width of explanations
WORDY = 5  # lines for a text
ACROSS = 14  # columns of figures on one sheet of paper
SHAPES = {
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.00##",
    Kind.PERCENT: "0.0##%",
    Kind.DATE: "yyyy-mm-dd",
}
EDGE = {"border": 1, "border_color": "#BFC5CC", "valign": "vcenter", "text_wrap": True}
STRONG = {"bold": True, "align": "center"}
TONES: dict[str, dict[str, Any]] = {
    "typed": EDGE | {"locked": False},
    "known": EDGE | {"locked": False, "bg_color": "#EAF1F9"},
    "fixed": EDGE | {"bg_color": "#EEF0F3", "font_color": "#444444"},
    "wrong": EDGE | {"locked": False, "bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "total": EDGE | {"bold": True, "bg_color": "#F7F8FA", "top": 2},
    "name": EDGE | {"bold": True, "bg_color": "#F7F8FA"},
    "head": EDGE | STRONG | {"bg_color": "#F3E9E7"},
    "unit": EDGE | {"align": "center", "font_color": "#555555", "bg_color": "#F7F8FA"},
    "help": EDGE | {"font_color": "#555555"},
    "title": {"bold": True, "font_size": 14},
    "note": {"font_color": "#555555"},
    "mark": {"font_color": "#999999"},
}


@dataclass(frozen=True)
class Given:
    """A filled-in workbook that goes back: its texts by cell number, all that was found wrong with
    it, and the revision it was made at."""

    texts: Mapping[int, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    revision: int | None = None


def write_offline(out: IO[bytes], sheet: Sheet, given: Given | None = None) -> None:
    """Write a report in the language in force; with `given`, the figures of a workbook that was
    uploaded. Each wrong one is red, with its sentence."""
    given = given or Given()
    book = xlsxwriter.Workbook(out, SAFE | {"constant_memory": False})
    book.set_properties({"title": str(sheet.report), "subject": f"{sheet.template}"})
    if given.findings:
        listed = book.add_worksheet(_("What to correct"))
        write_list(listed, Styles(book), list(given.findings))
        listed.write_string(0, MARKED, MARK + OURS)  # not to be read when it comes back
        listed.set_column(MARKED, MARKED, None, None, {"hidden": True})
    found = layouts(sheet)
    places = {scope: book.add_worksheet(layout.name) for scope, layout in found.items()}
    hidden = book.add_worksheet(HIDDEN)
    bound = Bound.to(sheet, given.revision)
    for row, text in enumerate((bound.signed(), str(bound))):
        hidden.write_string(row, 0, text)
    hidden.protect()
    hidden.very_hidden()
    looks, formulas = Looks(book), Formulas(sheet, found)
    for scope, layout in found.items():
        Writer(places[scope], hidden, layout, looks, formulas, given).write()
    book.close()


class Looks:
    """Formats, each made once."""

    def __init__(self, book: Any) -> None:
        self.book, self.made = book, dict[tuple[str, str], Any]()

    def __call__(self, tone: str, shape: str = "General") -> Any:
        if (tone, shape) not in self.made:
            self.made[tone, shape] = self.book.add_format(TONES[tone] | {"num_format": shape})
        return self.made[tone, shape]


@dataclass(frozen=True)
class Writer:
    """Writes one sheet: what is asked of the organizations of one scope."""

    page: Any
    hidden: Any
    layout: Layout
    looks: Looks
    formulas: Formulas
    given: Given

    @property
    def sheet(self) -> Sheet:
        return self.formulas.sheet

    @property
    def writable(self) -> bool:
        return self.sheet.report.writable

    @property
    def checks(self) -> list[tuple[ReportCheck, ReportItem, str]]:
        return self.formulas.checks[self.layout.scope]

    def write(self) -> None:
        self.set_up()
        self.heads()
        for column, item in enumerate(self.layout.items, ITEMS):
            for line, row in enumerate(self.layout.rows, FIRST):
                self.figure(item, row, *self.layout.at(line, column), Spot(self.layout, line, row))
            if not self.layout.turned:
                self.total(item, column)
            if self.writable and fillable(item):
                self.validate(item, column)
        if self.writable:
            self.show_broken()

    def set_up(self) -> None:
        """Paper, panes and widths; the lines of codes stay out of sight."""
        page, turned, report = self.page, self.layout.turned, self.sheet.report
        paper(page, f"{report}", f"{report.period.last:%Y-%m-%d}", report.organization.short)
        page.set_row(TOP + CODES, None, None, {"hidden": True})
        page.set_column(0, 0, None, None, {"hidden": True})
        page.set_landscape()
        if turned:
            for column, width in enumerate((16, 34, 10, 30, HELP), 1):
                page.set_column(column, column, width)
            page.fit_to_pages(1, 0)
            page.freeze_panes(TOP + ITEMS, 0)
        else:
            page.fit_to_pages(ceil(len(self.layout.items) / ACROSS), 0)
            page.repeat_columns(NAMES, NAMES)
            page.repeat_rows(TOP + SECTION, TOP + UNIT)
            page.set_row(TOP + LABEL, 48)
            page.set_column(NAMES, NAMES, 18)
            page.freeze_panes(TOP + FIRST, ITEMS)
        page.protect("", {"format_columns": True, "format_rows": True})

    def put(self, line: int, column: int, text: str, tone: str) -> None:
        self.page.write_string(*self.layout.at(line, column), cell_text(text), self.looks(tone))

    def heads(self) -> None:
        layout, report = self.layout, self.sheet.report
        self.page.write_string(0, 1, cell_text(str(report)), self.looks("title"))
        self.page.write_string(1, 1, self.how(), self.looks("note"))
        self.put(CODES, 0, f"{MARK}{layout.scope}", "mark")
        self.put(CODES, NAMES, OURS, "mark")
        for line in (SECTION, LABEL, UNIT, layout.last):
            self.put(line, 0, OURS, "mark")
        names = {SECTION: _("Section"), LABEL: _("Item"), UNIT: _("Unit")}
        names[layout.last] = _("Explanation") if layout.turned else _("Total")
        for line, name in names.items():
            self.put(line, NAMES, name, "head" if line < FIRST or layout.turned else "total")
        for line, row in enumerate(layout.rows, FIRST):
            self.put(line, 0, row.organization.code, "mark")
            self.put(line, NAMES, row.organization.short, "head" if layout.turned else "name")
        self.sections()
        for column, item in enumerate(layout.items, ITEMS):
            self.head(item, column)

    def how(self) -> str:
        if not self.writable:
            state = self.sheet.report.get_state_display()
            return _("This report is “%(state)s”: the workbook is for reading.") % {"state": state}
        return _(
            "White and blue cells are for typing; blue ones hold what the registers know, grey ones"
            " cannot be changed. Leave rows, columns and sheets as they are, then upload the file."
        )

    def sections(self) -> None:
        column = ITEMS
        for label, items in groupby(self.layout.items, key=lambda item: item.section_label):
            width, look = len(list(items)), self.looks("head")
            first = self.layout.at(SECTION, column)
            last = self.layout.at(SECTION, column + width - 1)
            if width > 1:
                self.page.merge_range(*first, *last, cell_text(label), look)
            else:
                self.page.write_string(*first, cell_text(label), look)
            column += width

    def head(self, item: ReportItem, column: int) -> None:
        layout = self.layout
        self.put(CODES, column, item.code, "mark")
        self.put(LABEL, column, item.label, "name" if layout.turned else "head")
        self.put(UNIT, column, item.unit_label, "unit")
        if layout.turned:
            text = self.explained(item, " ")
            self.put(layout.last, column, text, "help")
            lines = WORDY if item.kind == Kind.TEXT else ceil(max(1, breadth(text) / HELP))
            self.page.set_row(TOP + column, LINE * lines)
            return
        wide = item.kind in {Kind.TEXT, Kind.CHOICE, Kind.FILE}
        self.page.set_column(column, column, 24 if wide else 11)
        size = {"x_scale": 2, "y_scale": 1.5}
        self.page.write_comment(*layout.at(LABEL, column), self.explained(item, "\n"), size)

    def explained(self, item: ReportItem, between: str) -> str:
        """Help, what may stand here, where it comes from, and the checks that colour it."""
        must = ""
        if item.formula:
            source = _("Computed; cannot be typed.")
        elif item.locked:
            source = _("Comes from the registers; cannot be changed here.")
        else:
            source = expected(item)
            must = _("Must be filled in.") if item.required else ""
        checks = [self.formulas.said(check) for check, blamed, _if in self.checks if blamed == item]
        return between.join(filter(None, (item.explanation, source, must, *checks)))

    def figure(self, item: ReportItem, row: Row, at_row: int, at_column: int, spot: Spot) -> None:
        """One cell: a formula, or what stands in the report, open or locked."""
        cell = row.cells.get(item.code)
        shape = shape_of(item)
        if cell is None:
            look = self.looks("fixed", shape)
            formula, value = self.formulas.computed(item, spot), self.formulas.value(item, row)
            self.compute(at_row, at_column, formula, value, look)
            return
        text = self.given.texts.get(cell.pk)
        entry = Entry(cell.raw, cell.value, cell.error) if text is None else read(item, text)
        look = self.looks(self.tone(item, cell, entry), shape)
        write_entry(self.page, (at_row, at_column), item, entry, look)
        if entry.fault:
            said = sentence(item, entry.fault, entry.raw)
            self.page.write_comment(at_row, at_column, said, {"x_scale": 2})

    def tone(self, item: ReportItem, cell: Cell, entry: Entry) -> str:
        if not self.writable or not fillable(item):
            return "fixed"
        if entry.fault:
            return "wrong"
        return "typed" if cell.prefilled is None else "known"

    def compute(self, row: int, column: int, formula: str, value: float | str, look: Any) -> None:
        if formula:
            self.page.write_formula(row, column, formula, look, value)
        elif value == "":
            self.page.write_blank(row, column, None, look)
        else:
            self.page.write_number(row, column, value, look)

    def total(self, item: ReportItem, column: int) -> None:
        value = self.formulas.value(item, None)
        look = self.looks("total", shape_of(item))
        formula = self.formulas.total(item, self.layout)
        self.compute(*self.layout.at(self.layout.last, column), formula, value, look)

    # What helps while typing.

    def validate(self, item: ReportItem, column: int) -> None:
        area = self.layout.area(column)
        words = {"error_title": item.label[:32], "error_message": expected(item)[:255]}
        offered = choices(item)
        rule: dict[str, Any] = {"validate": "list"} if offered else limited(item)
        if offered:
            place = column + 100 * list(Scope).index(Scope(self.layout.scope))
            rule["source"] = source_of(self.hidden, place, offered)
        self.page.data_validation(*area, {**rule, **words})
        cell = xl_rowcol_to_cell(*area[:2])
        if bad := invalid(item, cell):
            self.colour(area, f'=AND({cell}<>"",{bad})', "wrong")
        if item.required:
            self.colour(area, f"=ISBLANK({cell})", "missing")

    def show_broken(self) -> None:
        """Checks that a sheet can tell by itself colour the cell they would name."""
        for check, item, condition in self.checks:
            error = check.severity == ReportCheck.Severity.ERROR
            area = self.layout.area(self.layout.column(item.code))
            self.colour(area, condition, "wrong" if error else "odd")

    def colour(self, area: tuple[int, ...], criteria: str, tone: str) -> None:
        backs = {"wrong": "#FFC7CE", "odd": "#FFE5A8", "missing": "#FFFBE8"}
        key = ("colour", tone)
        if key not in self.looks.made:
            self.looks.made[key] = self.looks.book.add_format({"bg_color": backs[tone]})
        rule = {"type": "formula", "criteria": criteria, "format": self.looks.made[key]}
        self.page.conditional_format(*area, rule)


def shape_of(item: ReportItem) -> str:
    """How a figure is shown; computed shares to one place, as on the page."""
    return (
        "0.0%" if item.computed and item.kind == Kind.PERCENT else SHAPES.get(Kind(item.kind), "@")
    )


def breadth(text: str) -> int:
    """How wide a text is, in letters: Chinese signs count twice."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def write_entry(page: Any, at: tuple[int, int], item: ReportItem, entry: Entry, look: Any) -> None:
    """What is right as a number, a day or a word; what is wrong as it was typed."""
    day = date.fromisoformat(entry.raw) if is_day(item, entry) else FIRST_DAY
    if not entry.raw:
        page.write_blank(*at, None, look)
    elif day > FIRST_DAY:
        page.write_datetime(*at, day, look)
    elif entry.fault or entry.value is None or item.kind in {Kind.YES_NO, Kind.CHOICE}:
        page.write_string(*at, cell_text(spoken(item, entry.raw)), look)
    else:
        page.write_number(*at, scaled(item, entry.value), look)


def is_day(item: ReportItem, entry: Entry) -> bool:
    return bool(item.kind == Kind.DATE and entry.raw and not entry.fault)
