"""Practical rural talent, who mentors whom, start-ups and what is done for them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from members.choices.standing import Standing
from members.choices.talent import Cultivation, Origin, Reached, ServiceKind, Support, TalentKind
from members.demo.people import some_of_each_village
from members.models import Mentorship, Person, StartUp, Talent, TalentService
from portal.history import acting

SEED = 38
SKILLS = {
    TalentKind.PRODUCTION: ("茶叶种植", "生猪养殖", "香菇栽培"),
    TalentKind.BUSINESS: ("农产品电商", "农资经营", "乡村旅游"),
    TalentKind.TECHNIQUE: ("果树嫁接", "病虫害防治", "农机维修"),
    TalentKind.CRAFT: ("竹编", "木雕", "石匠"),
    TalentKind.VERSATILE: ("合作社管理", "综合技术服务"),
}
RESULTS = (Reached.REACHED, Reached.REACHED, Reached.REACHED, Reached.MISSED)
FIRMS = ("家庭农场", "茶叶加工厂", "黄桃采摘园", "农家乐", "电商服务站")


def load(say: Callable[[str], None]) -> None:
    if Talent.objects.exists():
        return
    rng, today = random.Random(SEED), timezone.localdate()
    young = [one for one in some_of_each_village(rng, 0.09) if (one.born or "") > "1968"]
    waiting = Person.objects.filter(standing=Standing.ACTIVIST, left=None).order_by("pk")
    with transaction.atomic(), acting(None, page="demo"):
        Talent.objects.bulk_create(talent(rng, one, today) for one in young)
        pairs = zip(waiting.select_related("organization"), young, strict=False)
        Mentorship.objects.bulk_create(mentorship(rng, *pair, today) for pair in pairs)
        StartUp.objects.bulk_create(start_up(rng, one, today) for one in young[::4])
        TalentService.objects.bulk_create(service(rng, one, today) for one in young[::3])
    say(f"{len(young)} talents")


def talent(rng: random.Random, person: Person, today: date) -> Talent:
    kind = rng.choice(list(TalentKind))
    return Talent(
        person=person,
        kind=kind,
        skill=rng.choice(SKILLS[kind]),
        level=rng.choice(("village", "village", "township", "county", "city")),
        origin=rng.choices(list(Origin), (70, 22, 8))[0],
        since=today - timedelta(days=rng.randint(60, 1800)),
    )


def mentorship(rng: random.Random, apprentice: Person, mentor: Person, today: date) -> Mentorship:
    stage = rng.choice((Cultivation.TO_MEMBER, Cultivation.PASSING_ON))
    since = today - timedelta(days=rng.randint(30, 500))
    over = stage == Cultivation.PASSING_ON and since < today - timedelta(days=250)
    return Mentorship(
        person=apprentice,
        mentor=mentor,
        mentor_name=mentor.name,
        stage=stage,
        since=since,
        until=since + timedelta(days=240) if over else None,
        reached=rng.choice(RESULTS) if over else Reached.UNDER_WAY,
        subject=rng.choice(("种植技术", "养殖技术", "经营管理")),
        households=rng.randint(0, 6),
    )


def start_up(rng: random.Random, person: Person, today: date) -> StartUp:
    supported = rng.random() < 0.6
    return StartUp(
        person=person,
        name=f"{person.organization.short}{person.name}{rng.choice(FIRMS)}",
        trade=rng.choice(("种植", "养殖", "加工", "旅游", "电商")),
        since=today - timedelta(days=rng.randint(100, 2000)),
        support=rng.choice(list(Support)) if supported else "",
        support_money=Decimal(rng.randint(1, 20) * 5000) if supported else None,
        turnover=Decimal(rng.randint(8, 200) * 10_000),
        jobs=rng.randint(1, 25),
        households=rng.randint(2, 40),
    )


def service(rng: random.Random, person: Person, today: date) -> TalentService:
    kind = rng.choice(list(ServiceKind))
    return TalentService(
        person=person,
        kind=kind,
        served_on=today - timedelta(days=rng.randint(5, 330)),
        server="县农业农村局",
        text=rng.choice(("落实人才补贴", "组织健康体检", "协助申报职称", "上门走访问需")),
    )
