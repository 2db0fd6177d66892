"""Who came to the member meetings of one township this year."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from members.actions.meetings import count_attendance
from members.choices.meetings import Presence
from members.models import MeetingAttendance, Person
from members.rules.appraisal import members_of
from operations.loading import copy_new
from organizations.demo.county import COUNTY
from organizations.models.meetings import Meeting
from portal.history import acting

SEED, MOST = 220, 160
REASONS = ("外出务工", "因病请假", "外出探亲", "参加上级会议")


def load(say: Callable[[str], None]) -> None:
    today = timezone.localdate()
    if MeetingAttendance.objects.exists():
        return
    held = Meeting.objects.filter(
        organization__code__startswith=f"{COUNTY}100", kind="members", held_on__lte=today
    )
    rng = random.Random(SEED)
    meetings = list(held.select_related("organization").order_by("-held_on", "pk")[:MOST])
    with transaction.atomic(), acting(None, page="demo"):
        rows = [row for one in meetings for row in roll(rng, one)]
        copy_new(rows)
        for one in meetings:
            count_attendance(one)
    say(f"{len(rows)} attendances at {len(meetings)} meetings")


def roll(rng: random.Random, meeting: Meeting) -> list[MeetingAttendance]:
    people: Any = members_of(meeting.organization, meeting.held_on)
    return [came(rng, meeting, person) for person in people]


def came(rng: random.Random, meeting: Meeting, person: Person) -> MeetingAttendance:
    luck = rng.random()
    presence = Presence.PRESENT if luck < 0.86 else Presence.ABSENT
    leave = 0.86 <= luck < 0.96
    return MeetingAttendance(
        meeting=meeting,
        person=person,
        met_on=meeting.held_on,
        presence=Presence.ON_LEAVE if leave else presence,
        reason=rng.choice(REASONS) if leave else "",
    )
