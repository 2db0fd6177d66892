"""What stands around a report's cells: what has changed since it was last handed in, and the parts
that villages were asked to fill in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions.reports.copies import differences
from assessments.actions.reports.parts import ask_villages, hand_over_part, send_back_part
from assessments.actions.reports.reach import parts_of
from assessments.actions.reports.rows import Row
from assessments.actions.reports.sheets import Sheet
from assessments.forms.reports import PartForm
from assessments.models import Report, ReportAct, ReportSection, VillagePart
from organizations.models import Organization
from portal.errors import Refused
from registers.views.page import Page
from web.menu import count_anew

State = VillagePart.State


def around(report: Report, user: Any, sheet: Sheet, acts: list[ReportAct]) -> dict[str, Any]:
    """What the page of a report shows besides its cells. A query for the parts where villages
    were asked, and one for the copy where the report was handed in before."""
    asked = [act for act in acts if act.kind == ReportAct.Kind.ASKED]
    parts = list(report.parts.select_related("organization")) if asked else []
    whole = user.has_perm("assessments.view_report", report)
    mine = [] if whole else [part for part in parts if covers(user, part)]
    own = {part.organization_id for part in mine}
    return {
        "acts": acts if whole else [act for act in acts if act.organization_id in own],
        "after": max((act.pk for act in acts if act.kind in Report.MOVES), default=0),
        "changed": differences(report, sheet) if whole else [],
        "may_ask": report.writable and user.has_perm("assessments.change_report", report),
        "parts": parts if whole else [],
        "handed": sum(1 for part in parts if part.state == State.HANDED),
        "own_parts": mine,
        "marked": [cell.pk for cell in sheet.in_order() if cell.comments],
    }


def covers(user: Any, part: VillagePart) -> bool:
    return bool(user.has_perm("assessments.fill_report", part))


@dataclass(frozen=True)
class Village:
    """A village of the report, how far its rows are, and what it was asked."""

    place: Organization
    filled: int
    cells: int
    part: VillagePart | None
    ticked: bool


class PartsPage(Page):
    """The township asks villages to fill in their own rows, sees how far they are, and sends back
    what is to be put right."""

    needs = "change"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.draw(self.one(pk), PartForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        report, form = self.one(pk), PartForm(request.POST)
        ticked = {int(one) for one in request.POST.getlist("village") if one.isdecimal()}
        back = request.POST.get("act") == "back"
        form.fields["reason"].required, form.fields["until"].required = back, not back
        if form.is_valid():
            try:
                said = (self.send_back if back else self.ask)(report, ticked, form.cleaned_data)
            except Refused as no:
                form.add_error(None, str(no))
            else:
                messages.success(request, said)
                return redirect("report-parts", report.pk)
        return self.draw(report, form, ticked)

    def ask(self, report: Report, ticked: set[int], given: dict[str, Any]) -> str:
        places = Organization.objects.filter(pk__in=ticked)
        return ask_villages(report, places, until=given["until"], by=self.request.user)

    def send_back(self, report: Report, ticked: set[int], given: dict[str, Any]) -> str:
        parts = report.parts.filter(organization__in=ticked, state=State.HANDED)
        chosen = list(parts.select_related("organization", "report"))
        if not chosen:
            raise Refused(_("Tick villages that have handed over their part."))
        for part in chosen:
            send_back_part(part, by=self.request.user, **given)
        return _("Sent back: %(villages)s") % {
            "villages": ", ".join(part.organization.short for part in chosen)
        }

    def draw(self, report: Report, form: forms.Form, ticked: Iterable[int] = ()) -> HttpResponse:
        villages = list(self.villages(report, set(ticked)))
        title = _("Villages' parts")
        context = {
            "title": title,
            "report": report,
            "crumbs": [
                (self.label, self.pages.url("list")),
                (report.organization.short, report.get_absolute_url()),
                (title, ""),
            ],
            "form": form,
            "villages": villages,
            "handed": sum(1 for one in villages if one.part and one.part.state == State.HANDED),
            "asked": sum(1 for one in villages if one.part),
        }
        status = 422 if form.errors else 200
        return render(self.request, "assessments/parts.html", context, status=status)

    def villages(self, report: Report, ticked: set[int]) -> Iterable[Village]:
        """Before anything was ticked: those that have not been asked yet."""
        sheet = Sheet(report)
        parts = {part.organization_id: part for part in report.parts.select_related("handed_by")}
        for row in sheet.of(ReportSection.Scope.VILLAGE):
            part = parts.get(row.organization.pk)
            chosen = row.organization.pk in ticked if ticked else part is None
            yield Village(row.organization, *how_far(sheet, row), part, chosen)


def how_far(sheet: Sheet, row: Row) -> tuple[int, int]:
    """(cells filled in, cells to fill in) of what must be typed in a row."""
    asked = [cell for code, cell in row.cells.items() if code in sheet.musts]
    return sum(1 for cell in asked if cell.raw), len(asked)


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """A village gives its rows to its township."""
    rows = parts_of(request.user).select_related("report__period__template", "organization")
    part = get_object_or_404(rows, pk=pk)
    try:
        hand_over_part(part, by=request.user)
    except Refused as no:
        messages.error(request, str(no))
        return redirect(f"{part.get_absolute_url()}?check=1#faults")
    count_anew(request.user)
    messages.success(request, _("Handed over. The township has it now."))
    return redirect(part.get_absolute_url())
