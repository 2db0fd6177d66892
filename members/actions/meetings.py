from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.choices.meetings import Presence
from members.models import MeetingAttendance, Person
from organizations.models.meetings import Meeting
from portal.errors import Refused

Line = tuple[str, str]  # presence, reason


@transaction.atomic
def record_attendance(meeting: Meeting, *, lines: Mapping[Person, Line], by: Any) -> None:
    """Who came to a meeting: one line each; the counts are written to the meeting."""
    refuse_lines(meeting, lines, by)
    held = {one.person_id: one for one in meeting.attendances.filter(person__in=lines)}
    for person, (presence, reason) in lines.items():
        row = held.get(person.pk) or MeetingAttendance(meeting=meeting, person=person)
        changed = (row.presence, row.reason) != (presence, reason) or row.pk is None
        row.presence, row.reason, row.met_on = presence, reason, meeting.held_on
        if changed:
            row.save()
    count_attendance(meeting)


def refuse_lines(meeting: Meeting, lines: Mapping[Person, Line], by: Any) -> None:
    if meeting.held_on > timezone.localdate():
        raise Refused(_("The meeting has not been held yet."))
    scope = by.scope("members.add_meetingattendance")
    for person, (presence, reason) in lines.items():
        if not scope.covers(person.place()):
            raise Refused(_("You may not enter the attendance of %(person)s.") % {"person": person})
        if presence == Presence.ON_LEAVE and not reason:
            raise Refused(_("Say why %(person)s was on leave.") % {"person": person})


def count_attendance(meeting: Meeting) -> None:
    """The meeting's own figures are those of its lines."""
    counts = Counter(meeting.attendances.values_list("presence", flat=True))
    meeting.due = sum(counts.values())
    meeting.present = counts[Presence.PRESENT]
    meeting.on_leave = counts[Presence.ON_LEAVE]
    meeting.absent = counts[Presence.ABSENT]
    meeting.save(update_fields=["due", "present", "on_leave", "absent", "changed_at"])
