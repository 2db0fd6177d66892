"""The offline workbook of one report: what binds it to its report, how its sheets are laid out."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core import signing
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from assessments.actions.reports.rows import Row
from assessments.actions.reports.sheets import Scope, Sheet
from assessments.models import Report, ReportItem
from organizations.models.naming import in_language
from portal.errors import Refused
from workbooks.excel import Book
from workbooks.excel.writing import sheet_name

Kind = ReportItem.Kind
SALT = "assessments.offline"
HIDDEN = "portal"  # the sheet that says whose the workbook is
MARK = "report:"  # begins the corner of the codes on each sheet
OURS = "-"  # stands in the line of codes where the workbook says something itself
TOP = 2  # lines above the codes: the title, and how to fill in
CODES, SECTION, LABEL, UNIT, FIRST = range(5)  # lines of a sheet, below the title
NAMES, ITEMS = 1, 2  # its columns; the codes stand in column 0


@dataclass(frozen=True)
class Bound:
    """Whose figures a workbook holds, and at which revision of the report it was made. `rows`:
    the names beside the codes of rows, by which rows that were moved are found."""

    report: int
    revision: int
    unit: str
    year: int
    quarter: int
    form: str
    form_en: str
    version: int
    rows: dict[str, str]

    @classmethod
    def to(cls, sheet: Sheet, revision: int | None = None) -> Bound:
        report, template = sheet.report, sheet.template
        return cls(
            report.pk,
            report.revision if revision is None else revision,
            report.organization.short,
            report.period.year,
            report.period.quarter,
            template.name,
            template.name_en,
            template.version,
            {row.organization.code: row.organization.short for row in sheet.rows},
        )

    def __str__(self) -> str:
        words = _("%(unit)s, %(year)s Q%(quarter)s (%(form)s, version %(version)s)")
        return words % {**asdict(self), "form": in_language(self.form, self.form_en)}

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def of(cls, book: Book) -> Bound:
        """What the workbook says of itself; refused where it says nothing, or something forged."""
        found = next((sheet for sheet in book.sheets if sheet.name == HIDDEN), None)
        if not found or not found.rows or not found.rows[0]:
            words = _(
                "“%(file)s” is not a workbook of a report, or its hidden sheet has been deleted."
                " Download the workbook here, fill in that one and upload it."
            )
            raise Refused(words % {"file": book.name})
        try:
            return cls(**signing.loads(str(found.rows[0][0]), salt=SALT))
        except (signing.BadSignature, TypeError):
            words = _(
                "“%(file)s” was not made by this portal, or what its hidden sheet says has been"
                " changed. Download the workbook here, fill in that one and upload it."
            )
            raise Refused(words % {"file": book.name}) from None

    def refuse_other(self, sheet: Sheet) -> None:
        if self.report != sheet.report.pk:
            words = _("This workbook is for %(theirs)s; this report is %(ours)s.")
            raise Refused(words % {"theirs": self, "ours": Bound.to(sheet)})


def refuse_shut(report: Report) -> None:
    """What has been handed in is downloaded to be read, never filled in again."""
    if not report.writable:
        words = _(
            "%(report)s is “%(state)s”: workbooks can be downloaded to read, but not taken over."
        )
        raise Refused(words % {"report": report, "state": report.get_state_display()})


@dataclass(frozen=True)
class Layout:
    """Where the cells of one scope stand: rows down and items across. What is asked of the
    township itself, one row, stands turned: an item a line."""

    scope: str
    name: str
    rows: list[Row]
    items: list[ReportItem]

    @property
    def turned(self) -> bool:
        return self.scope == Scope.TOWNSHIP

    @property
    def last(self) -> int:
        """The line below the rows: totals; of the township, explanations."""
        return FIRST + len(self.rows)

    def at(self, line: int, column: int) -> tuple[int, int]:
        """Row and column on the sheet, from 0."""
        return (TOP + column, line) if self.turned else (TOP + line, column)

    def address(self, line: int, column: int, *, fixed: bool = False) -> str:
        return str(xl_rowcol_to_cell(*self.at(line, column), row_abs=fixed, col_abs=fixed))

    def column(self, code: str) -> int:
        return next(n for n, item in enumerate(self.items, ITEMS) if item.code == code)

    def area(self, column: int) -> tuple[int, int, int, int]:
        """An item's cells in all rows."""
        return (*self.at(FIRST, column), *self.at(self.last - 1, column))

    @property
    def quoted(self) -> str:
        return "'{}'".format(self.name.replace("'", "''"))


def layouts(sheet: Sheet) -> dict[str, Layout]:
    """The sheets of a report's workbook: one for each scope that it asks."""
    names = {
        Scope.VILLAGE: _("Villages"),
        Scope.BRANCH: _("Branches"),
        Scope.TOWNSHIP: _("Township"),
    }
    return {
        scope: Layout(scope, sheet_name(name), sheet.of(scope), sheet.columns(scope))
        for scope, name in names.items()
        if sheet.of(scope)
    }


def fillable(item: ReportItem) -> bool:
    """Attachments are handed in on the page."""
    return item.typed and item.kind != Kind.FILE
