"""What works beside the party organizations of villages and townships."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from organizations.choices.bodies import CONVENIENCE, GROUPS, BodyKind, Formation, TeamKind
from organizations.choices.tree import Level, Setting
from organizations.demo.county import CROPS, FIRMS
from organizations.demo.names import somebody
from organizations.models import Body, Organization, ServiceTeam, TeamVisit

SEED = 990132
BESIDE = (
    (BodyKind.VILLAGERS_COMMITTEE, "{0}村民委员会", 1.0),
    (BodyKind.SUPERVISION, "{0}村务监督委员会", 1.0),
    (BodyKind.LEAGUE, "{0}团支部", 0.96),
    (BodyKind.WOMEN, "{0}妇女联合会", 1.0),
    (BodyKind.MILITIA, "{0}民兵连", 0.94),
    (BodyKind.COLLECTIVE, "{0}股份经济合作社", 0.97),
    (BodyKind.COUNCIL, "{0}村民议事会", 0.55),
    (BodyKind.RED_WHITE, "{0}红白理事会", 0.6),
)
FORMED = {
    Setting.COOPERATIVE: BodyKind.COOPERATIVE,
    Setting.ASSOCIATION: BodyKind.ASSOCIATION,
    Setting.ENTERPRISE: BodyKind.ENTERPRISE,
}
MATTERS = ("走访困难户", "调解邻里纠纷", "指导春耕备耕", "环境卫生整治", "政策宣讲", "防汛排查")


def load(say: Callable[[str], None]) -> None:
    if Body.objects.exists():
        return
    rng = random.Random(SEED)
    villages = list(Organization.objects.filter(level=Level.VILLAGE).order_by("code"))
    towns = list(Organization.objects.filter(level=Level.TOWNSHIP).order_by("code"))
    rows = [*formed(rng), *(row for village in villages for row in beside(rng, village))]
    rows += [row for place in [*villages, *towns] for row in economic(rng, place)]
    Body.objects.bulk_create({(row.organization_id, row.name): row for row in rows}.values())
    teams = [row for town in towns for row in teams_of(rng, town)]
    teams += [row for village in villages[::6] for row in groups_of(rng, village)]
    ServiceTeam.objects.bulk_create(teams)
    TeamVisit.objects.bulk_create(visits(rng))
    say(f"{Body.objects.count()} bodies, {len(teams)} service teams")


def founded(rng: random.Random) -> date:
    return timezone.localdate() - timedelta(days=rng.randint(400, 5000))


def beside(rng: random.Random, village: Organization) -> Iterator[Body]:
    for kind, name, share in BESIDE:
        if rng.random() < share:
            yield Body(
                organization=village,
                kind=kind,
                name=name.format(village.short),
                since=founded(rng),
                head=somebody(rng),
                headcount=rng.randint(3, 9),
                members=rng.randint(1, 3),
                led_by=village,
            )


def formed(rng: random.Random) -> Iterator[Body]:
    """The bodies on which branches were formed."""
    for branch in Organization.objects.filter(setting__in=FORMED).select_related("parent"):
        joint = branch.kind == "joint_branch"
        yield Body(
            organization=branch.parent,
            kind=FORMED[Setting(branch.setting)],
            name=branch.name.removesuffix("联合党支部").removesuffix("党支部"),
            since=founded(rng),
            head=somebody(rng),
            headcount=rng.randint(12, 90),
            members=rng.randint(3, 11),
            households=rng.randint(15, 160),
            led_by=branch.parent,
            founded_by_branch=branch.setting == Setting.ASSOCIATION,
            should_have=True,
            party_organization=branch,
            formation=Formation.JOINT if joint else Formation.OWN,
        )


def economic(rng: random.Random, place: Organization) -> Iterator[Body]:
    """Cooperatives, associations and firms: some served by the village's branch, some lacking."""
    village = place.level == Level.VILLAGE
    for number in range(rng.choice((0, 1, 1, 2)) if village else rng.randint(3, 6)):
        kind = BodyKind.COOPERATIVE if village else rng.choice(list(FORMED.values()))
        word = rng.choice(CROPS) if kind != BodyKind.ENTERPRISE else rng.choice(FIRMS)
        ending = {"cooperative": "专业合作社", "association": "协会"}.get(kind, "农业有限公司")
        members = rng.choice((0, 1, 2, 3, 4, 6))
        attached = members > 0 and rng.random() < 0.72
        yield Body(
            organization=place,
            kind=kind,
            name=f"{place.short}{word}{number + 1 if number else ''}{ending}",
            since=founded(rng),
            industry=word if kind != BodyKind.ENTERPRISE else "农产品加工",
            head=somebody(rng),
            headcount=rng.randint(8, 60),
            members=members,
            households=rng.randint(8, 120),
            led_by=place,
            should_have=members >= 3,
            party_organization=place if attached else None,
            formation=Formation.ATTACHED if attached else "",
            instructor=somebody(rng) if not attached else "",
        )


def team(rng: random.Random, place: Organization, kind: Any, name: str, **more: Any) -> ServiceTeam:
    members = [somebody(rng) for _ in range(rng.randint(3, 6))]
    return ServiceTeam(
        organization=place,
        kind=kind,
        name=name,
        since=founded(rng),
        captain=somebody(rng),
        members="、".join(members),
        size=len(members) + 1,
        **more,
    )


def teams_of(rng: random.Random, town: Organization) -> Iterator[ServiceTeam]:
    words = ("种植结构调整组", "标准化养殖组", "民事纠纷排查组", "基层组织建设组")
    for kind, word in zip(CONVENIENCE, words, strict=True):
        yield team(rng, town, kind, f"{town.short}{word}", captain_post="副乡镇长")
    for number in range(1, 4):
        name = f"{town.short}第{number}包片服务组"
        yield team(rng, town, TeamKind.AREA, name, area=f"第{number}片", captain_post="党委委员")


def groups_of(rng: random.Random, village: Organization) -> Iterator[ServiceTeam]:
    words = ("产业发展", "民事纠纷调解", "环境卫生", "文体娱乐", "红白理事会", "生态保护")
    for kind, word in zip(GROUPS, words, strict=True):
        yield team(rng, village, kind, f"{village.short}{word}党小组")


def visits(rng: random.Random) -> Iterator[TeamVisit]:
    today = timezone.localdate()
    for one in ServiceTeam.objects.order_by("pk")[:160]:
        for matter in rng.sample(MATTERS, rng.randint(0, 3)):
            yield TeamVisit(
                team=one,
                held_on=today - timedelta(days=rng.randint(1, 320)),
                matter=matter,
                households=rng.randint(2, 30),
                present=rng.randint(2, 7),
                settled=rng.random() < 0.8,
                result="已办结，群众满意。",
            )
