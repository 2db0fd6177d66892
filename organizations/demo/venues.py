"""A venue for nearly every village, service centres and the townships' halls."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from organizations.choices.tree import Level
from organizations.choices.venues import CONDITIONS, FUNCTIONS, Repair, ServiceItem, VenueKind
from organizations.demo.names import somebody
from organizations.models import Organization, Venue, VenueService, VenueUse

SEED = 990133
DONE = {
    ServiceItem.RELIEF: ("低保、临时救助申请", "民政所"),
    ServiceItem.HEALTH: ("城乡居民医保参保登记", "卫生院"),
    ServiceItem.FAMILY: ("生育登记", "卫健办"),
    ServiceItem.INSURANCE: ("城乡居民养老保险认证", "人社所"),
    ServiceItem.CULTURE: ("文体器材和场地预约", "文化站"),
    ServiceItem.LEGAL: ("法律咨询和援助申请", "司法所"),
    ServiceItem.FARMING: ("农技咨询", "农技站"),
    ServiceItem.LAND: ("宅基地申请受理", "自然资源所"),
}
USES = ("主题党日", "党员大会", "农技培训", "村民代表会议", "读书会", "文艺排练", "义诊")


def load(say: Callable[[str], None]) -> None:
    if Venue.objects.exists():
        return
    rng = random.Random(SEED)
    villages = Organization.objects.filter(level=Level.VILLAGE).order_by("code")
    towns = Organization.objects.filter(level=Level.TOWNSHIP).order_by("code")
    rows = [row for village in villages for row in of_village(rng, village)]
    rows += [hall(rng, town) for town in towns]
    Venue.objects.bulk_create(rows)
    served = VenueKind.CENTRE, VenueKind.HALL
    open_ones = list(Venue.objects.filter(kind__in=served).order_by("pk"))
    VenueService.objects.bulk_create([row for venue in open_ones for row in services(rng, venue)])
    VenueUse.objects.bulk_create(list(uses(rng)))
    say(f"{len(rows)} venues, {VenueService.objects.count()} services of venues")


def built(rng: random.Random) -> dict[str, Any]:
    day = timezone.localdate() - timedelta(days=rng.randint(300, 7000))
    return {"built": day, "opened": day + timedelta(days=rng.randint(20, 90))}


def of_village(rng: random.Random, village: Organization) -> Iterator[Venue]:
    if rng.random() < 0.97:
        good = rng.random() < 0.88
        yield Venue(
            organization=village,
            kind=VenueKind.ACTIVITY,
            name=f"{village.short}村级组织活动场所",
            address=f"{village.short}中心组",
            floor_area=Decimal(rng.randint(90, 620)),
            yard_area=Decimal(rng.randint(100, 1500)),
            rooms=rng.randint(4, 16),
            floors=rng.choice((1, 2, 2, 3)),
            seats=rng.choice((40, 60, 80, 120)),
            cost=Decimal(rng.randint(15, 160)),
            repair=Repair.GOOD if good else rng.choice(Repair.values),
            style_unified=rng.random() < 0.93,
            sign_unified=rng.random() < 0.95,
            opening_days="周一至周五 8:00—17:30",
            longitude=Decimal(round(rng.uniform(116.7, 117.3), 6)),
            latitude=Decimal(round(rng.uniform(29.7, 30.3), 6)),
            **kept(rng, 0.93),
            **dict.fromkeys(FUNCTIONS[:3], True),
            **{name: rng.random() < 0.9 for name in FUNCTIONS[3:]},
            **built(rng),
        )
    if rng.random() < 0.22:
        yield Venue(
            organization=village,
            kind=VenueKind.CENTRE,
            name=f"{village.short}社区综合服务中心",
            floor_area=Decimal(rng.randint(300, 1200)),
            windows=rng.randint(3, 6),
            cost=Decimal(rng.randint(80, 320)),
            repair=Repair.GOOD,
            for_service=True,
            **kept(rng, 0.97),
            **built(rng),
        )


def kept(rng: random.Random, share: float) -> dict[str, Any]:
    met = {name: rng.random() < share for name in CONDITIONS}
    return {**met, "manager": somebody(rng) if met["keeper_named"] else ""}


def hall(rng: random.Random, town: Organization) -> Venue:
    return Venue(
        organization=town,
        kind=VenueKind.HALL,
        name=f"{town.short}便民服务大厅",
        floor_area=Decimal(rng.randint(300, 900)),
        windows=rng.randint(8, 15),
        cost=Decimal(100),
        funds="县财政补助、乡镇自筹",
        repair=Repair.GOOD,
        for_service=True,
        market_days="逢农历三、六、九集日集中办公",
        opening_days="周一至周五",
        **kept(rng, 1),
        **built(rng),
    )


def services(rng: random.Random, venue: Venue) -> Iterator[VenueService]:
    chosen = rng.sample(list(DONE), rng.randint(6, 8))
    for number, item in enumerate(chosen, 1):
        detail, station = DONE[item]
        yield VenueService(
            venue=venue,
            item=item,
            detail=detail,
            station=station,
            window=f"{number}号窗口",
            clerk=somebody(rng),
            days="工作日" if venue.kind == VenueKind.CENTRE else "工作日及集日",
            limit_days=rng.choice((1, 3, 5, 7)),
            served=rng.randint(30, 900),
        )


def uses(rng: random.Random) -> Iterator[VenueUse]:
    today = timezone.localdate()
    for venue in Venue.objects.filter(kind=VenueKind.ACTIVITY).order_by("pk")[:90]:
        for title in rng.sample(USES, rng.randint(1, 3)):
            yield VenueUse(
                venue=venue,
                held_on=max(today - timedelta(days=rng.randint(1, 200)), date(2020, 1, 1)),
                title=title,
                present=rng.randint(8, 70),
                host=somebody(rng),
                books=rng.randint(0, 20) if title == "读书会" else None,
            )
