"""Courses of this year and the last, who took part, and what training is owed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from members.actions.defaults import load_defaults
from members.choices.standing import MEMBERS
from members.choices.training import Outcome
from members.models import Person, Training, TrainingAttendance, TrainingTopic
from operations.loading import copy_new
from organizations.choices.tree import Level
from organizations.demo.county import COUNTY
from organizations.models import Organization
from portal.history import acting

SEED = 3259
# Level, kind, for whom, title, month, days, hours, topics, place, channel.
COUNTY_COURSES = (
    (
        "county",
        "central",
        "village_secretaries",
        "村党组织书记集中培训班",
        3,
        5,
        40,
        "T5 C1",
        "party_school",
    ),
    (
        "county",
        "rotation",
        "village_secretaries",
        "村“两委”干部岗位能力轮训班",
        6,
        3,
        24,
        "T1 C2",
        "party_school",
    ),
    ("county", "special", "village_cadres", "美好乡村建设专题培训班", 4, 2, 16, "T1 T2", "base"),
    ("county", "practical", "members", "茶叶绿色防控实用技术培训班", 5, 2, 16, "T3 C4 A3", "base"),
    (
        "county",
        "study_tour",
        "village_secretaries",
        "赴先进村外出考察学习",
        9,
        3,
        24,
        "T3 A2",
        "field",
    ),
    (
        "county",
        "central",
        "township_secretaries",
        "乡镇党委书记集中培训班",
        4,
        5,
        40,
        "C1 C2",
        "party_school",
    ),
    (
        "city",
        "special",
        "township_secretaries",
        "市委组织部乡镇党委书记培训班",
        7,
        12,
        80,
        "C1 T5",
        "party_school",
    ),
    (
        "county",
        "distance",
        "members",
        "农村党员干部现代远程教育专题课",
        10,
        1,
        8,
        "C3 A5",
        "distance_station",
    ),
    ("county", "rotation", "mixed", "党支部书记轮训班", 8, 2, 16, "C1 C2", "party_school"),
)
TOWN_COURSES = (
    (
        "township",
        "rotation",
        "members",
        "{0}农村党员冬春轮训班",
        2,
        3,
        24,
        "C1 C2 A1",
        "town_school",
    ),
    ("township", "practical", "members", "{0}实用技术培训班", 5, 1, 8, "T3 C4", "teaching_place"),
    ("township", "special", "members", "{0}党员集中学习", 7, 2, 16, "C1 A6", "teaching_place"),
)


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(code=COUNTY).first()
    if not county or Training.objects.exists():
        return
    with transaction.atomic(), acting(None, page="demo"):
        load_defaults(county)
        rng, today = random.Random(SEED), timezone.localdate()
        topics = {one.code: one for one in TrainingTopic.objects.all()}
        towns = Organization.objects.filter(level=Level.TOWNSHIP).order_by("code")
        made = [
            *courses(county, COUNTY_COURSES, topics, today),
            *(row for town in towns for row in courses(town, TOWN_COURSES, topics, today)),
        ]
        Training.objects.bulk_create(made)
        rows = list(attendances(rng, made))
        copy_new(rows)
    say(f"{len(made)} courses, {len(rows)} attendances")


def courses(
    holder: Organization,
    kinds: tuple[tuple[Any, ...], ...],
    topics: dict[str, TrainingTopic],
    today: date,
) -> Iterator[Training]:
    """This year's as far as they have begun, and last year's."""
    for year in (today.year - 1, today.year):
        for number, kind in enumerate(kinds):
            level, sort, audience, title, month, days, hours, about, site = kind
            first = date(year, month, 11)
            if first > today - timedelta(days=20):
                continue
            named = [topics[code] for code in about.split()]
            yield Training(
                code=f"PX{year}{holder.code[6:]}-{number + 1:02d}",
                title=title.format(holder.short),
                organization=holder,
                level=level,
                kind=sort,
                audience=audience,
                topic=named[0],
                second_topic=named[1] if len(named) > 1 else None,
                third_topic=named[2] if len(named) > 2 else None,
                first_day=first,
                last_day=first + timedelta(days=days - 1),
                days=Decimal(days),
                hours=Decimal(hours),
                site=site,
                channel="internet" if sort == "distance" else "in_person",
            )


def attendances(rng: random.Random, made: list[Training]) -> Iterator[TrainingAttendance]:
    """Townships' courses reach most of their members; the county's, some of every village.

    Whom posts oblige to come is known only when there are posts (cadres/demo/training.py)."""
    for training in made:
        if training.audience != "members":
            continue
        people = Person.objects.filter(
            standing__in=MEMBERS,
            organization__path__startswith=training.organization.path,
            joined__lte=training.first_day,
        ).exclude(left__lte=training.first_day)
        if training.organization.level == Level.TOWNSHIP:
            share = rng.uniform(0.72, 0.93)
            chosen = [pk for pk in people.values_list("pk", flat=True) if rng.random() < share]
        else:
            young = people.filter(born__gte="1966").values_list("pk", flat=True)
            chosen = rng.sample(list(young), 180)
        for pk in chosen:
            yield attended(rng, training, pk)


def attended(rng: random.Random, training: Training, person: int) -> TrainingAttendance:
    half = rng.random() < 0.06
    return TrainingAttendance(
        training=training,
        person_id=person,
        attended_on=training.first_day,
        days=training.days / 2 if half else training.days,
        hours=training.hours / 2 if half else training.hours,
        outcome=Outcome.EXCELLENT if rng.random() < 0.05 else Outcome.COMPLETED,
    )
