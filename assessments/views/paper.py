"""The official print of a report, and the page to which its verification code leads."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.reports.copies import digest_of, figures_of, is_whole
from assessments.actions.reports.paper import FORMATS, Paper
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportAct, ReportCopy
from organizations.models.naming import in_language
from registers.views.page import Page

MOST = 60  # differing cells that are listed
State = Report.State


class PaperPage(Page):
    """A report on A4: as it was handed in while it is, else marked as a draft."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.one(pk)
        kept = self.copy_of(report)
        figures = kept.figures if kept else figures_of(Sheet(report))
        items = report.period.template.items.select_related("section")
        paper = Paper(figures, items, request.GET.get("paper", ""))
        leaves = paper.leaves()
        context = {
            "report": report,
            "copy": kept,
            "mark": mark(report, kept),
            "handed_in": handed_in(report, kept),
            "heading": in_language(figures["report"]["title"], figures["report"]["title_en"]),
            "unit": figures["report"]["name"],
            "paper": paper,
            "formats": FORMATS,
            "leaves": leaves,
            "pages": len(leaves),
            "url": request.build_absolute_uri(kept.get_absolute_url()) if kept else "",
            "at": timezone.localtime(),
        }
        return render(request, "assessments/report_paper.html", context)

    def copy_of(self, report: Report) -> ReportCopy | None:
        """The copy asked for by its code; else that of a report that is handed in, its latest."""
        copies = report.copies.select_related("act__by")
        if code := self.request.GET.get("copy"):
            return get_object_or_404(copies, code=code.upper())
        return None if report.writable else copies.last()


def handed_in(report: Report, kept: ReportCopy | None) -> tuple[Any, datetime | None]:
    """By whom, and when, what is printed was submitted."""
    if kept and kept.act.kind == ReportAct.Kind.SUBMITTED:
        return kept.act.by, kept.act.at
    return report.submitted_by, report.submitted_at


def mark(report: Report, kept: ReportCopy | None) -> str:
    """What is printed across: it is not handed in, or no longer the latest."""
    if kept is None:
        return _("Draft") if report.writable else ""
    if report.writable or kept.pk != report.copies.values_list("pk", flat=True).last():
        return _("Superseded")
    return ""


class CopyPage(Page):
    """The figures behind a verification code, and whether they still are those of the report."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        copies = ReportCopy.objects.select_related("act__by").filter(report__in=self.rows)
        kept = get_object_or_404(copies, code=code.strip().upper())
        report = self.one(kept.report_id)
        now = figures_of(Sheet(report))
        paper = Paper(kept.figures, report.period.template.items.select_related("section"))
        changed = differing(kept.figures, now)
        context = {
            "title": _("Stored copy %(code)s") % {"code": kept.code},
            "crumbs": [
                (self.label, self.pages.url("list")),
                (report.organization.short, report.get_absolute_url()),
                (kept.code, ""),
            ],
            "copy": kept,
            "report": report,
            "heading": in_language(
                kept.figures["report"]["title"], kept.figures["report"]["title_en"]
            ),
            "whole": is_whole(kept),
            "digest": digest_of(kept.figures),
            "changed": changed[:MOST],
            "changes": len(changed),
            "later": report.copies.filter(pk__gt=kept.pk).last(),
            "parts": list(paper.tables()),
            "print_url": f"{reverse('report-paper', args=[report.pk])}?copy={kept.code}",
        }
        return render(request, "assessments/report_copy.html", context)


def differing(kept: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """(row, item, then, now) of every cell that says something else today."""
    names = {item["code"]: in_language(item["name"], item["name_en"]) for item in kept["items"]}
    today = {(row["scope"], row["id"]): row["cells"] for row in now["rows"]}
    return [
        (row["name"], names.get(code, code), text, said)
        for row in kept["rows"]
        for code, text in row["cells"].items()
        if (said := today.get((row["scope"], row["id"]), {}).get(code, "")) != text
    ]
