"""Promise P1 for ratings: 30,000 members of a county rated at once, from opening to final stars.

The round makes a case for every member with what the registers count of them, is handed in,
reviewed, confirmed, published and made final; beside it, a workbook's worth of typed points.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402 - the portal is set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from assessments.actions.ratings import acts, finals  # noqa: E402
from assessments.actions.ratings.library import load_scheme  # noqa: E402
from assessments.actions.ratings.opening import begin_round  # noqa: E402
from assessments.actions.ratings.saving import save_points  # noqa: E402
from assessments.models import Rating, RatingRound, RatingScore  # noqa: E402
from benchmarks.run_plan import PERSONS, fill  # noqa: E402
from members.choices.meetings import Presence  # noqa: E402
from members.models import MeetingAttendance, Person  # noqa: E402
from organizations.models import Grant, Meeting, Organization, User  # noqa: E402

YEAR, EVERY, LIMIT = 2025, 10, 120
State = RatingRound.State


def main() -> int:
    call_command("migrate", verbosity=0)
    fill(random.Random(1))  # noqa: S311 - made-up people
    top = Organization.objects.get(parent=None)
    attend(top)
    one, other = officer(top, "one"), officer(top, "other")
    scheme = load_scheme("members-huaning", at=top)
    round_ = RatingRound.objects.create(scheme=scheme, year=YEAR, organization=top)
    with CaptureQueriesContext(connection) as asked:
        opened = timed(lambda: begin_round(round_, by=one))
    count, scores = round_.cases.count(), RatingScore.objects.count()
    print(f"## {count:,} members rated at once\n\n| step | seconds |\n|---|---|")
    print(f"| opened, {scores:,} prefilled points, {len(asked)} queries | {opened:.1f} |")
    total = opened + typed(round_, one)
    for name, step in steps(round_, one, other):
        took = timed(step)
        total += took
        print(f"| {name} | {took:.1f} |")
    print(f"| all | {total:.1f} |")
    return 0 if total <= LIMIT and Rating.objects.filter(round=round_).count() == count else 1


def typed(round_: RatingRound, by: User) -> float:
    """Two criteria of every member typed in, as a workbook of the whole county would."""
    criteria = list(round_.scheme.criteria.filter(kind="bonus")[:2])
    cases = round_.cases.values_list("pk", flat=True)
    given = {(pk, f"{one.pk}"): "2" for pk in cases for one in criteria}
    took = timed(lambda: save_points(round_, typed=given, by=by))
    print(f"| {len(given):,} points typed in | {took:.1f} |")
    return took


def steps(round_: RatingRound, one: User, other: User) -> Any:
    cases = round_.cases.all()
    yield "handed in", lambda: acts.rate_cases(round_, cases, by=one)
    stage(round_, State.REVIEW)
    yield "reviewed", lambda: acts.review_cases(round_, cases, by=one)
    stage(round_, State.CONFIRM)
    yield "confirmed", lambda: acts.confirm_cases(round_, cases, by=other)
    yield "published", lambda: finals.publish_round(round_, by=other)
    past = timezone.localdate() - timedelta(days=1)
    RatingRound.objects.filter(pk=round_.pk).update(published_until=past)
    yield "made final", lambda: finals.finish_round(round_, by=other)


def stage(round_: RatingRound, state: str) -> None:
    RatingRound.objects.filter(pk=round_.pk).update(state=state)
    round_.refresh_from_db()


def officer(top: Organization, name: str) -> User:
    user = User.objects.create(name=name, organization=top)
    role = Group.objects.get(name="county_admin")
    Grant.objects.create(user=user, role=role, organization=top)
    return user


def attend(top: Organization) -> None:
    """Twelve meetings that every tenth member missed."""
    day = date(YEAR, 1, 15)
    meetings = Meeting.objects.bulk_create(
        Meeting(organization=top, kind="members", held_on=day.replace(month=month))
        for month in range(1, 13)
    )
    people = list(Person.objects.filter(joined__isnull=False).values_list("pk", flat=True))
    MeetingAttendance.objects.bulk_create(
        (
            MeetingAttendance(
                meeting=meeting,
                person_id=pk,
                met_on=meeting.held_on,
                presence=Presence.ABSENT if pk % EVERY == 0 else Presence.PRESENT,
            )
            for meeting in meetings
            for pk in people[:: PERSONS // 3000]
        ),
        batch_size=5000,
    )


def timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
