"""Entering the scores of one line: all cards in one table, by page or by workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments.actions.scoring.deciding import Entry, enter_scores, unproven
from assessments.models import Assessment, AssessmentLine, Score
from assessments.views.scorecards import points_typed
from portal.errors import Refused
from registers.views.page import Page
from web.downloads import download
from workbooks import excel
from workbooks.excel.writing import SAFE, guarded, unguarded

WRONG, AT_ONCE = 422, 200
NUMBER, NAME, ORGANIZATION, COMPUTED, POINTS, REASON = range(6)
LARGEST = 5_000_000  # bytes of an uploaded workbook


@dataclass(frozen=True)
class Typed:
    """A card on the entry page: what was typed, or what is kept."""

    score: Score
    points: str
    reason: str
    unproven: bool = False


class EntryPage(Page):
    """All cards of one line in one table."""

    needs = "conduct"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        assessment = self.assessment(pk)
        line = self.line(assessment)
        if line and "workbook" in request.GET:
            return workbook(assessment, line)
        return self.draw(assessment, line)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        assessment = self.assessment(pk)
        line = self.line(assessment)
        if line is None:
            return redirect("assessment-entry", pk)
        try:
            count = enter_scores(
                assessment, line, entries=self.entries(assessment, line), by=request.user
            )
        except Refused as no:
            return self.draw(assessment, line, str(no))
        messages.success(request, _("%(n)s scores were changed.") % {"n": count})
        return redirect(f"{request.path}?{request.GET.urlencode()}")

    def assessment(self, pk: int) -> Assessment:
        rows: Any = self.rows
        found: Assessment = get_object_or_404(rows.select_related("scheme__organization"), pk=pk)
        return found

    def line(self, assessment: Assessment) -> AssessmentLine | None:
        """The line asked for; else the first that people enter."""
        lines = assessment.scheme.lines.all()
        asked = self.request.GET.get("line", "")
        if asked.isdecimal():
            return get_object_or_404(lines, position=int(asked[:6]))
        by_hand = lines.filter(source=AssessmentLine.Source.HAND)
        return by_hand.first() or lines.first()

    def entries(self, assessment: Assessment, line: AssessmentLine) -> dict[int, Entry]:
        """{card: entry} of the uploaded workbook, or of the table as it was sent."""
        if upload := self.request.FILES.get("workbook"):
            return read(assessment, line, upload)
        sent = self.request.POST
        found = {}
        for one in self.page(assessment, line):
            if f"p{one.pk}" in sent:
                points = points_typed(sent[f"p{one.pk}"], one.card.called, line)
                found[one.card_id] = Entry(points, sent.get(f"r{one.pk}", "")[:300])
        return found

    def page(self, assessment: Assessment, line: AssessmentLine) -> Any:
        return Paginator(scores(assessment, line), AT_ONCE).get_page(self.request.GET.get("page"))

    def draw(
        self, assessment: Assessment, line: AssessmentLine | None, said: str = ""
    ) -> HttpResponse:
        page = self.page(assessment, line) if line else None
        title = _("Enter scores")
        context = {
            "title": title,
            "crumbs": [
                (self.label, self.pages.url("list")),
                (str(assessment), assessment.get_absolute_url()),
                (title, ""),
            ],
            "assessment": assessment,
            "lines": list(assessment.scheme.lines.all()),
            "line": line,
            "page": page,
            "rows": list(self.typed(assessment, page)) if page else [],
            "said": said,
        }
        status = WRONG if said else 200
        return render(self.request, "assessments/scoring/entry.html", context, status=status)

    def typed(self, assessment: Assessment, page: Any) -> Iterator[Typed]:
        sent = {} if self.request.FILES else self.request.POST
        asked = unproven(assessment).filter(pk__in=[one.pk for one in page])
        lacking = set(asked.values_list("pk", flat=True))
        for one in page:
            kept = "" if one.entered is None else str(one.entered)
            points, reason = sent.get(f"p{one.pk}", kept), sent.get(f"r{one.pk}", one.reason)
            yield Typed(one, points, reason, one.pk in lacking)


def scores(assessment: Assessment, line: AssessmentLine) -> Any:
    rows = Score.objects.filter(card__assessment=assessment, line=line, card__out=False)
    rows = rows.select_related("card__organization", "card__person", "line", "entered_by")
    return rows.order_by("card__organization__path", "card__person__name", "card")


def heads() -> list[str]:
    return [_("Card no."), _("Name"), _("Organization"), _("Computed"), _("Points"), _("Reason")]


def workbook(assessment: Assessment, line: AssessmentLine) -> HttpResponse:
    """The line's table to fill in."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {**SAFE, "constant_memory": False, "in_memory": True})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, heads(), bold)
    sheet.set_column(NAME, ORGANIZATION, 28)
    sheet.set_column(REASON, REASON, 40)
    sheet.freeze_panes(1, 0)
    for number, one in enumerate(scores(assessment, line), 1):
        sheet.write_number(number, NUMBER, one.card_id)
        sheet.write_string(number, NAME, guarded(one.card.called))
        sheet.write_string(number, ORGANIZATION, guarded(one.card.organization.short))
        for column, points in ((COMPUTED, one.computed), (POINTS, one.entered)):
            if points is not None:
                sheet.write_number(number, column, float(points))
        sheet.write_string(number, REASON, guarded(one.reason))
    book.close()
    return download(out, f"assessment-{assessment.pk}-{line.position}.xlsx")


def read(assessment: Assessment, line: AssessmentLine, upload: Any) -> dict[int, Entry]:
    """{card: entry} of a filled-in table; Refused names the row that cannot be read."""
    if upload.size > LARGEST:
        raise Refused(_("The workbook is too large."))
    rows = excel.read_bytes(upload.read(), upload.name).sheets[0].rows
    known = dict(scores(assessment, line).values_list("card", "card__organization__name"))
    found = {}
    for number, row in enumerate(rows[1:], 2):
        cells = [str(cell).strip() for cell in [*row, *[""] * len(heads())]]
        if not any(cells):
            continue
        card = cells[NUMBER].removesuffix(".0")
        if not card.isdecimal() or int(card) not in known:
            words = _("Row %(row)s: “%(text)s” is no card of this assessment.")
            raise Refused(words % {"row": number, "text": card[:20]})
        points = points_typed(cells[POINTS], _("Row %(row)s") % {"row": number}, line)
        found[int(card)] = Entry(points, unguarded(cells[REASON])[:300])
    return found
