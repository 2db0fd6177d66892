"""Weak organizations of two years, and the discipline body's yearly counts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from organizations.actions.weak import load_rules
from organizations.choices.tree import Level
from organizations.choices.weak import CaseKind, ListedAs, Trouble
from organizations.demo.names import somebody
from organizations.models import (
    DisciplineSummary,
    Organization,
    WeakOrganization,
    WeakProgress,
    WeakRule,
)

SEED = 990136
WHY = (
    "班子成员年龄老化，书记外出务工，工作长期无人主持。",
    "村务公开不及时，群众对集体资产处置有意见。",
    "组织生活不正常，连续两年未发展党员。",
)
HOW = (
    "选派第一书记，调整充实班子，限期补选书记。",
    "清理集体资产，逐项公示，设立意见箱。",
    "建立组织生活台账，培养入党积极分子。",
)
STEPS = ("召开整顿动员会", "入户走访摸排问题", "完成班子调整", "公示整改清单", "开展满意度测评")


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or WeakOrganization.objects.exists():
        return
    if not WeakRule.objects.exists():
        load_rules(county)
    rng = random.Random(SEED)
    villages = list(Organization.objects.filter(level=Level.VILLAGE).order_by("code"))
    chosen = rng.sample(villages, 26)
    year = timezone.localdate().year
    rows = [case(rng, one, year - 1) for one in chosen[:12]]
    rows += [case(rng, one, year) for one in chosen[12:]]
    WeakOrganization.objects.bulk_create(rows)
    WeakProgress.objects.bulk_create(log(rng))
    towns = Organization.objects.filter(level=Level.TOWNSHIP).order_by("code")
    DisciplineSummary.objects.bulk_create(counts(rng, list(towns), year))
    say(f"{len(rows)} weak organizations")


def case(rng: random.Random, village: Organization, year: int) -> WeakOrganization:
    which = rng.randrange(len(WHY))
    listed, today = date(year, 3, 20), timezone.localdate()
    accepted = date(year, 11, 10)
    over = accepted <= today and (year < today.year or rng.random() < 0.35)
    off = accepted + timedelta(days=20)
    return WeakOrganization(
        organization=village,
        year=year,
        listed_as=ListedAs.DIFFICULT if rng.random() < 0.2 else ListedAs.WEAK,
        listed_on=listed,
        problem=rng.choice(Trouble.values[:6]),
        second_problem=rng.choice(["", Trouble.POOR_ECONOMY]),
        causes=WHY[which],
        measures=HOW[which],
        county_leader=somebody(rng),
        first_secretary=somebody(rng),
        sending_unit=rng.choice(("县农业农村局", "县财政局", "县水利局", "县住建局")),
        township_leader=somebody(rng) if rng.random() < 0.9 else "",
        deadline=date(year, 10 if rng.random() < 0.3 else 12, 31),
        accepted_on=accepted if over else None,
        score=Decimal(rng.randint(72, 95)) if over else None,
        dissatisfied=Decimal(rng.randint(1, 18)) if over else None,
        off_on=off if over and off <= today else None,
        follow_until=date(off.year + 1, off.month, off.day) if over and off <= today else None,
    )


def log(rng: random.Random) -> Iterator[WeakProgress]:
    for one in WeakOrganization.objects.order_by("pk"):
        many = len(STEPS) if one.accepted_on else rng.randint(1, 4)
        for number, step in enumerate(STEPS[:many]):
            yield WeakProgress(
                case=one,
                held_on=one.listed_on + timedelta(days=15 + 45 * number),
                done=step,
                share=20 * (number + 1),
                by_whom=one.first_secretary,
            )


def counts(rng: random.Random, towns: list[Organization], year: int) -> Iterator[DisciplineSummary]:
    for town in towns:
        for kind in CaseKind.values[:3]:
            filed = rng.randint(0, 3)
            yield DisciplineSummary(
                organization=town,
                counted_on=date(year - 1, 12, 31),
                kind=kind,
                reports=filed + rng.randint(0, 6),
                filed=filed,
                concluded=max(0, filed - rng.randint(0, 1)),
                handled=rng.randint(0, filed) if filed else 0,
                recovered=Decimal(filed * rng.randint(0, 4)),
                source="县纪委监委通报",
            )
