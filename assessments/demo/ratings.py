"""Three years of stars: better towns and worse ones, most at three stars or more."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from assessments.choices import Result
from assessments.models import Rating
from members.choices import MEMBERS
from members.models import Person
from organizations.choices import Level
from organizations.models import Organization

SEED = 990109
YEARS = 3
GOOD = (38, 42, 20)  # weights of three, four and five stars, and below of two, one and none
POOR = (60, 28, 12)


def load() -> int:
    """Rate the townships, villages and members there are. Returns how many ratings that makes."""
    rng = random.Random(SEED)
    today = timezone.localdate()
    luck = towns(rng)
    count = 0
    for year in range(today.year - YEARS + 1, today.year + 1):
        day = min(date(year, 12, 20), today)
        rows = [*of_organizations(rng, luck, year, day), *of_members(rng, luck, year, day)]
        Rating.objects.bulk_create(rows, batch_size=5000)
        count += len(rows)
    return count


def towns(rng: random.Random) -> dict[int, float]:
    """How well each township does: what is added to the chance of three stars."""
    tops = (
        Organization.objects.filter(level=Level.TOWNSHIP)
        .order_by("path")
        .values_list("pk", flat=True)
    )
    return {pk: rng.uniform(-0.14, 0.07) for pk in tops}


def stars(rng: random.Random, chance: float) -> int:
    if rng.random() < chance:
        return rng.choices((3, 4, 5), GOOD)[0]
    return rng.choices((2, 1, 0), POOR)[0]


def better(path: str, luck: dict[int, float], year: int) -> float:
    """What a township's luck adds to a chance; every year brings a little."""
    above = (luck[int(step)] for step in path.strip("/").split("/") if int(step) in luck)
    return next(above, 0.0) + 0.02 * (year - timezone.localdate().year)


def of_organizations(
    rng: random.Random, luck: dict[int, float], year: int, day: date
) -> Iterator[Rating]:
    rated = Organization.objects.at(day).filter(level__in=[Level.TOWNSHIP, Level.VILLAGE])
    for pk, path in rated.order_by("path").values_list("pk", "path"):
        given = stars(rng, 0.88 + better(path, luck, year))
        yield Rating(
            year=year, organization_id=pk, stars=given, result=Result.CONFIRMED, rated_on=day
        )


def of_members(
    rng: random.Random, luck: dict[int, float], year: int, day: date
) -> Iterator[Rating]:
    members = Person.objects.filter(standing__in=MEMBERS, joined__lte=day, left=None)
    lines = members.order_by("pk").values_list("pk", "organization", "organization__path")
    for pk, organization, path in lines.iterator(chunk_size=5000):
        given = stars(rng, 0.94 + better(path, luck, year) / 2)
        yield Rating(
            year=year,
            organization_id=organization,
            person_id=pk,
            stars=given,
            result=Result.CONFIRMED,
            rated_on=day,
        )
