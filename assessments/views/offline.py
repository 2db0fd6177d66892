"""The offline workbook of a report: download, upload, look at what would change, take over."""

from __future__ import annotations

import io
import json
import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.reports.offline import fillable, refuse_shut
from assessments.actions.reports.offline_merging import (
    Comparison,
    Taken,
    take_over,
)
from assessments.actions.reports.offline_reading import Reading
from assessments.actions.reports.offline_writing import Given, write_offline
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report
from assessments.views.reports import int_of
from portal import tasks
from portal.errors import Refused
from portal.models import Job
from registers.attachments import MIB
from registers.views.importing import keep_upload
from registers.views.page import Page
from web.downloads import exported

KIND = "report-offline"
CHOICE = re.compile(r"c(\d{1,18})")
SHOWN = 300  # cells that go in without a question, on the page
LIMIT = 10 * MIB  # of a workbook whose largest has some thousand cells


class Offline(Page):
    """What the pages of the offline workbook share."""

    needs = "export"

    def page(
        self, template: str, report: Report, step: int, status: int = 200, **context: Any
    ) -> HttpResponse:
        context |= {
            "report": report,
            "title": _("Fill in offline: %(report)s") % {"report": report},
            "crumbs": [
                (self.label, self.pages.url("list")),
                (report.organization.short, report.get_absolute_url()),
                (_("Fill in offline"), ""),
            ],
            "fills": report.writable and self.may("change", report),
            "step": step,
            "steps": [_("Fetch, fill in, upload"), _("Check"), _("Look at it, take it over")],
        }
        return render(self.request, f"assessments/{template}.html", context, status=status)

    def refuse_reader(self, report: Report) -> None:
        if not self.may("change", report):
            raise PermissionDenied

    def workbook(self, sheet: Sheet, name: str, given: Given | None = None) -> HttpResponse:
        """The workbook as an answer; who fetches one is on record."""
        out = io.BytesIO()
        write_offline(out, sheet, given)
        query = f"report {sheet.report.pk}"
        return exported(self.request, self.pages, query, out, len(sheet.rows), name)

    def job(self, pk: int, job: int) -> Job:
        """One's own upload to this report."""
        mine = Job.objects.filter(asked_by_id=self.request.user.pk, kind=KIND)
        return get_object_or_404(mine, pk=job, params__report=pk)

    @staticmethod
    def compared(report: Report, found: Job) -> Comparison:
        name = found.outcome.get("rows", "")
        if not name or not default_storage.exists(name):
            raise Http404
        with default_storage.open(name) as file:
            reading = Reading.from_json(json.load(file))
        kept = {int(pk): raw for pk, raw in found.outcome.get("kept", {}).items()}
        return Comparison(Sheet(report), reading, kept)


class OfflinePage(Offline):
    """Where the workbook is fetched, and brought back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.choose(self.one(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.one(pk)
        self.refuse_reader(report)
        try:
            refuse_shut(report)
            kept = keep_upload(request, LIMIT)
        except Refused as no:
            return self.choose(report, str(no))
        job = tasks.start(KIND, request.user, register=self.pages.name, report=report.pk, **kept)
        return redirect("report-offline-preview", report.pk, job.pk)

    def choose(self, report: Report, refused: str = "") -> HttpResponse:
        context = {"refused": refused, "limit": LIMIT // MIB}
        return self.page("offline", report, 1, 422 if refused else 200, **context)


class DownloadPage(Offline):
    """The workbook as it is now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.one(pk)
        sheet, period = Sheet(report), report.period
        quarter = f"{period.year}Q{period.quarter}"
        name = f"{report.organization.short} {quarter} {sheet.template}.xlsx"
        return self.workbook(sheet, name)


class OfflinePreviewPage(Offline):
    """What an uploaded workbook would change, until it is taken over."""

    def get(self, request: HttpRequest, pk: int, job: int) -> HttpResponse:
        report, found = self.one(pk), self.job(pk, job)
        if found.state != Job.State.DONE:
            return self.page("offline_preview", report, 2, job=found)
        revision = report.revision  # read before the cells: what comes later is asked again
        comparison = self.compared(report, found)
        context = {
            "job": found,
            "revision": revision,
            "same": len(comparison.reading.cells) - len(comparison.changes),
            "comparison": comparison,
            "good": comparison.good[:SHOWN],
            "more": max(0, len(comparison.good) - SHOWN),
            "chosen": request.GET.get("all", ""),
        }
        return self.page("offline_preview", report, 3, **context)

    def post(self, request: HttpRequest, pk: int, job: int) -> HttpResponse:
        report, found = self.one(pk), self.job(pk, job)
        self.refuse_reader(report)
        chosen = {int(m[1]): str(v) for n, v in request.POST.items() if (m := CHOICE.fullmatch(n))}
        try:
            taken = take_over(
                report,
                self.compared(report, found),
                chosen=chosen,
                seen=int_of(request.POST.get("seen", "")),
                with_wrong=request.POST.get("wrong") == "keep",
                by=request.user,
            )
        except Refused as no:
            messages.error(request, str(no))
            return redirect(report.get_absolute_url())
        found.outcome["kept"] = {**found.outcome.get("kept", {}), **taken.kept}
        found.save(update_fields=["outcome"])
        messages.success(request, told(taken))
        if taken.asked:
            messages.warning(request, still_asked(taken.asked))
            return redirect("report-offline-preview", report.pk, found.pk)
        return redirect(report.get_absolute_url())


class MarkedPage(Offline):
    """The uploaded workbook back, each wrong cell red with its sentence; it can be uploaded again
    once they are put right."""

    def get(self, request: HttpRequest, pk: int, job: int) -> HttpResponse:
        found = self.job(pk, job)
        comparison = self.compared(self.one(pk), found)
        stem = found.params["name"].rpartition(".")[0]
        given = given_back(comparison)
        return self.workbook(comparison.sheet, _("%(file)s - errors.xlsx") % {"file": stem}, given)


def given_back(comparison: Comparison) -> Given:
    """A workbook's own figures, with what is wrong with them."""
    sheet, reading, wrong = comparison.sheet, comparison.reading, comparison.wrong
    typed = (cell.pk for cell in sheet.cells.values() if fillable(sheet.by_id[cell.item_id]))
    return Given(
        {pk: reading.cells[pk].text for pk in typed if pk in reading.cells},
        [*reading.findings, *(one.found.finding(one.mine, one.fault) for one in wrong)],
        reading.revision,
    )


def told(taken: Taken) -> str:
    """What became of a workbook, in a few sentences."""
    counted = [
        (
            len(taken.saved.written),
            ngettext("%(n)s cell taken over.", "%(n)s cells taken over.", len(taken.saved.written)),
        ),
        (
            taken.wrong,
            ngettext(
                "%(n)s of them is wrong and stays in the draft as typed.",
                "%(n)s of them are wrong and stay in the draft as typed.",
                taken.wrong,
            ),
        ),
        (
            taken.left_out,
            ngettext("%(n)s cell left out.", "%(n)s cells left out.", taken.left_out),
        ),
        (
            len(taken.kept),
            ngettext(
                "%(n)s cell stays as it was in the portal.",
                "%(n)s cells stay as they were in the portal.",
                len(taken.kept),
            ),
        ),
    ]
    said = [words % {"n": n} for n, words in counted if n]
    return " ".join(said) or _("Nothing had to be changed.")


def still_asked(count: int) -> str:
    words = ngettext(
        "%(n)s cell was changed by somebody else or not decided: choose whose entry stands.",
        "%(n)s cells were changed by somebody else or not decided: choose whose entries stand.",
        count,
    )
    return words % {"n": count}
