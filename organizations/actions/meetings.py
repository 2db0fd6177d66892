"""Meetings held against due (002-09, 002-10, 001-11, 001-12, 003-51, 000-31)."""

from __future__ import annotations

from organizations.actions.due import Owed
from organizations.actions.shipped import load, read
from organizations.models import Meeting, MeetingDuty, Organization

MEETINGS = Owed("meetings_behind", MeetingDuty, Meeting, "held_on")


def load_meeting_duties(organization: Organization) -> int:
    return load(MeetingDuty, organization, read("meeting_duties"))
