"""Old and needy members, who stands by whom, visits at Spring Festival, talks."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from members.choices.care import HelpKind, Need
from members.choices.standing import MEMBERS
from members.demo.people import members_in, some_of_each_village
from members.models import CareCase, Help, Pairing, Person, Talk
from operations.loading import copy_new
from portal.history import acting

SEED = 35
HARD = (Need.POOR, Need.ILL, Need.DISABLED, Need.ALONE, Need.RETIRED_CADRE)
GIVEN = (HelpKind.MONEY, HelpKind.MONEY, HelpKind.GOODS, HelpKind.VISIT)
HOUSES = "王李张刘陈杨黄赵吴周"


def load(say: Callable[[str], None]) -> None:
    if CareCase.objects.exists():
        return
    rng, today = random.Random(SEED), timezone.localdate()
    new_year = today.replace(month=1, day=1)
    old = Person.objects.filter(standing__in=MEMBERS, left=None, born__lt=f"{today.year - 82}")
    cases = [case(rng, one, Need.OLD, today) for one in old.order_by("pk")]
    known = {one.person_id for one in cases}
    near = [one for one in members_in("100", "101", "102") if one.pk not in known]
    cases += [
        case(rng, one, rng.choice(HARD), today)
        for one in some_of_each_village(rng, 0.04)
        if one.pk not in known
    ]
    helpers = rng.sample(near, min(240, len(near)))
    with transaction.atomic(), acting(None, page="demo"):
        CareCase.objects.bulk_create(cases)
        Pairing.objects.bulk_create(pairing(rng, one, today) for one in helpers)
        Help.objects.bulk_create(visit(rng, one, new_year) for one in cases if rng.random() < 0.8)
        poor = [one.person_id for one in cases if one.need == Need.POOR]
        Person.objects.filter(pk__in=poor).update(needy=True)
        talked = some_of_each_village(rng, 0.82)
        copy_new([talk(rng, one, today) for one in talked])
    say(f"{len(cases)} members looked after, {len(helpers)} pairings")


def case(rng: random.Random, person: Person, need: str, today: date) -> CareCase:
    since = date(today.year - rng.randint(1, 4), 1, 15)
    return CareCase(person=person, need=need, since=since, contact="支部书记")


def pairing(rng: random.Random, helper: Person, today: date) -> Pairing:
    return Pairing(
        person=helper,
        helped_name=f"{rng.choice(HOUSES)}姓农户（第{rng.randint(1, 20)}村民组）",
        reason=rng.choice((Need.POOR, Need.ILL, Need.ALONE)),
        since=today - timedelta(days=rng.randint(60, 800)),
        goal=rng.choice(("帮助发展养殖", "介绍务工岗位", "协助就医报销", "农忙时节帮工")),
    )


def visit(rng: random.Random, one: CareCase, new_year: date) -> Help:
    person, kind = one.person, rng.choice(GIVEN)
    worth = Decimal(rng.choice((300, 500, 800)))
    return Help(
        organization=person.organization,
        helped=person,
        helped_name=person.name,
        kind=kind,
        given_on=new_year + timedelta(days=rng.randint(8, 20)),
        money=None if kind == HelpKind.VISIT else worth,
        occasion="春节慰问",
    )


def talk(rng: random.Random, person: Person, today: date) -> Talk:
    return Talk(
        person=person,
        held_on=today - timedelta(days=rng.randint(5, 300)),
        talker=rng.choice(("支部书记", "组织委员", "党小组组长")),
    )
