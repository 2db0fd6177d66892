"""Ballots of two years: departments, township committees, teams and branches; one still runs."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from assessments.actions.scoring.polls import open_poll, usual_grades, weigh
from assessments.models import Poll, PollSubject
from organizations.choices.tree import Level
from organizations.models import Organization

SEED = 990148
DEPARTMENTS = (
    *("县民政局", "县农业农村局", "县人力资源和社会保障局", "县自然资源局", "县卫生健康局"),
    *("县教育局", "县水利局", "供电所", "派出所", "农村信用社", "司法所", "国土资源所"),
)
Kind = Poll.Kind
SHARES = ((55, 30, 11, 4), (40, 36, 18, 6), (28, 34, 24, 14))  # good, fair, poor reputations


def load() -> int:
    """Hold the ballots. Returns how many there are."""
    county = Organization.objects.filter(parent=None).first()
    if county is None:
        return 0
    rng = random.Random(SEED)
    today = timezone.localdate()
    towns = list(Organization.objects.filter(level=Level.TOWNSHIP).order_by("code"))
    for year in (today.year - 1, today.year):
        day = min(date(year, 12, 10), today - timedelta(days=5))
        held(rng, county, Kind.SATISFACTION, day, [{"name": name} for name in DEPARTMENTS])
        for kind in (Kind.TOWNSHIP, Kind.TEAM):
            held(rng, county, kind, day, [{"subject": one} for one in towns])
        for town in towns:
            below = Organization.objects.filter(parent=town, level=Level.VILLAGE)
            held(rng, town, Kind.BRANCH, day, [{"subject": one} for one in below])
    running(county, today)
    return Poll.objects.count()


def titled(year: int, kind: str, suffix: str = "") -> str:
    names = {
        Kind.SATISFACTION: "基层满意的县级部门和基层站所测评",
        Kind.TOWNSHIP: "村党组织评乡镇党委",
        Kind.TEAM: "乡镇领导班子民主测评",
        Kind.BRANCH: "党员评支部",
    }
    return f"{year}年{names[Kind(kind)]}{suffix}"


def made(county: Organization, kind: str, day: date, expected: int, **more: Any) -> Poll:
    return Poll(
        organization=county,
        year=day.year,
        title=more.pop("title", titled(day.year, kind)),
        kind=kind,
        grades=usual_grades()[kind],
        expected=expected,
        opens_on=day - timedelta(days=5),
        **more,
    )


def held(
    rng: random.Random, place: Organization, kind: str, day: date, subjects: list[dict[str, Any]]
) -> None:
    """A ballot on paper that is counted and closed."""
    if not subjects:
        return
    expected = rng.randint(40, 120)
    returned = expected - rng.randint(0, expected // 10)
    papers = {"issued": expected, "returned": returned, "spoilt": rng.randint(0, 2)}
    poll = made(place, kind, day, expected, closes_on=day, state=Poll.State.CLOSED, **papers)
    poll.save()
    rows = list(counted(rng, poll, subjects))
    PollSubject.objects.bulk_create(rows)


def counted(
    rng: random.Random, poll: Poll, subjects: Iterable[dict[str, Any]]
) -> Iterator[PollSubject]:
    for about in subjects:
        one = PollSubject(poll=poll, **about)
        shares = rng.choices(SHARES, (5, 4, 1))[0]
        picked = rng.choices(range(4), shares, k=poll.valid)
        one.counts = [*(picked.count(grade) for grade in range(4)), 0]
        weigh(poll, one)
        yield one


def running(county: Organization, today: date) -> None:
    """A ballot by anonymous links that is open now, and one that is being prepared."""
    open_now = made(
        county,
        Kind.SATISFACTION,
        today,
        60,
        title=titled(today.year, Kind.SATISFACTION, "（网上）"),
        way=Poll.Way.LINKS,
        closes_on=today + timedelta(days=10),
    )
    open_now.save()
    PollSubject.objects.bulk_create(
        PollSubject(poll=open_now, name=name) for name in DEPARTMENTS[:6]
    )
    open_poll(open_now, by=None)
    later = made(
        county,
        Kind.TEAM,
        today + timedelta(days=20),
        80,
        title=titled(today.year, Kind.TEAM, "（年底）"),
        closes_on=today + timedelta(days=25),
    )
    later.save()
