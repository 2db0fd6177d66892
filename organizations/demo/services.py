"""Service counters, agents and the year's cases."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from organizations.actions.services import load_service_items
from organizations.choices.tree import Level
from organizations.demo.names import somebody
from organizations.models import (
    Organization,
    ServiceAgent,
    ServiceCase,
    ServiceCounter,
    ServiceItem,
)

SEED = 990144
STATIONS = ("民政办", "社会保障所", "自然资源所", "农业综合服务站", "林业站", "司法所")


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or ServiceCase.objects.exists():
        return
    if not ServiceItem.objects.exists():
        load_service_items(county)
    rng = random.Random(SEED)
    ServiceCounter.objects.bulk_create(counters())
    ServiceAgent.objects.bulk_create(agents(rng))
    cases = ServiceCase.objects.bulk_create(cases_of(rng, timezone.localdate()))
    say(f"{len(cases)} service cases")


def counters() -> Iterator[ServiceCounter]:
    since = date(2019, 1, 1)
    for township in Organization.objects.filter(level=Level.TOWNSHIP):
        shared: dict[str, Any] = {"organization": township, "since": since}
        yield ServiceCounter(**shared, name="便民服务大厅", kind="hall", opening="8:00-17:30")
        for office in STATIONS:
            yield ServiceCounter(**shared, name=f"{office}窗口", kind="window", office=office)
        yield ServiceCounter(
            **shared, name="集日办公点", kind="market_day", open_on="market_days", opening="逢集"
        )
    for village in Organization.objects.filter(level=Level.VILLAGE):
        yield ServiceCounter(
            organization=village, name="惠民服务代办点", kind="agent_point", since=since
        )


def agents(rng: random.Random) -> Iterator[ServiceAgent]:
    for point in ServiceCounter.objects.filter(kind="agent_point").select_related("organization"):
        if rng.random() < 0.96:
            yield ServiceAgent(
                organization=point.organization,
                name=somebody(rng),
                counter=point,
                post="村会计",
                accountant=True,
                since=date(2021, rng.randint(1, 12), 1),
            )


def cases_of(rng: random.Random, today: date) -> Iterator[ServiceCase]:
    items = list(ServiceItem.objects.filter(by_agent=True))
    for agent in ServiceAgent.objects.select_related("organization", "counter"):
        for _ in range(3):
            yield case(rng, agent, rng.choice(items), today - timedelta(days=rng.randint(0, 300)))


def case(rng: random.Random, agent: Any, item: Any, asked: date) -> ServiceCase:
    today = timezone.localdate()
    limit = asked + timedelta(days=item.promised_days * 7 // 5 + 1)
    finished = asked + timedelta(days=rng.randint(0, item.promised_days * 7 // 5 + 2))
    done = finished <= today and rng.random() < 0.98
    return ServiceCase(
        organization=agent.organization,
        applicant=somebody(rng),
        item=item,
        way="agent",
        counter=agent.counter,
        agent=agent,
        asked_on=asked,
        first_receiver=agent.name,
        state="finished" if done else "accepted",
        accepted_on=asked,
        promised_by=limit,
        finished_on=finished if done else None,
        times_handled=rng.choice((1, 1, 1, 1, 2)),
        outcome="done" if done else "",
        satisfaction=rng.choice(("very", "satisfied", "satisfied", "basically")) if done else "",
    )
