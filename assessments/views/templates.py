"""A template beside its own page: as a workbook out and in, and to be tried."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.actions.reports.rows import Cell, Row
from assessments.actions.reports.template_reading import NotTaken, column_of, read_template_book
from assessments.actions.reports.template_writing import write_template_book
from assessments.actions.reports.trying import Trial, in_words
from assessments.models import ReportItem
from assessments.views.drawing import Drawing
from assessments.views.reports import CELL
from portal.errors import Refused
from portal.refusing import refusing
from registers.attachments import MIB, refuse_size
from registers.views.page import Page
from web.downloads import exported

MOST = 200  # wrong cells that are listed


class TemplateBookPage(Page):
    """The template as a workbook."""

    needs = "export"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        template = self.one(pk)
        out = io.BytesIO()
        count = write_template_book(out, template, request.user)
        query, name = f"template {template.code}", f"{template}-{template.version}.xlsx"
        return exported(request, self.pages, query, out, count, name)


class TrialDrawing(Drawing):
    """All can be typed in, what the registers will fill in too; files go nowhere."""

    def writable(self, row: Row, item: ReportItem) -> bool:
        return not item.formula

    def page(self, cell: Cell) -> str:
        return f"#c{cell.pk}"


class TrialPage(Page):
    """A template as a township would see it, with made-up rows; nothing is stored."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(pk, {})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        cells = ((CELL.fullmatch(name), str(text)) for name, text in request.POST.items())
        return self.page(pk, {int(cell[1]): text for cell, text in cells if cell})

    def page(self, pk: int, typed: dict[int, str]) -> HttpResponse:
        template = self.one(pk)
        sheet = Trial(template, typed)
        title = _("Try it: %(template)s") % {"template": template}
        context = {
            "title": title,
            "crumbs": [*self.crumbs(template), (_("Try it"), "")],
            "template": template,
            "sheet": sheet,
            "drawing": TrialDrawing(sheet, None),
            "checks": list(in_words(sheet)),
            "tried": bool(typed),
        }
        return render(self.request, "assessments/template_trial.html", context)


class TemplateUploadPage(Page):
    """A workbook into a draft: the next version of its form, or a new form."""

    needs = "import"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        file = request.FILES.get("file")
        if not file:
            return self.page(_("Choose a file first."))
        try:
            refuse_size(file, settings.UPLOAD_LIMIT)
            with refusing():
                made = read_template_book(file.read(), str(file.name), by=request.user)
        except NotTaken as no:
            found = [(column_of(finding), finding) for finding in no.findings]
            return self.page(str(no), findings=found[:MOST], more=max(0, len(found) - MOST))
        except Refused as no:
            return self.page(str(no))
        words = _(
            "Version %(version)s of “%(template)s” is drawn up. Look it through, then issue it."
        )
        messages.success(request, words % {"version": made.version, "template": made})
        return redirect(made)

    def page(self, refused: str = "", **context: Any) -> HttpResponse:
        title = _("A template from its workbook")
        context |= {
            "title": title,
            "crumbs": [*self.crumbs(), (title, "")],
            "refused": refused,
            "limit": settings.UPLOAD_LIMIT // MIB,
            "back": reverse("reporttemplate-list"),
        }
        status = 422 if refused else 200
        return render(self.request, "assessments/template_upload.html", context, status=status)
