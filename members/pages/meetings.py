from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.filters.meetings import MeetingAttendanceFilter, PresenceFacet
from members.filters.related import ask_of_persons
from members.forms.meetings import MeetingAttendanceForm
from members.models import MeetingAttendance
from members.tables.meetings import MeetingAttendanceTable
from organizations.models.meetings import Meeting
from portal import pages

pages.add(
    MeetingAttendance,
    MeetingAttendanceForm,
    MeetingAttendanceFilter,
    MeetingAttendanceTable,
    group=_("Party life"),
    icon="check",
    menu=False,
    bulk=("presence", "reason"),
)
ask_of_persons(
    attendance_at_least=PresenceFacet(label=_("Meetings attended this year, % at least"))
)
ask_of_persons(
    attendance_under=PresenceFacet(under=True, label=_("Meetings attended this year, % below")),
)


def roll_of(meeting: Meeting, user: Any) -> dict[str, Any] | None:
    """Where the attendance of a meeting is entered."""
    return {"url": reverse("meeting-attendance", args=[meeting.pk])}


pages.panel(
    Meeting,
    _("Attendance"),
    "members/roll.html",
    roll_of,
    perm="members.add_meetingattendance",
)
