"""Meetings held against due (002-09, 002-10, 001-11, 001-12, 003-51, 000-31)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from organizations.actions.due import Owed
from organizations.models import Meeting, MeetingDuty, Organization
from organizations.models.due import Duty

DATA = Path(__file__).parent.parent / "data"
MEETINGS = Owed("meetings_behind", MeetingDuty, Meeting, "held_on")


@transaction.atomic
def load_duties(duties: type[Duty], name: str, organization: Organization) -> int:
    """The duties that the portal comes with, as this organization's; how many were missing."""
    before = duties.objects.count()
    duties.objects.bulk_create(
        [duties(organization=organization, **dated(line)) for line in read(name)],
        ignore_conflicts=True,
    )
    return int(duties.objects.count() - before)


def load_meeting_duties(organization: Organization) -> int:
    return load_duties(MeetingDuty, "meeting_duties", organization)


def read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return found


def dated(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "since": date.fromisoformat(line["since"])}
