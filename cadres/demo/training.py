"""Who of those in post came to the courses meant for them: nearly all, as the county wants."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from django.db import transaction

from cadres.choices.posts import Position
from cadres.models import Post
from members.demo.training import attended
from members.models import Training, TrainingAttendance
from operations.loading import copy_new
from organizations.choices.tree import Level
from portal.history import acting

SEED = 20267
# For whom -> positions, level of the organization, share that comes.
AUDIENCES = {
    "village_secretaries": ([Position.SECRETARY], Level.VILLAGE, 0.94),
    "township_secretaries": ([Position.TOWN_SECRETARY], Level.TOWNSHIP, 0.97),
    "mixed": ([Position.SECRETARY], Level.BRANCH, 0.8),
    "village_cadres": ([Position.DEPUTY, Position.DIRECTOR], Level.VILLAGE, 0.62),
}


def load(say: Callable[[str], None]) -> None:
    courses = Training.objects.filter(audience__in=AUDIENCES).order_by("code")
    if TrainingAttendance.objects.filter(training__in=courses).exists():
        return
    rng = random.Random(SEED)
    with transaction.atomic(), acting(None, page="demo"):
        rows = [row for course in courses for row in came(rng, course)]
        copy_new(rows)
    say(f"{len(rows)} attendances of people in post")


def came(rng: random.Random, course: Training) -> Iterator[TrainingAttendance]:
    positions, level, share = AUDIENCES[course.audience]
    posts = Post.objects.at(course.first_day).filter(
        position__in=positions, organization__level=level
    )
    for person in posts.order_by("person").values_list("person", flat=True).distinct():
        if rng.random() < share:
            yield attended(rng, course, person)
