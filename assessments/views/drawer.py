"""One cell of a report: what it asks, where its figure comes from, what was said about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from assessments.actions.reports.answers import answer_warning
from assessments.actions.reports.cells import AboutCell
from assessments.actions.reports.comments import comment_cell, may_comment, settle_comment
from assessments.actions.reports.disputes import (
    dispute_figure,
    settle_agreed,
    settle_refused,
    take_over,
)
from assessments.actions.reports.files import add_file, files_of, take_file_off
from assessments.actions.reports.rows import Fault
from assessments.actions.reports.sheets import Sheet
from assessments.models import ReportCell, ReportItem
from assessments.views.reports import ReportPage
from portal.errors import Refused
from portal.refusing import refusing

JOINED = (
    "item__section",
    "organization",
    "changed_by",
    "report__organization",
    "report__period__template",
)


class CellPage(ReportPage):
    """A part of the grid page, or a page of its own where scripts do not run."""

    def cell(self, pk: int, cell: int) -> ReportCell:
        rows = ReportCell.objects.filter(report=pk, report__in=self.rows)
        found: ReportCell = get_object_or_404(rows.select_related(*JOINED), pk=cell)
        seen = self.rows_seen(found.report)
        if seen is not None and found.organization_id not in seen:
            raise Http404
        return found

    def get(self, request: HttpRequest, pk: int, cell: int) -> HttpResponse:
        return self.draw(self.cell(pk, cell))

    def post(self, request: HttpRequest, pk: int, cell: int) -> HttpResponse:
        found = self.cell(pk, cell)
        try:
            with refusing():
                done = self.act(found, str(request.POST.get("act", "")))
        except Refused as no:
            return self.draw(self.cell(pk, cell), refused=str(no), status=422)
        if self.part:
            return self.draw(self.cell(pk, cell), done=done)
        messages.success(request, done)
        return redirect(f"{found.report.get_absolute_url()}#c{found.pk}")

    @property
    def part(self) -> bool:
        """Whether the grid page asks, which shows it in its drawer."""
        return bool(self.request.headers.get("X-Drawer"))

    def act(self, cell: ReportCell, name: str) -> str:
        """Do what a button of the drawer says; returns what to say about it."""
        acts: dict[str, tuple[str, Callable[[ReportCell], Any], str]] = {
            "comment": ("", self.comment, _("Said.")),
            "settle": ("", self.settle, _("Settled.")),
            "dispute": ("change", self.dispute, _("Disputed. The report counts your figure.")),
            "take_over": ("change", self.take_over, _("Taken over from the registers.")),
            "answer": ("change", self.answer, _("Your answer is kept.")),
            "attach": ("change", self.attach, _("Added.")),
            "withdraw": ("change", self.withdraw, _("Withdrawn.")),
            "agree": ("settle", self.agree, _("Settled: the register has been put right.")),
            "refuse": ("settle", self.refuse, _("Settled: the register is right.")),
        }
        if name not in acts:
            raise Refused(_("Nothing was asked for. Use one of the buttons."))
        verb, do, said = acts[name]
        if not self.holds(verb, cell):
            raise PermissionDenied
        do(cell)
        return said

    def holds(self, verb: str, cell: ReportCell) -> bool:
        """Whether the user may write in the cell's row, or settle disputes about it."""
        if verb == "settle":
            return bool(self.request.user.has_perm("assessments.settle_reportdispute", cell.report))
        rows = self.rows_for(cell.report)
        return not verb or rows is None or cell.organization_id in rows

    def said(self, name: str) -> str:
        return str(self.request.POST.get(name, ""))

    def number(self, name: str) -> int:
        text = self.said(name)
        return int(text) if text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - bigint

    def comment(self, cell: ReportCell) -> None:
        comment_cell(cell, text=self.said("text"), by=self.request.user)

    def settle(self, cell: ReportCell) -> None:
        comment = get_object_or_404(cell.comments, pk=self.number("comment"))
        settle_comment(comment, by=self.request.user)

    def dispute(self, cell: ReportCell) -> None:
        said = {name: self.said(name) for name in ("claimed", "reason", "known")}
        dispute_figure(cell, **said, by=self.request.user)

    def take_over(self, cell: ReportCell) -> None:
        take_over(cell, by=self.request.user)

    def answer(self, cell: ReportCell) -> None:
        answer_warning(
            cell.report,
            check=self.number("check"),
            organization=self.number("row"),
            figures=self.said("figures"),
            reason=self.said("reason"),
            by=self.request.user,
        )

    def attach(self, cell: ReportCell) -> None:
        files = self.request.FILES.getlist("files")
        if not files:
            raise Refused(_("Choose a file first."))
        for file in files:
            add_file(cell, file=file, by=self.request.user)

    def withdraw(self, cell: ReportCell) -> None:
        held = get_object_or_404(files_of(cell), pk=self.number("file"))
        take_file_off(cell, held, why=self.said("why"), by=self.request.user)

    def agree(self, cell: ReportCell) -> None:
        settle_agreed(self.open_dispute(cell), by=self.request.user)

    def refuse(self, cell: ReportCell) -> None:
        settle_refused(self.open_dispute(cell), answer=self.said("answer"), by=self.request.user)

    @staticmethod
    def open_dispute(cell: ReportCell) -> Any:
        found = cell.disputes.filter(state="open").first()
        if not found:
            raise Refused(_("This dispute has been settled or taken back meanwhile."))
        return found

    def draw(
        self, cell: ReportCell, *, refused: str = "", done: str = "", status: int = 200
    ) -> HttpResponse:
        report = cell.report
        about = AboutCell(cell, self.request.user)
        context = {
            "about": about,
            "cell": cell,
            "report": report,
            "item": cell.item,
            "files": self.files(cell),
            "writable": report.writable and self.holds("change", cell),
            "may_comment": may_comment(cell, self.request.user),
            "may_settle": about.dispute is not None and self.holds("settle", cell),
            "warnings": () if self.part else warnings_at(cell),
            "refused": refused,
            "done": done,
            "act": self.said("act") if refused else "",
            "typed": self.request.POST if refused else {},
            "title": f"{cell.organization.short} · {cell.item.label}",
            "crumbs": [(str(report), report.get_absolute_url()), (cell.item.label, "")],
        }
        template = "parts/drawer.html" if self.part else "cell.html"
        return render(self.request, f"assessments/{template}", context, status=status)

    @staticmethod
    def files(cell: ReportCell) -> Any:
        if cell.item.kind != ReportItem.Kind.FILE:
            return ()
        return files_of(cell).select_related("uploaded_by")


def warnings_at(cell: ReportCell) -> list[Fault]:
    """Those that may be answered with a reason, answered or not."""
    sheet = Sheet(cell.report)
    return [one for one in (*sheet.faults, *sheet.answered) if one.check and one.cell == cell.pk]
