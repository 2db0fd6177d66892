"""Demonstration sites, project villages, twinnings and training bases."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from organizations.choices.projects import (
    BaseKind,
    HelpKind,
    ProjectState,
    Rank,
    SiteKind,
    TwinningKind,
)
from organizations.choices.tree import Level
from organizations.demo.county import OFFICES
from organizations.demo.names import somebody
from organizations.models import (
    DemonstrationSite,
    Organization,
    ProjectVillage,
    TrackingVisit,
    TrainingBase,
    Twinning,
    TwinningActivity,
)

SEED = 990134
BASES = ("青枫", "石桥", "望江", "茶亭", "月湾")
SCHOOLS = ("清源县第一中学", "清源县人民医院", "清源农商银行", "国网清源供电公司")


def load(say: Callable[[str], None]) -> None:
    if DemonstrationSite.objects.exists():
        return
    rng = random.Random(SEED)
    towns = list(Organization.objects.filter(level=Level.TOWNSHIP).order_by("code"))
    villages = list(Organization.objects.filter(level=Level.VILLAGE).order_by("code"))
    DemonstrationSite.objects.bulk_create(sites(rng, towns, villages))
    ProjectVillage.objects.bulk_create(projects(rng, villages[3::13]))
    TrackingVisit.objects.bulk_create(followed(rng))
    TrainingBase.objects.bulk_create(bases(rng, towns))
    Twinning.objects.bulk_create(twins(rng, villages[1::4]))
    TwinningActivity.objects.bulk_create(together(rng))
    say(
        f"{DemonstrationSite.objects.count()} demonstration sites, {Twinning.objects.count()} twins"
    )


def sites(
    rng: random.Random, towns: list[Organization], villages: list[Organization]
) -> Iterator[DemonstrationSite]:
    """Two townships of the county's, and a village of each township's (001-15, 001-16)."""
    year = timezone.localdate().year
    county = towns[0].parent
    for town in towns[:2]:
        yield DemonstrationSite(
            organization=town,
            kind=SiteKind.TOWNSHIP,
            level=Rank.COUNTY,
            sponsor=county,
            theme="党建引领乡村振兴",
            since=date(year - 1, 3, 1),
            document=f"清组〔{year - 1}〕6号",
        )
    for town in towns:
        below = [row for row in villages if row.parent_id == town.pk]
        yield DemonstrationSite(
            organization=rng.choice(below),
            kind=SiteKind.VILLAGE,
            level=Rank.TOWNSHIP,
            sponsor=town,
            theme=rng.choice(("强村富民", "乡村治理", "移风易俗", "产业兴旺")),
            since=date(year - 1, 4, 10),
            from_contact_point=rng.random() < 0.4,
        )


def projects(rng: random.Random, villages: list[Organization]) -> Iterator[ProjectVillage]:
    today = timezone.localdate()
    for village in villages:
        batch = rng.randint(1, 3)
        since = date(today.year - 5 + batch * 2 - 1, 3, 1)
        over = date(since.year + 2, 12, 31) < today
        yield ProjectVillage(
            organization=village,
            level=rng.choices((Rank.PROVINCE, Rank.CITY, Rank.COUNTY), (1, 3, 5))[0],
            batch=f"第{'一二三'[batch - 1]}批",
            since=since,
            until=date(since.year + 2, 12, 31),
            priority=rng.random() < 0.3,
            leader=somebody(rng),
            goal="班子强、产业旺、村庄美。",
            state=ProjectState.PASSED if over else ProjectState.RUNNING,
            accepted_on=date(since.year + 2, 12, 20) if over else None,
            result="验收合格。" if over else "",
        )


def followed(rng: random.Random) -> Iterator[TrackingVisit]:
    today = timezone.localdate()
    for project in ProjectVillage.objects.order_by("pk"):
        for back in rng.sample(range(5, 300), rng.randint(1, 3)):
            yield TrackingVisit(
                project=project,
                held_on=today - timedelta(days=back),
                visitor=somebody(rng),
                found="项目按计划推进。",
                advice="加强后备力量培养。",
            )


def bases(rng: random.Random, towns: list[Organization]) -> Iterator[TrainingBase]:
    for place, town in zip(BASES, towns[2:7], strict=True):
        yield TrainingBase(
            organization=town,
            name=f"{place}实训基地",
            kind=rng.choice(BaseKind.values[:4]),
            topics="农业实用技术、村级事务管理",
            capacity=rng.choice((60, 80, 120)),
            manager=somebody(rng),
            since=date(2021, 5, 1),
        )


def twins(rng: random.Random, villages: list[Organization]) -> Iterator[Twinning]:
    partners = {row.name: row for row in Organization.objects.filter(setting="office")}
    year = timezone.localdate().year
    for village in villages:
        office = rng.random() < 0.6
        name = f"{rng.choice(OFFICES)}机关党支部" if office else rng.choice(SCHOOLS)
        yield Twinning(
            organization=village,
            kind=TwinningKind.OFFICE if office else TwinningKind.URBAN_RURAL,
            partner=partners.get(name),
            partner_name=name,
            contact=somebody(rng),
            since=date(year - rng.randint(1, 3), 4, 1),
            thousand=rng.random() < 0.35,
            agreement="每年共同开展组织生活两次以上，结对帮扶困难党员。",
        )


def together(rng: random.Random) -> Iterator[TwinningActivity]:
    today = timezone.localdate()
    words: dict[Any, str] = {
        HelpKind.VISIT: "走访慰问困难党员群众",
        HelpKind.MEETING: "联合开展主题党日",
        HelpKind.MONEY: "支持村级场所修缮",
        HelpKind.TRAINING: "农技和电商培训",
    }
    for twinning in Twinning.objects.order_by("pk"):
        for kind in rng.sample(list(words), rng.randint(0, 3)):
            yield TwinningActivity(
                twinning=twinning,
                held_on=today - timedelta(days=rng.randint(2, 300)),
                kind=kind,
                title=words[kind],
                money=Decimal(rng.randint(2, 40) * 1000) if kind == HelpKind.MONEY else None,
                households=rng.randint(2, 25) if kind == HelpKind.VISIT else None,
                present=rng.randint(8, 40),
            )
