"""The consolidation as a workbook whose sums and shares Excel works out itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.reports.columns import Column
from assessments.actions.reports.consolidation import Consolidation, texts_of
from assessments.actions.reports.sheets_of_figures import Blocks, figure_sheet
from assessments.actions.reports.spans import Quarter, Span, forms, span_asked
from assessments.actions.targets.looks import A4, Looks, free_name, new_book
from assessments.models import ReportSection
from organizations.models import Organization
from portal.models import Job, SecurityEvent
from portal.tasks import start
from workbooks.excel.writing import cell_text

Progress = Callable[[int, int], None]
Scope = ReportSection.Scope


@transaction.atomic
def start_consolidation(span: Span, place: Organization, *, by: Any) -> Job:
    """Have a worker write the workbook of a span for an organization with all below it."""
    asked = {"span": span.asked, "organization": place.pk}
    return start("export-consolidation", by, **asked, register="report", verb="export")


def span_of(job: Job) -> tuple[Span, Organization]:
    """What a job was asked to write."""
    span = span_asked(forms(job.asked_by), job.params["span"])
    assert span is not None, "its form had reports when it was asked for"  # noqa: S101
    return span, Organization.objects.get(pk=job.params["organization"])


@dataclass(frozen=True)
class Made:
    """Who made it, and when."""

    by: str
    at: datetime


def write_consolidation(
    span: Span,
    place: Organization,
    out: IO[bytes],
    *,
    made_by: str,
    progress: Progress | None = None,
) -> int:
    """Write it in the language in force; returns how many rows of organizations it has."""
    found = Consolidation(span, place)
    made = Made(made_by, timezone.localtime())
    created = made.at.replace(tzinfo=None)
    title = str(span.form.template)
    book = new_book(out, {"title": title, "author": made_by, "created": created})
    looks, rows = Looks(book), 0
    cover_sheet(sheet_of(book, _("Cover"), found), looks, found, made)
    scopes = [str(scope) for scope in Scope if columns(found, str(scope))]
    for done, scope in enumerate(scopes):
        if progress:
            progress(done, len(scopes) + 1)
        sheet = sheet_of(book, str(Scope(scope).label), found, wide=True)
        blocks = Blocks(looks, columns(found, scope))
        rows = max(rows, figure_sheet(sheet, looks, found, blocks, deep=scope != Scope.TOWNSHIP))
    text_sheet(sheet_of(book, _("Texts"), found), looks, found)
    book.close()
    return rows


def columns(found: Consolidation, scope: str) -> list[Column]:
    known = found.columns.values()
    return [one for one in known if one.item.scope == scope and not one.listed]


def sheet_of(book: Any, name: str, found: Consolidation, wide: bool = False) -> Any:
    """A sheet set up for A4 with the form, the span and page numbers on every page."""
    sheet = book.add_worksheet(free_name(book, name))
    sheet.set_paper(A4)
    sheet.set_default_row(18)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.75)
    if wide:
        sheet.set_landscape()
    else:
        sheet.fit_to_pages(1, 0)
    form = str(found.span.form.template).replace("&", "&&")
    sheet.set_header(f"&L{form[:100]}&R{found.span}")
    page = _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
    sheet.set_footer(f"&L{str(found.top).replace('&', '&&')[:80]}&C{page}&R&A")
    return sheet


def cover_sheet(sheet: Any, looks: Looks, found: Consolidation, made: Made) -> None:
    """What was put together, and how much of it has been reported."""
    span = found.span
    for column, width in enumerate((26, 22, 22, 22)):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, 3, "", looks.title)
    sheet.write_string(0, 0, cell_text(str(span.form.template)), looks.title)
    sheet.set_row(0, 32)
    facts = [
        (_("Organization"), str(found.top)),
        (_("Quarters"), str(span)),
        (_("Whose figures"), whose(span)),
        (_("Tree of organizations as of"), f"{found.day:%Y-%m-%d}"),
        (_("Made by"), f"{made.by}, {made.at:%Y-%m-%d %H:%M}"),
    ]
    for row, (label, said) in enumerate(facts, 2):
        sheet.write_string(row, 0, label, looks.label)
        sheet.merge_range(row, 1, row, 3, "", looks.plain)
        sheet.write_string(row, 1, cell_text(said), looks.plain)
    row = len(facts) + 3
    heads = (_("Quarter"), _("Counted reports"), _("Reports"), _("Townships without a report"))
    for column, word in enumerate(heads):
        sheet.write_string(row, column, word, looks.head)
    for quarter, *numbers in found.turnout():
        row += 1
        sheet.write_string(row, 0, str(quarter), looks.text)
        for column, number in enumerate(numbers, 1):
            sheet.write_number(row, column, number, looks.number())
    for line in notes(found):
        row += 1
        sheet.merge_range(row + 1, 0, row + 1, 3, "", looks.note)
        sheet.write_string(row + 1, 0, cell_text(line), looks.note)
        sheet.set_row(row + 1, 32)


def whose(span: Span) -> str:
    return _("accepted and submitted reports") if span.submitted else _("accepted reports")


def notes(found: Consolidation) -> list[str]:
    """How to read the figures."""
    lines = [
        _(
            "Empty: not reported, which is not zero. “Reported” of “Asked” says how many rows have "
            "reported a figure. Shares are worked out from the sums."
        )
    ]
    if not found.span.single:
        words = _("Items marked “last quarter” show %(quarter)s; the others add all quarters.")
        lines.append(words % {"quarter": Quarter.of(found.end)})
    for column in found.columns.values():
        if column.apart:
            words = _("“%(item)s” of %(versions)s has another unit or kind and is not added.")
            versions = ", ".join(column.apart)
            lines.append(words % {"item": column.item.label, "versions": versions})
    return lines


def text_sheet(sheet: Any, looks: Looks, found: Consolidation) -> None:
    """What was written, listed."""
    heads = (_("Quarter"), _("Organization"), _("Item"), _("Text"))
    for column, (word, width) in enumerate(zip(heads, (12, 28, 28, 80), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, word, looks.head)
    for row, cell in enumerate(texts_of(found, found.columns.values()), 1):
        quarter = str(Quarter.of(cell.report.period))
        said = (quarter, str(cell.organization), cell.item.label, cell.raw)
        for column, text in enumerate(said):
            sheet.write_string(row, column, cell_text(text), looks.text)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def file_name(span: Span, place: Organization) -> str:
    name = f"{span.form.template}-{place.short}-{span}"
    return "".join("_" if sign in '\\/:*?"<>|' else sign for sign in name)[:150] + ".xlsx"


def record_export(span: Span, place: Organization, rows: int, *, by: Any) -> None:
    """Every workbook that leaves is on record."""
    details = {**span.asked, "organization": place.code, "format": "xlsx", "rows": rows}
    SecurityEvent.objects.create(
        kind=SecurityEvent.Kind.EXPORT, user=by, register="report", details=details
    )
