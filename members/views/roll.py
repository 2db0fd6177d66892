"""Who came to a meeting: all members of the organization on one page, present unless said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from members.actions.meetings import record_attendance
from members.choices.meetings import Presence
from members.models import Person
from members.rules.appraisal import members_of
from organizations.models.meetings import Meeting
from portal.errors import Refused

MOST = 500  # members on one page
REASON = 120


@dataclass
class Row:
    person: Person
    presence: str
    reason: str


@login_required
def attendance_page(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    if not user.has_perm("members.add_meetingattendance"):
        raise PermissionDenied
    meeting = get_object_or_404(Meeting.objects.for_user(user), pk=pk)
    scope = user.scope("members.add_meetingattendance")
    found = members_of(meeting.organization, meeting.held_on).filter(scope.q("organization"))
    people = list(found.select_related("organization")[: MOST + 1])
    rows = [] if len(people) > MOST else rows_of(meeting, people, request)
    refused, status = "", 200
    if request.method == "POST" and rows:
        try:
            lines = {row.person: (row.presence, row.reason) for row in rows}
            record_attendance(meeting, lines=lines, by=user)
        except Refused as no:
            refused, status = str(no), 422
        else:
            messages.success(
                request, _("The attendance of %(n)s members is entered.") % {"n": len(rows)}
            )
            return redirect(meeting.get_absolute_url())
    return show(request, meeting, rows, status, refused=refused, many=len(people) > MOST)


def rows_of(meeting: Meeting, people: list[Person], request: HttpRequest) -> list[Row]:
    """What was sent, else what is stored, else present."""
    held = {one.person_id: one for one in meeting.attendances.all()}
    rows = []
    for person in people:
        one = held.get(person.pk)
        presence, reason = (one.presence, one.reason) if one else (Presence.PRESENT, "")
        sent = request.POST.get(f"p{person.pk}", "")
        if sent in Presence.values:
            presence = Presence(sent)
            reason = request.POST.get(f"r{person.pk}", "").strip()[:REASON]
        rows.append(Row(person, presence, reason))
    return rows


def show(
    request: HttpRequest, meeting: Meeting, rows: list[Row], status: int, **context: Any
) -> HttpResponse:
    crumbs = [(str(meeting), meeting.get_absolute_url()), (_("Attendance"), "")]
    context |= {
        "title": _("Attendance: %(meeting)s") % {"meeting": meeting},
        "meeting": meeting,
        "rows": rows,
        "choices": Presence.choices,
        "crumbs": crumbs,
        "most": MOST,
    }
    return render(request, "members/attendance.html", context, status=status)
