"""A template's workbook read back: as the next version of its form, or as a new form. Everything
that is wrong is named by sheet, row and column; then nothing at all is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from assessments.actions.reports.shapes import check_faults, item_faults
from assessments.actions.reports.template_writing import PARTS, Part
from assessments.actions.reports.templates import next_version
from assessments.models import ReportCheck, ReportItem, ReportSection, ReportTemplate
from organizations.models import Organization
from portal.errors import Refused
from workbooks.excel import Book, Cell, Sheet, read_bytes
from workbooks.imports.cleaning import BAD, clean_column, cleaner_of, is_textual
from workbooks.imports.headers import folded, words_of
from workbooks.imports.outcome import Finding

Values = dict[str, Any]
MOST = 500  # rows of one sheet
SHOWN = 60  # characters of a wrong cell that are told


class NotTaken(Refused):
    """The workbook cannot become a template; `findings` say why, cell by cell."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(_("Nothing was written: put right what is listed, and send it again."))
        self.findings = findings


class Table:
    """One sheet as rows of values, with what is wrong in its cells."""

    def __init__(self, part: Part, book: Book, by: Any) -> None:
        self.part, self.fields = part, part.fields(by)
        self.sheet = sheet_of(part, book)
        self.columns: dict[str, int] = {}
        self.findings: list[Finding] = []
        self.rows: dict[int, Values] = {}  # by their number in the sheet, from 1
        if not self.sheet:
            self.tell(1, "", _("The workbook has no sheet of this name."))
            return
        self.read_heads(self.sheet.rows[0] if self.sheet.rows else [])
        filled = [n for n, row in enumerate(self.sheet.rows) if n and any(c != "" for c in row)]
        self.read(filled[:MOST])
        if len(filled) > MOST:
            self.tell(filled[MOST] + 1, "", _("At most %(most)s rows.") % {"most": MOST})

    @property
    def name(self) -> str:
        return self.sheet.name if self.sheet else str(self.part.title)

    def read_heads(self, heads: list[Cell]) -> None:
        words = words_of(self.part.pages)
        for column, cell in enumerate(heads):
            word = folded(cell)
            name = next((n for n in self.fields if word and word in words[n]), "")
            if name and name not in self.columns:
                self.columns[name] = column
            elif word and not any(word in words[n] for n in self.part.left_out):
                text = _("This column is none of the sheet's.")
                self.findings.append(Finding(self.name, 1, "", str(cell), text, column=column))
        for name, one in self.fields.items():
            if one.required and name not in self.columns:
                words_ = _("The column “%(column)s” is missing.")
                self.tell(1, "", words_ % {"column": capfirst(str(one.label))})

    def read(self, numbers: list[int]) -> None:
        self.rows = {number + 1: {} for number in numbers}
        rows = self.sheet.rows if self.sheet else []
        formulas = self.sheet.formulas if self.sheet else set()
        for name, column in self.columns.items():
            cells = [rows[n][column] if column < len(rows[n]) else "" for n in numbers]
            computed = {at for at, n in enumerate(numbers) if (n, column) in formulas}
            one = self.fields[name]
            cleaner = cleaner_of(one, None, self.part.pages.form.words.get(name, {}))  # type: ignore[union-attr]
            found = clean_column(cleaner, cells, computed, is_textual(one))
            for at, (row, value) in enumerate(zip(self.rows, found.values, strict=True)):
                if value is not BAD and not (value in {"", None} and name in self.part.usual):
                    self.rows[row][name] = value
                if at in found.errors:
                    self.tell(row, name, found.errors[at])

    def tell(self, row: int, name: str, text: Any) -> None:
        column = self.columns.get(name, -1)
        cells = self.sheet.rows[row - 1] if self.sheet and row <= len(self.sheet.rows) else []
        value = str(cells[column])[:SHOWN] if 0 <= column < len(cells) else ""
        label = capfirst(str(self.fields[name].label)) if name in self.fields else ""
        self.findings.append(Finding(self.name, row, name, value, str(text), label, column))

    def unique(self, name: str) -> Iterator[tuple[int, Values, Any]]:
        """The rows that have a value of their own there; the others are told."""
        taken: dict[Any, int] = {}
        for row, values in self.rows.items():
            value = values.get(name)
            if value is None:
                continue
            if value in taken:
                words_ = _("This stands in row %(row)s already.")
                self.tell(row, name, words_ % {"row": taken[value]})
                continue
            taken[value] = row
            yield row, values, value


