"""The elections of 2021 and of this year's round, with the vote, and the checks before it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cadres.choices.checks import CheckReason, CheckState, Department, View
from cadres.choices.elections import Electing, ElectionState
from cadres.choices.posts import Chosen, Position
from cadres.demo.posts import ELECTED
from cadres.models import Candidate, CheckView, Election, JointCheck, Post
from organizations.choices.tree import Kind, Level
from organizations.models import Organization
from portal.history import acting

SEED = 20262
POSITIONS = (Position.SECRETARY, Position.DEPUTY, Position.ORGANIZATION_MEMBER)


def load(say: Callable[[str], None]) -> None:
    if Election.objects.exists() or not Post.objects.exists():
        return
    rng, today = random.Random(SEED), timezone.localdate()
    with transaction.atomic(), acting(None, page="demo"):
        made = Election.objects.bulk_create(list(elections(rng, today)), batch_size=2000)
        candidates = Candidate.objects.bulk_create(list(stood(made, rng)), batch_size=2000)
        checks = JointCheck.objects.bulk_create(list(checked(candidates)), batch_size=2000)
        CheckView.objects.bulk_create(list(views(checks[:200])), batch_size=4000)
        tell_organizations(made, today)
    say(f"{len(made)} elections, {len(candidates)} candidates, {len(checks)} joint checks")


def elections(rng: random.Random, today: date) -> Iterator[Election]:
    for village in Organization.objects.filter(level=Level.VILLAGE, closed=None).order_by("path"):
        for held in (day for day in ELECTED if day <= today):
            yield election(village, held, rng)
    open_in = today + timedelta(days=120)
    branches = Organization.objects.filter(level=Level.BRANCH, closed=None)
    for branch in branches.exclude(kind=Kind.PARTY_GROUP).order_by("path")[:60]:
        due = open_in - timedelta(days=rng.randint(0, 200))
        yield Election(
            organization=branch,
            year=due.year,
            method=Chosen.ELECTED,
            due_on=due,
            planned_on=due,
            state=ElectionState.PLANNED,
        )


def election(village: Organization, held: date, rng: random.Random) -> Election:
    due = rng.randint(22, 60)
    present = rng.randint(int(due * 0.81) + 1, due)
    return Election(
        organization=village,
        year=held.year,
        term_no=11 if held.year == 2021 else 12,
        method=Chosen.TWO_STEPS,
        state=ElectionState.HELD,
        due_on=held,
        planned_on=held,
        held_on=held,
        seats=5,
        due=due,
        present=present,
        issued=present,
        returned=present,
        valid=present - rng.randint(0, 1),
        approval_no=f"清镇委〔{held.year}〕{rng.randint(1, 99)}号",
        trained_on=held + timedelta(days=60),
    )


def stood(made: list[Election], rng: random.Random) -> Iterator[Candidate]:
    """Who came out of the vote holds the posts of that day."""
    posts = Post.objects.filter(position__in=POSITIONS, organization__level=Level.VILLAGE)
    by_day: dict[tuple[int, date], list[Post]] = {}
    for post in posts.order_by("pk"):
        by_day.setdefault((post.organization_id, post.since), []).append(post)
    for one in made:
        if not one.held_on or not one.present:
            continue
        for post in by_day.get((one.organization_id, one.held_on), []):
            votes = rng.randint(one.present * 2 // 3, one.present)
            yield Candidate(
                election=one,
                person_id=post.person_id,
                position=post.position,
                source=post.source,
                votes=votes,
                against=one.present - votes,
                abstained=0,
                elected=True,
            )


def checked(candidates: list[Candidate]) -> Iterator[JointCheck]:
    for one in candidates:
        if not one.election.held_on:
            continue
        asked = one.election.held_on - timedelta(days=45)
        yield JointCheck(
            person_id=one.person_id,
            organization=one.election.organization,
            position=one.position,
            reason=CheckReason.ELECTION,
            election=one.election,
            asked_on=asked,
            state=CheckState.PASSED,
            concluded_on=asked + timedelta(days=20),
            valid_until=asked + timedelta(days=385),
        )


def views(checks: list[JointCheck]) -> Iterator[CheckView]:
    for check in checks:
        for department in Department.values:
            yield CheckView(
                check_case=check,
                department=department,
                view=View.CLEAN,
                viewed_on=check.asked_on + timedelta(days=10),
            )


def tell_organizations(made: list[Election], today: date) -> None:
    """The last election of each, where the tree does not know a later one."""
    last = {
        one.organization_id: one
        for one in sorted(made, key=lambda one: one.held_on or date.min)
        if one.held_on and one.electing == Electing.PARTY and one.held_on <= today
    }
    rows = list(Organization.objects.filter(pk__in=last))
    for organization in rows:
        one = last[organization.pk]
        organization.elected_on = one.held_on
        organization.election_due, organization.election_present = one.due, one.present
    Organization.objects.bulk_update(
        rows, ["elected_on", "election_due", "election_present"], batch_size=500
    )
