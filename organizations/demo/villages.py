"""Three years of every village's figures, and plans of many."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from organizations.choices.villages import VillageClass
from organizations.demo.county import CROPS
from organizations.demo.names import somebody
from organizations.models import Village, VillagePlan, VillageYear

SEED, YEARS = 990131, 3
PRODUCTS = ("有机茶", "冷榨山茶油", "富硒大米", "黄桃", "中药材", "高山蔬菜", "黑猪", "香菇")
TROUBLES = (
    "集体经济薄弱，增收渠道单一；青壮年外出多，产业后劲不足。",
    "基础设施欠账较多，水渠老化；品牌意识不强，农产品外销困难。",
    "土地零散，流转率低；村级后备力量不足。",
)
MEASURES = (
    "党支部领办合作社，流转土地建设标准化基地；对接县直单位引进加工项目。",
    "整修灌溉渠道，注册区域品牌，发展电商销售；村干部包组联户。",
    "成立土地合作社，统一流转；培养返乡创业青年，充实后备队伍。",
)


def load(say: Callable[[str], None]) -> None:
    if VillageYear.objects.exists():
        return
    rng = random.Random(SEED)
    villages = list(Village.objects.order_by("code"))
    rows = [row for village in villages for row in years(rng, village)]
    VillageYear.objects.bulk_create(rows)
    plans = [plan(rng, village) for village in villages if rng.random() < 0.7]
    VillagePlan.objects.bulk_create(plans)
    say(f"{len(rows)} village years, {len(plans)} village plans")


def years(rng: random.Random, village: Village) -> Iterator[VillageYear]:
    """Incomes grow by some eight per cent a year; few villages own much."""
    today = timezone.localdate()
    people = village.population or 1200
    income = Decimal(round(rng.lognormvariate(2.6, 0.7), 2))
    head = Decimal(round(rng.gauss(17500, 2600), 0))
    grade = rng.choices(VillageClass.values, (22, 66, 12))[0]
    for year in range(today.year - YEARS, today.year):
        grown = Decimal(round(rng.uniform(1.03, 1.14), 3))
        income, head = (
            (income * grown).quantize(Decimal("0.01")),
            (head * grown).quantize(Decimal(1)),
        )
        yield VillageYear(
            village=village,
            year=year,
            counted_on=date(year, 12, 31),
            grade=grade,
            **people_of(rng, people),
            collective_income=income,
            operating_income=(income * Decimal(round(rng.uniform(0.3, 0.8), 2))).quantize(
                Decimal("0.01")
            ),
            subsidies=Decimal(round(rng.uniform(1, 6), 2)),
            expenses=(income * Decimal("0.8")).quantize(Decimal("0.01")),
            assets=income * 9,
            debts=Decimal(round(max(0, rng.gauss(-4, 8)), 2)),
            income_per_head=head,
        )


def people_of(rng: random.Random, people: int) -> dict[str, Any]:
    households = int(people / rng.uniform(3.2, 3.9))
    labour = int(people * rng.uniform(0.5, 0.62))
    return {
        "population": people,
        "households": households,
        "labour": labour,
        "away": int(labour * rng.uniform(0.25, 0.6)),
        "poor_households": int(households * rng.uniform(0.01, 0.08)),
        "arable": Decimal(int(people * rng.uniform(0.9, 2.1))),
    }


def plan(rng: random.Random, village: Village) -> VillagePlan:
    first = timezone.localdate().year - rng.randint(0, 2)
    which = rng.randrange(len(CROPS))
    return VillagePlan(
        village=village,
        title=f"{village.name}{first}—{first + 3}年“一村一策”发展规划",
        since=date(first, 1, 1),
        until=date(first + 3, 12, 31),
        situation=f"全村{village.population or 1200}人，以{CROPS[which]}为主导产业。",
        problems=rng.choice(TROUBLES),
        plan=rng.choice(MEASURES),
        product=PRODUCTS[which] if rng.random() < 0.8 else "",
        industry=f"{CROPS[which]}种养加工" if rng.random() < 0.6 else "",
        specialty=rng.choice(("乡村民宿", "采摘体验", "手工竹编", "")),
        households=rng.randint(20, 260),
        output=Decimal(rng.randint(60, 1800)),
        responsible=somebody(rng),
    )