def sheet_of(part: Part, book: Book) -> Sheet | None:
    names = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names.add(folded(str(part.title)))
    return next((one for one in book.sheets if folded(one.name) in names), None)


def column_of(finding: Finding) -> str:
    """The letter that Excel shows over a column."""
    return xl_col_to_name(finding.column) if finding.column >= 0 else ""


@transaction.atomic
def read_template_book(content: bytes, name: str, *, by: Any) -> ReportTemplate:
    """The draft that a workbook makes. Raises Refused, or NotTaken with every wrong cell."""
    book = read_bytes(content, name)
    tables = [Table(part, book, by) for part in PARTS]
    form, sections, items, checks = tables
    drawn = Drawn(sections, items, checks)
    if form.sheet and len(form.rows) != 1:
        form.tell(2, "", _("This sheet has one row: the form itself."))
    if findings := [finding for table in tables for finding in table.findings]:
        raise NotTaken(findings)
    values = next(iter(form.rows.values()))
    made = next_version(**values, organization=home_of(values["form"], by))
    drawn.write(made)
    return made


def home_of(form: str, by: Any) -> Organization:
    """Whose form it is: that of its last version, or for a new one the user's own."""
    last = ReportTemplate.objects.filter(form=form).order_by("-version").first()
    home: Organization = last.organization if last else by.organization
    if not by.scope("assessments.import_reporttemplate").covers(home.path):
        raise Refused(
            _("“%(form)s” belongs to an organization that you may not write to.") % {"form": form}
        )
    return home


class Drawn:
    """Sections, items and checks as they would be, held against one another."""

    def __init__(self, sections: Table, items: Table, checks: Table) -> None:
        self.sections: dict[int, ReportSection] = {
            place: ReportSection(**values)
            for _row, values, place in numbered(sections).unique("position")
        }
        self.items: dict[str, ReportItem] = {}
        rows = dict(self.placed(numbered(items)))
        told = {finding.row for finding in items.findings}  # whose kind, say, is not known
        for row, item in rows.items():
            for name, text in item_faults(item, self.items) if row not in told else ():
                items.tell(row, name, text)
        self.checks = [
            ReportCheck(**values) for _row, values, _code in numbered(checks).unique("code")
        ]
        for row, values in checks.rows.items():
            for name, text in self.against(values):
                checks.tell(row, name, text)

    def placed(self, table: Table) -> Iterator[tuple[int, ReportItem]]:
        for row, values, code in table.unique("code"):
            section = self.sections.get(values.get("section", 0))
            if section:
                self.items[code] = ReportItem(**{**values, "section": section})
                yield row, self.items[code]
            elif "section" in values:
                table.tell(row, "section", _("The sheet of sections has no such place."))

    def against(self, values: Values) -> Iterator[tuple[str, str]]:
        """A check is held against the items that are right; those that are wrong are told."""
        if values.get("expression"):
            yield from check_faults(ReportCheck(expression=values["expression"]), self.items)

    def write(self, made: ReportTemplate) -> None:
        parts: tuple[tuple[Any, Mapping[Any, Any]], ...] = (
            (ReportSection, self.sections),
            (ReportItem, self.items),
            (ReportCheck, dict(enumerate(self.checks))),
        )
        for model, rows in parts:
            for record in rows.values():
                record.template = made
                if model is ReportItem:
                    record.section = record.section  # its number, which it has by now
            model.objects.bulk_create(rows.values())


def numbered(table: Table) -> Table:
    """Rows without a place stand where they are in the sheet."""
    for place, values in enumerate(table.rows.values(), 1):
        if values.get("position") is None:
            values["position"] = place
    return table
