"""Judgements of secretaries, skills, party-affairs workers, delegates, contact points."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cadres.choices.posts import Position, Workload
from cadres.choices.standards import Judged, SkillKind, SkillLevel
from cadres.choices.workers import Assembly, AssemblyLevel, Leading
from cadres.demo.people import Pool
from cadres.models import (
    ContactPoint,
    ContactVisit,
    Delegate,
    PartyWorker,
    Post,
    SecretaryStandard,
    Skill,
)
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.history import acting

SEED = 20263
JUDGED = {Judged.MET: 82, Judged.PARTLY: 14, Judged.FAILED: 4}
SKILLS = {
    SkillKind.PLANTING: ("茶叶种植", "油茶栽培", "水稻制种", "黄桃栽培"),
    SkillKind.BREEDING: ("生猪养殖", "稻虾养殖", "土鸡养殖"),
    SkillKind.TRADE: ("电商销售", "农产品经纪"),
    SkillKind.MACHINERY: ("农机作业",),
    SkillKind.MANAGEMENT: ("合作社经营",),
}
DONE = (
    "走访困难党员，听取意见",
    "召开座谈会，研究集体经济",
    "检查组织生活，讲党课",
    "协调解决道路问题",
)
TOWN = (
    Position.TOWN_SECRETARY,
    Position.TOWN_DEPUTY,
    Position.TOWN_ORGANIZATION,
    Position.TOWN_LEADER,
)


def load(say: Callable[[str], None]) -> None:
    if SecretaryStandard.objects.exists() or not Post.objects.exists():
        return
    rng, today = random.Random(SEED), timezone.localdate()
    with transaction.atomic(), acting(None, page="demo"):
        secretaries = list(
            Post.objects.at(today)
            .filter(position=Position.SECRETARY, organization__level=Level.VILLAGE)
            .order_by("pk")
        )
        SecretaryStandard.objects.bulk_create(list(judged(secretaries, rng, today)))
        Skill.objects.bulk_create(list(skills(secretaries, rng)))
        Delegate.objects.bulk_create(list(delegates(secretaries, rng, today)))
        PartyWorker.objects.bulk_create(list(workers(rng, today)))
        points = ContactPoint.objects.bulk_create(list(contact_points(rng, today)))
        ContactVisit.objects.bulk_create(list(visits(points, rng, today)))
    say(f"{len(secretaries)} secretaries judged, {len(points)} contact points")


def judged(posts: list[Post], rng: random.Random, today: date) -> Iterator[SecretaryStandard]:
    """At the end of the last year and in the middle of this, those who held the post then."""
    for post in posts:
        for day in (date(today.year - 1, 12, 10), date(today.year, 6, 30)):
            if not post.since <= day <= today:
                continue
            parts = rng.choices(list(JUDGED), list(JUDGED.values()), k=3)
            yield SecretaryStandard(
                person_id=post.person_id,
                organization_id=post.organization_id,
                version="2020年版",
                judged_on=day,
                politics=parts[0],
                wealth=parts[1],
                coordination=parts[2],
                assessor="镇党委考评组",
            )


def skills(posts: list[Post], rng: random.Random) -> Iterator[Skill]:
    for post in posts:
        if rng.random() < 0.93:
            kind = rng.choice(list(SKILLS))
            yield Skill(
                person_id=post.person_id,
                kind=kind,
                name=rng.choice(SKILLS[kind]),
                level=rng.choice(SkillLevel.values),
                since=date(2010 + rng.randint(0, 10), 1, 1),
            )


def delegates(posts: list[Post], rng: random.Random, today: date) -> Iterator[Delegate]:
    for post in rng.sample(posts, min(len(posts), 60)):
        yield Delegate(
            person_id=post.person_id,
            organization_id=post.organization_id,
            assembly=rng.choice(Assembly.values),
            level=rng.choice([AssemblyLevel.COUNTY, AssemblyLevel.TOWNSHIP, AssemblyLevel.CITY]),
            term="第十五届",
            since=date(min(2021, today.year), 12, 1),
        )


def workers(rng: random.Random, today: date) -> Iterator[PartyWorker]:
    pool = Pool(rng, today)
    for town in Organization.objects.filter(level=Level.TOWNSHIP, closed=None).order_by("path"):
        for number, work in enumerate(("党建办主任", "党务专干", "党员教育管理")):
            if person := pool.take(town, ages=(23, 50), members=True):
                yield PartyWorker(
                    person=person,
                    organization=town,
                    work=work,
                    workload=Workload.FULL if rng.random() < 0.7 else Workload.PART,
                    other_jobs=rng.choice((0, 0, 0, 1, 2)),
                    selected_by="公开选拔" if number else "党委任命",
                    since=date(today.year - rng.randint(1, 6), 3, 1),
                )


def contact_points(rng: random.Random, today: date) -> Iterator[ContactPoint]:
    """Each leader of a township looks after two villages of it this year."""
    leaders: dict[str, list[Post]] = {}
    posts = Post.objects.at(today).filter(position__in=TOWN).select_related("organization")
    for post in posts.order_by("pk"):
        leaders.setdefault(post.organization.path, []).append(post)
    villages = Organization.objects.filter(level=Level.VILLAGE, closed=None).order_by("path")
    for number, village in enumerate(villages):
        mine = next((rows for path, rows in leaders.items() if village.path.startswith(path)), [])
        if not mine or rng.random() < 0.03:
            continue
        post = mine[number % len(mine)]
        head = post.position == Position.TOWN_SECRETARY
        shown = rng.random() < 0.12
        yield ContactPoint(
            leader_id=post.person_id,
            organization=village,
            role=Leading.TOWN_SECRETARY if head else Leading.TOWN_MEMBER,
            year=today.year,
            since=today.replace(month=1, day=1),
            tasks="帮助发展集体经济，规范组织生活",
            demonstration_on=today.replace(month=1, day=15) if shown else None,
            demonstration_note="产业带动型党支部" if shown else "",
        )


def visits(points: list[ContactPoint], rng: random.Random, today: date) -> Iterator[ContactVisit]:
    passed = (today - today.replace(month=1, day=1)).days
    for point in points:
        many = rng.choices((0, 1, 2, 3, 4), (3, 12, 45, 28, 12))[0]
        days = rng.sample(range(passed + 1), min(many, passed + 1))
        for day in days:
            problems = rng.randint(0, 4)
            yield ContactVisit(
                point=point,
                visited_on=point.since + timedelta(days=day),
                done=rng.choice(DONE),
                problems=problems,
                solved=rng.randint(0, problems),
            )
