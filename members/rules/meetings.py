from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from members.choices.meetings import Presence
from portal.rules import Found


def fill_day(values: dict[str, Any]) -> None:
    """The day that was left out is the meeting's."""
    meeting = values.get("meeting")
    if meeting and "met_on" in values and values["met_on"] is None:
        values["met_on"] = meeting.held_on


def reason_for_leave(values: dict[str, Any]) -> Found:
    """Whoever is on leave has said why."""
    if values.get("presence") == Presence.ON_LEAVE and not values.get("reason", " "):
        yield "reason", _("Say why the member was on leave.")


def members_only(values: dict[str, Any]) -> Found:
    """Attendance is counted of those on the way into the party or in it, not after they left."""
    person, day = values.get("person"), values.get("met_on")
    if person and day and person.left and f"{day:%Y-%m-%d}" >= person.left:
        yield "person", _("%(person)s had left by that day.") % {"person": person}
