"""What the county runs by kind, models to learn from, honours held."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils import timezone

from organizations.actions.activities import load_kinds, load_programmes
from organizations.choices.programmes import ModelKind, Topic, Verdict
from organizations.choices.projects import Rank
from organizations.choices.tree import Level
from organizations.demo.names import somebody
from organizations.models import (
    Activity,
    ActivityKind,
    Adoption,
    Honour,
    ModelCase,
    Organization,
    Programme,
    ProgrammeResult,
)

SEED = 990135
GOOD = 80  # points from which the demo's office finds a line met


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None:
        return
    made = load_kinds(county) + load_programmes(county)
    if not Activity.objects.exists():
        rng = random.Random(SEED)
        towns = list(Organization.objects.filter(level=Level.TOWNSHIP).order_by("code"))
        villages = list(Organization.objects.filter(level=Level.VILLAGE).order_by("code"))
        Adoption.objects.bulk_create(adopted(rng, [*towns, *villages[::5]]))
        Activity.objects.bulk_create(run(rng, [county, *towns, *villages[::7]]))
        ModelCase.objects.bulk_create(models(rng, villages[2::30]))
        Honour.objects.bulk_create(honours(county, towns))
        ProgrammeResult.objects.bulk_create(judged(rng, [*towns, *villages]))
        ProgrammeResult.objects.bulk_create(created(rng, [county, *towns, *villages]))
    if made:
        say(f"{made} kinds of activity and programmes, {Activity.objects.count()} activities")


def adopted(rng: random.Random, places: list[Organization]) -> Iterator[Adoption]:
    kinds = list(ActivityKind.objects.filter(topic__in=[Topic.CARRIER, Topic.METHOD]))
    year = timezone.localdate().year
    for place in places:
        for kind in rng.sample(kinds, rng.randint(2, len(kinds))):
            yield Adoption(
                organization=place,
                kind=kind,
                since=date(year - rng.randint(0, 2), 3, 1),
                contact=somebody(rng),
            )


def run(rng: random.Random, places: list[Organization]) -> Iterator[Activity]:
    today = timezone.localdate()
    kinds = list(ActivityKind.objects.order_by("code"))
    for place in places:
        for kind in rng.sample(kinds, rng.randint(2, 5)):
            due = rng.randint(20, 90)
            yield Activity(
                organization=place,
                kind=kind,
                held_on=today - timedelta(days=rng.randint(1, 330)),
                title=f"{place.short}{kind.name}",
                held_at=f"{place.short}会议室",
                due=due,
                present=due - rng.randint(0, 6),
                summary=kind.wording,
            )


def models(rng: random.Random, places: list[Organization]) -> Iterator[ModelCase]:
    for number, place in enumerate(places):
        kind = list(ModelKind)[number % len(ModelKind)]
        about = somebody(rng) if kind == ModelKind.PERSON else place.name
        yield ModelCase(
            organization=place,
            title=f"{about}：扎根乡村办实事" if kind == ModelKind.PERSON else f"{about}的做法",
            kind=kind,
            about=about,
            level=rng.choice((Rank.COUNTY, Rank.CITY)),
            chosen_on=timezone.localdate() - timedelta(days=rng.randint(20, 500)),
            article="带领群众发展产业，集体收入三年翻番。",
            published="清源党建网",
        )


def honours(county: Organization, towns: list[Organization]) -> Iterator[Honour]:
    year = timezone.localdate().year
    yield Honour(
        organization=county,
        title="农村基层组织建设先进县",
        level=Rank.PROVINCE,
        granted_on=date(year - 3, 6, 28),
        granted_by="省委组织部",
        document=f"组通字〔{year - 3}〕18号",
        review_on=date(year + 1, 6, 30),
    )
    for town in towns[:5]:
        yield Honour(
            organization=town,
            title="“五好”乡镇党委",
            level=Rank.CITY,
            granted_on=date(year - 1, 7, 1),
            granted_by="市委",
        )


def judged(rng: random.Random, places: list[Organization]) -> Iterator[ProgrammeResult]:
    last = date(timezone.localdate().year - 1, 12, 20)
    for programme in Programme.objects.filter(code="five-good-five-leads"):
        for item in programme.items.all()[:5]:
            for place in places:
                yield ProgrammeResult(
                    organization=place,
                    item=item,
                    judged_on=last,
                    level=Rank.COUNTY,
                    judge="县委组织部考评组",
                    verdict=rng.choices(Verdict.values, (92, 6, 2))[0],
                )


def created(rng: random.Random, places: list[Organization]) -> Iterator[ProgrammeResult]:
    """What the three levels' joint report, evaluation and examination gave each (000-55)."""
    year = timezone.localdate().year - 1
    items = list(Programme.objects.get(code="three-level-creation").items.all())
    for place in places:
        points = [rng.randint(72, 99) for _ in items[1:]]
        for item, value in zip(items, [*points, sum(points) // len(points)], strict=True):
            yield ProgrammeResult(
                organization=place,
                item=item,
                judged_on=date(year, 12, 22),
                level=Rank.CITY if place.parent_id is None else Rank.COUNTY,
                judge="“三级联创”活动领导小组办公室",
                value=value,
                verdict=Verdict.MET if value >= GOOD else Verdict.PARTLY,
            )
