"""Duty posts taken on, commitments, deeds and members' councils."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from members.choices.duties import Grade, Kept, Role, SeatRole
from members.demo.people import some_of_each_village
from members.models import Commitment, CouncilSeat, Deed, DutyClaim, DutyPost, Person
from portal.history import acting

SEED = 346
PROMISES = (
    "带头发展茶园五亩，帮带两户邻居",
    "每月参加一次义务保洁",
    "结对帮扶一户困难家庭",
    "每季度为群众代办不少于五件事",
    "带头移风易俗，喜事新办",
    "参加村级治安巡逻每月四次",
)
DEEDS = {
    Role.ECONOMY: ("指导农户修剪茶园", "联系收购商销售黄桃"),
    Role.SOCIETY: ("参加夜间治安巡逻", "协助开展人口普查登记"),
    Role.SERVICE: ("为高龄老人代缴费用", "清理村口河塘垃圾"),
    Role.HARMONY: ("调解邻里宅基地纠纷", "组织重阳节文艺活动"),
}


def load(say: Callable[[str], None]) -> None:
    if DutyClaim.objects.exists() or not DutyPost.objects.exists():
        return
    rng, today = random.Random(SEED), timezone.localdate()
    people = some_of_each_village(rng, 0.12)
    posts = list(DutyPost.objects.all())
    with transaction.atomic(), acting(None, page="demo"):
        DutyClaim.objects.bulk_create(claim(rng, one, posts, today) for one in people)
        Commitment.objects.bulk_create(promise(rng, one, today) for one in people)
        Deed.objects.bulk_create(deed(rng, one, today) for one in people[::2])
        CouncilSeat.objects.bulk_create(list(seats(people, today)))
    say(f"{len(people)} duty posts and commitments")


def claim(rng: random.Random, person: Person, posts: list[DutyPost], today: date) -> DutyClaim:
    since = date(today.year - rng.randint(0, 2), 3, 1)
    reviewed = rng.random() < 0.5 and since.year < today.year
    return DutyClaim(
        person=person,
        post=rng.choice(posts),
        since=min(since, today),
        reviewed_on=date(today.year - 1, 12, 20) if reviewed else None,
        grade=rng.choice((Grade.GOOD, Grade.GOOD, Grade.FAIR, Grade.PLAIN)) if reviewed else "",
    )


def promise(rng: random.Random, person: Person, today: date) -> Commitment:
    made = today - timedelta(days=rng.randint(20, 320))
    due = made + timedelta(days=rng.choice((90, 180, 300)))
    over = due < today and rng.random() < 0.8
    return Commitment(
        person=person,
        text=rng.choice(PROMISES),
        made_on=made,
        due=due,
        kept=rng.choice((Kept.KEPT, Kept.KEPT, Kept.KEPT, Kept.PARTLY)) if over else Kept.OPEN,
        kept_on=due if over else None,
        reviewer="支部党员大会" if over else "",
    )


def deed(rng: random.Random, person: Person, today: date) -> Deed:
    role = rng.choice(list(Role))
    return Deed(
        person=person,
        role=role,
        text=rng.choice(DEEDS[role]),
        done_on=today - timedelta(days=rng.randint(1, 300)),
        hours=rng.choice((2, 3, 4, 6)),
        team="党员服务小组",
        served=rng.randint(1, 40),
    )


def seats(people: list[Person], today: date) -> Iterator[CouncilSeat]:
    """Three or more of one organization make a council; the first of them chairs it."""
    by_place: dict[int, list[Person]] = defaultdict(list)
    for person in people:
        by_place[person.organization_id].append(person)
    for group in by_place.values():
        if len(group) < 3:
            continue
        for number, person in enumerate(group[:7]):
            yield CouncilSeat(
                person=person,
                organization=person.organization,
                role=SeatRole.MEMBER if number else SeatRole.CHAIR,
                since=date(today.year - 2, 5, 10),
                chosen_by="党员大会推选",
            )
