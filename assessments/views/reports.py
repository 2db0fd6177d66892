from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from assessments.actions.reports.acts import (
    NotReady,
    Saved,
    Shut,
    changed_since,
    own_edits,
    save_cells,
    submit_report,
)
from assessments.actions.reports.entries import spoken
from assessments.actions.reports.owing import CAME_BACK
from assessments.actions.reports.reach import FILL, VIEW, parts_of, rows_for, rows_seen
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportAct, ReportCell
from assessments.views.drawing import SHOWN, Drawing, answered_list, as_json, fault_list
from assessments.views.rounds import around
from portal.errors import Refused
from registers.views.page import Page
from web.menu import count_anew

CELL = re.compile(r"c(\d{1,18})")


class ReportPage(Page):
    """What concerns the cells of a report: of all of them, or for a village that was asked for its
    part, of that part."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not (user.has_perm(VIEW) or user.has_perm(FILL)):
            raise PermissionDenied
        mine = user.scope(VIEW).q("organization") | Q(pk__in=parts_of(user).values("report"))
        self.rows = Report.objects.filter(mine)
        return View.dispatch(self, request, *args, **kwargs)

    def rows_for(self, report: Report) -> set[int] | None:
        """The rows in which the user may write; None for all."""
        return rows_for(report, self.request.user)

    def rows_seen(self, report: Report) -> set[int] | None:
        """The rows that the user may read; None for all."""
        return rows_seen(report, self.request.user)


class GridPage(ReportPage):
    """The report itself: typing, pasting, handing in, and reading."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.one(pk)
        if "since" in request.GET:
            seen = int_of(request.GET["since"])
            new = seen != report.revision or "all" in request.GET
            return self.news(report, seen) if new else nothing_new(seen)
        return self.draw(report, complete="check" in request.GET)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.one(pk)
        if self.rows_for(report) == set():
            raise PermissionDenied
        typed = {int(m[1]): str(v) for n, v in request.POST.items() if (m := CELL.fullmatch(n))}
        seen = int_of(request.POST.get("seen", ""))
        if request.headers.get("X-Grid"):
            return self.autosave(report, typed, seen)
        return self.send(report, typed, seen)

    def autosave(self, report: Report, typed: dict[int, str], seen: int) -> HttpResponse:
        try:
            saved = save_cells(report, typed=typed, seen=seen, by=self.request.user)
        except Shut as no:
            return JsonResponse({"said": str(no)}, status=409)
        return self.news(report, seen, saved)

    def news(self, report: Report, seen: int, saved: Saved | None = None) -> JsonResponse:
        """What a page that shows revision `seen` must redraw."""
        if saved:
            report.revision = saved.revision
        else:
            report.refresh_from_db(fields=["revision"])
        alone = saved and saved.changed and report.revision == seen + 1  # nobody else wrote since
        others = {} if alone else changed_since(report, seen)
        written = saved.written if saved else {}
        clashes = saved.clashes if saved else []
        asked = self.request.POST or self.request.GET
        sheet = self.sheet(report, complete="check" in asked, drawn=False)
        answer = as_json(sheet)
        answer |= {
            "at": timezone.localtime().strftime("%H:%M:%S"),
            "seen": report.revision,
            "heading": heading(len(sheet.faults)),
            "filled": filled(answer["progress"]),
            "written": {
                pk: spoken(sheet.item_of(pk), raw)
                for pk, raw in written.items()
                if pk in sheet.cells
            },
            "clashes": {pk: by_others(others[pk]) for pk in clashes if pk in others},
            "changes": {
                pk: by_others(cell)
                for pk, cell in others.items()
                if pk not in written and pk not in clashes and pk in sheet.cells
            },
        }
        return JsonResponse(answer)

    def sheet(self, report: Report, *, complete: bool = False, drawn: bool = True) -> Sheet:
        complete = complete and report.writable
        return Sheet(report, complete=complete, only=self.rows_seen(report), drawn=drawn)

    def send(self, report: Report, typed: dict[int, str], seen: int) -> HttpResponse:
        """A page sent by its buttons; the whole of it where scripts do not run."""
        try:
            saved = self.keep(report, typed, seen)
            if saved.clashes:
                return self.draw(report, clashes=self.clashes(saved, typed), status=409)
            if self.request.POST.get("act") == "submit":
                return self.hand_in(report, seen + saved.changed)
        except Shut as no:
            return self.draw(report, shut=str(no), clashes=self.unsaved(report, typed), status=409)
        except Refused as no:
            messages.error(self.request, str(no))
            return redirect(report.get_absolute_url())
        messages.success(self.request, _("Saved."))
        return redirect(report.get_absolute_url())

    def keep(self, report: Report, typed: dict[int, str], seen: int) -> Saved:
        mine = own_edits(report, typed, seen)
        if not mine:
            return Saved(report.revision)
        return save_cells(report, typed=mine, seen=seen, by=self.request.user)

    def clashes(self, saved: Saved, typed: dict[int, str]) -> list[dict[str, Any]]:
        cells = ReportCell.objects.filter(pk__in=saved.clashes)
        rows = cells.select_related("item", "organization", "changed_by")
        return [{"cell": cell, "mine": typed[cell.pk], **by_others(cell)} for cell in rows]

    def unsaved(self, report: Report, typed: dict[int, str]) -> list[dict[str, Any]]:
        """What was typed into a report that takes nothing any more, given back to its writer."""
        cells = report.cells.select_related("item", "organization", "changed_by")
        return [
            {"cell": cell, "mine": typed[cell.pk], **by_others(cell)}
            for cell in cells.filter(pk__in=typed)
            if typed[cell.pk].strip() not in {cell.raw, spoken(cell.item, cell.raw)}
        ]

    def hand_in(self, report: Report, seen: int) -> HttpResponse:
        if not self.may("submit", report):
            raise PermissionDenied
        report.refresh_from_db()
        try:
            with transaction.atomic():
                submit_report(report, by=self.request.user, seen=seen)
        except NotReady:
            return redirect(f"{report.get_absolute_url()}?check=1#faults")
        count_anew(self.request.user)
        messages.success(self.request, _("Submitted. The county has it now."))
        return redirect(report.get_absolute_url())

    def draw(
        self,
        report: Report,
        *,
        complete: bool = False,
        clashes: Any = (),
        shut: str = "",
        status: int = 200,
    ) -> HttpResponse:
        revision = report.revision  # read before the cells: what comes later shows as news
        sheet = self.sheet(report, complete=complete)
        rows = self.rows_for(report) if report.writable else set()
        acts = list(report.acts.select_related("by", "organization"))
        context = {
            "report": report,
            "title": f"{report}",
            "crumbs": [(self.label, self.pages.url("list")), (report.organization.short, "")],
            "sheet": sheet,
            "drawing": Drawing(sheet, rows),
            "writable": rows != set(),
            "revision": revision,
            "heading": heading(len(sheet.faults)),
            "filled": filled(sheet.progress()),
            "faults": fault_list(sheet, writable=rows != set()),
            "answered": answered_list(sheet, writable=rows != set()),
            "more_faults": max(0, len(sheet.faults) - SHOWN),
            "checked": complete,
            "clashes": clashes,
            "shut": shut,
            "acts": acts,
            "returned": last_return(report, acts),
            "offered": self.offered(report),
            **around(report, self.request.user, sheet, acts),
        }
        return render(self.request, "assessments/report_grid.html", context, status=status)

    def offered(self, report: Report) -> list[Any]:
        """The acts that make sense now and that the user may do; submitting has its own button."""
        return [
            act
            for act in self.pages.actions
            if act.name != "submit_report" and act.offered(report) and self.may(act.verb, report)
        ]


def nothing_new(seen: int) -> JsonResponse:
    return JsonResponse({"seen": seen})


def int_of(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - fits the column


def last_return(report: Report, acts: list[ReportAct]) -> ReportAct | None:
    """Why it came back, while it is back."""
    kind = CAME_BACK.get(Report.State(report.state))
    return next((act for act in reversed(acts) if act.kind == kind), None)


def by_others(cell: ReportCell) -> dict[str, str]:
    who = str(cell.changed_by or _("the registers"))
    raw = spoken(cell.item, cell.raw)
    return {"raw": raw, "by": who, "at": timezone.localtime(cell.changed_at).strftime("%H:%M")}


def heading(count: int) -> str:
    words = ngettext(
        "%(count)s place to put right before you can submit",
        "%(count)s places to put right before you can submit",
        count,
    )
    return words % {"count": count}


def filled(done: dict[str, int]) -> str:
    words = [_("%(filled)s of %(cells)s cells")]
    if done["villages"]:
        words.append(_("%(villages_filled)s of %(villages)s villages complete"))
    if done["branches"]:
        words.append(_("%(branches_filled)s of %(branches)s branches complete"))
    return _(", ").join(words) % done
