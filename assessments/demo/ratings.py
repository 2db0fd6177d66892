"""Three years of stars: better towns and worse ones, most at three stars or more."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import date

from django.db import connection
from django.utils import timezone

from assessments.choices import Result
from members.choices.standing import MEMBERS
from members.models import Person
from organizations.choices.tree import Level
from organizations.models import Organization

SEED = 990109
NULL = r"\N"
YEARS = 3
GOOD = (38, 42, 20)  # weights of three, four and five stars, and below of two, one and none
POOR = (60, 28, 12)
COPY = """
    COPY assessments_rating
        (organization_id, person_id, stars, year, rated_on, result, themes, reason,
         created_at, changed_at)
    FROM STDIN
"""
Line = tuple[int, int | None, int]  # organization, person, stars


def load() -> int:
    """Rate the townships, villages and members there are. Returns how many ratings that makes."""
    rng = random.Random(SEED)
    today = timezone.localdate()
    luck = towns(rng)
    count, text = 0, io.StringIO()
    for year in range(today.year - YEARS + 1, today.year + 1):
        day = min(date(year, 12, 20), today)
        for line in [*of_organizations(rng, luck, day), *of_members(rng, luck, day)]:
            text.write(row(line, year, day))
            count += 1
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY, text)  # type: ignore[attr-defined]
    return count


def row(line: Line, year: int, day: date) -> str:
    organization, person, given = line
    known = f"{organization}\t{person or NULL}\t{given}\t{year}\t{day}"
    return f"{known}\t{Result.CONFIRMED}\t\t\tnow\tnow\n"


def towns(rng: random.Random) -> dict[int, float]:
    """How well each township does: what is added to the chance of three stars."""
    tops = Organization.objects.filter(level=Level.TOWNSHIP).order_by("path")
    return {pk: rng.uniform(-0.14, 0.07) for pk in tops.values_list("pk", flat=True)}


def stars(rng: random.Random, chance: float) -> int:
    if rng.random() < chance:
        return rng.choices((3, 4, 5), GOOD)[0]
    return rng.choices((2, 1, 0), POOR)[0]


def better(path: str, luck: dict[int, float], day: date) -> float:
    """What a township's luck adds to a chance; every year brings a little."""
    above = (luck[int(step)] for step in path.strip("/").split("/") if int(step) in luck)
    return next(above, 0.0) + 0.02 * (day.year - timezone.localdate().year)


def of_organizations(rng: random.Random, luck: dict[int, float], day: date) -> Iterator[Line]:
    rated = Organization.objects.at(day).filter(level__in=[Level.TOWNSHIP, Level.VILLAGE])
    for pk, path in rated.order_by("path").values_list("pk", "path"):
        yield pk, None, stars(rng, 0.88 + better(path, luck, day))


def of_members(rng: random.Random, luck: dict[int, float], day: date) -> Iterator[Line]:
    members = Person.objects.filter(standing__in=MEMBERS, joined__lte=day, left=None)
    lines = members.order_by("pk").values_list("pk", "organization", "organization__path")
    for pk, organization, path in lines.iterator(chunk_size=5000):
        yield organization, pk, stars(rng, 0.94 + better(path, luck, day) / 2)
