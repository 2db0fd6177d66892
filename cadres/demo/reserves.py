"""Two or three reserve cadres for most villages, some of them still being selected."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cadres.choices.checks import CheckReason, CheckState
from cadres.choices.posts import Position, Source
from cadres.choices.reserves import ReserveState
from cadres.demo.people import Pool
from cadres.models import JointCheck, Post, Reserve, ReserveProcedure, ReserveStep
from operations.loading import copy_new
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.history import acting

SEED = 20261
MANY = {0: 5, 1: 14, 2: 56, 3: 25}
SOURCES = (Source.RETURNED, Source.GRADUATE, Source.VETERAN, Source.RICH, Source.CADRE)
PROPOSED = (Position.SECRETARY, Position.DIRECTOR, Position.DEPUTY, Position.VILLAGE_MEMBER)


def load(say: Callable[[str], None]) -> None:
    if Reserve.objects.exists() or not Post.objects.exists():
        return
    rng, today = random.Random(SEED), timezone.localdate()
    used = set(Post.objects.at(today).values_list("person", flat=True))
    with transaction.atomic(), acting(None, page="demo"):
        made = list(reserves(rng, today, Pool(rng, today, used)))
        Reserve.objects.bulk_create(made, batch_size=2000)
        copy_new(list(steps(made, rng, today)))
        JointCheck.objects.bulk_create(list(checks(made, rng)), batch_size=2000)
    say(f"{len(made)} reserve cadres")


def reserves(rng: random.Random, today: date, pool: Pool) -> Iterator[Reserve]:
    secretaries = dict(
        Post.objects.at(today)
        .filter(position=Position.SECRETARY)
        .values_list("organization", "person")
    )
    for village in Organization.objects.filter(level=Level.VILLAGE, closed=None).order_by("path"):
        many = rng.choices(list(MANY), list(MANY.values()))[0]
        for number in range(many):
            if person := pool.take(village, ages=(22, 44)):
                days = rng.randint(30, 90) if number == 2 else rng.randint(300, 1400)
                proposed = today - timedelta(days=days)
                selecting = number == 2
                yield Reserve(
                    person=person,
                    organization=village,
                    position=rng.choice(PROPOSED),
                    source=rng.choice(SOURCES),
                    mentor_id=secretaries.get(village.pk),
                    proposed_on=proposed,
                    state=ReserveState.SELECTING if selecting else ReserveState.LISTED,
                    since=None if selecting else proposed + timedelta(days=90),
                    plan="跟班学习，参加镇村干部培训",
                )


def checks(made: list[Reserve], rng: random.Random) -> Iterator[JointCheck]:
    """Who is listed passed; of those being selected some wait, and some were turned down."""
    for reserve in made:
        listed = reserve.state == ReserveState.LISTED
        state = CheckState.PASSED if listed else rng.choice((CheckState.OPEN, CheckState.FAILED))
        asked = reserve.proposed_on + timedelta(days=10)
        over = asked + timedelta(days=15)
        yield JointCheck(
            person=reserve.person,
            organization=reserve.organization,
            position=reserve.position,
            reason=CheckReason.RESERVE,
            asked_on=asked,
            state=state,
            concluded_on=None if state == CheckState.OPEN else over,
            valid_until=over + timedelta(days=365) if listed else None,
            findings="信访部门：有未办结的信访事项" if state == CheckState.FAILED else "",
        )


def steps(made: list[Reserve], rng: random.Random, today: date) -> Iterator[ReserveStep]:
    """Ten days to a step; who is being selected has come some way."""
    procedure = list(ReserveProcedure.objects.order_by("order"))
    for reserve in made:
        listed = reserve.state == ReserveState.LISTED
        done = procedure if listed else procedure[: rng.randint(1, 6)]
        for number, step in enumerate(done, 1):
            votes = rng.randint(20, 40) if step.order <= 2 else None
            yield ReserveStep(
                reserve=reserve,
                step=step,
                done_on=min(today, reserve.proposed_on + timedelta(days=10 * number)),
                votes=votes,
                due=votes and votes + rng.randint(2, 9),
                by_whom="镇党委" if step.order > 4 else "村党组织",
            )
