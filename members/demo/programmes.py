"""Two years' verdicts on the "five leads" of members in villages, in all townships but two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from members.choices.standing import MEMBERS
from members.models import MemberResult
from organizations.choices.tree import RURAL, Level
from organizations.models import Organization
from portal.history import acting

LEFT_OUT = 2  # townships that have not sent theirs in
# Of a hundred members so many lead in all five; the others fail on one line.
LEADING = {0: 76, 1: 68}  # years back -> share
EARLIER = 1  # township that judged in the year before
JUDGED = """
    INSERT INTO members_memberresult
        (created_at, changed_at, person_id, item_id, judged_on, judge, verdict, note)
    SELECT now(), now(), person.id, item.id, %(day)s, '党支部党员大会',
        CASE WHEN person.id * 37 %% 100 < %(share)s OR item.position %% 5 <> person.id %% 5
            THEN 'met' WHEN person.id %% 3 = 0 THEN 'not_met' ELSE 'partly' END, ''
    FROM members_person AS person
    JOIN organizations_organization AS home ON home.id = person.organization_id
    CROSS JOIN organizations_programmeitem AS item
    JOIN organizations_programme AS programme ON programme.id = item.programme_id
    WHERE programme.code = 'five-good-five-leads' AND item.position > 5
        AND person.standing = ANY(%(members)s) AND person."left" IS NULL
        AND home.setting = ANY(%(rural)s) AND home.path LIKE ANY(%(paths)s)
        AND coalesce(person.joined, '9') <= %(day)s::text
"""


def load(say: Callable[[str], None]) -> None:
    if MemberResult.objects.exists():
        return
    towns = Organization.objects.filter(level=Level.TOWNSHIP, closed=None).order_by("code")
    paths = [f"{town.path}%" for town in towns]
    with transaction.atomic(), acting(None, page="demo"), connection.cursor() as cursor:
        for back, share in LEADING.items():
            judged_in = paths[:EARLIER] if back else paths[:-LEFT_OUT]
            cursor.execute(
                JUDGED,
                {
                    "day": midsummer(timezone.localdate(), back),
                    "share": share,
                    "members": list(map(str, MEMBERS)),
                    "rural": list(map(str, RURAL)),
                    "paths": judged_in,
                },
            )
    say(f"{MemberResult.objects.count()} verdicts on members")


def midsummer(today: date, back: int) -> date:
    """The last eve of the party's birthday, or one so many years before."""
    last = date(today.year, 6, 30)
    return date(today.year - back - (last > today), 6, 30)
