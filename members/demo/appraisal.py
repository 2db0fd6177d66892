"""Last year's democratic appraisal, in all townships but two."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone

from members.choices.appraisal import FollowUp, Mark
from members.demo.people import members_in
from members.models import Appraisal, AppraisalRule, Person
from members.rules.appraisal import probationary_on
from operations.loading import copy_new
from organizations.choices.tree import Kind, Level
from organizations.demo.county import COUNTY
from organizations.models import Organization
from portal.history import acting

SEED, LEFT_OUT = 211, 2  # townships that have not sent theirs in


def load(say: Callable[[str], None]) -> None:
    rule = AppraisalRule.objects.first()
    if Appraisal.objects.exists() or not rule:
        return
    rng, year = random.Random(SEED), timezone.localdate().year - 1
    branches: dict[Organization, list[Person]] = defaultdict(list)
    day = date(year, 12, 28)
    towns = Organization.objects.filter(level=Level.TOWNSHIP).order_by("code")
    codes = [town.code.removeprefix(COUNTY) for town in towns]
    for person in members_in(*codes[:-LEFT_OUT]):
        home = person.organization
        if (person.joined or "9") <= f"{day:%Y-%m-%d}":
            branches[(home.parent or home) if home.kind == Kind.PARTY_GROUP else home].append(
                person
            )
    with transaction.atomic(), acting(None, page="demo"):
        rows = [row for one in branches.items() for row in found(rng, one, rule, day)]
        copy_new(rows)
    say(f"{len(rows)} appraisals of {len(branches)} branches")


def found(
    rng: random.Random, one: tuple[Organization, list[Person]], rule: AppraisalRule, day: date
) -> Iterator[Appraisal]:
    branch, people = one
    left = rule.most_excellent(len(people))
    present = len(people) - len(people) // 12
    for person in rng.sample(people, present):
        grade = Mark.UNGRADED if probationary_on(person, day) else grade_of(rng, left)
        left -= grade == Mark.EXCELLENT
        mending = grade == Mark.UNQUALIFIED
        votes = votes_for(rng, grade, present)
        yield Appraisal(
            person=person,
            year=day.year,
            branch=branch,
            decided_on=day,
            grade=grade,
            **dict(zip(("excellent_votes", "qualified_votes"), votes, strict=True)),
            gap="长期不参加组织生活" if mending else "",
            follow_up=FollowUp.RECTIFY if mending else "",
            mend_by=date(day.year + 1, 12, 28) if mending else None,
        )


def grade_of(rng: random.Random, left: int) -> Mark:
    luck = rng.random()
    if luck < 0.3 and left > 0:
        return Mark.EXCELLENT
    if luck > 0.997:
        return Mark.UNQUALIFIED
    return Mark.BASIC if luck > 0.98 else Mark.QUALIFIED


def votes_for(rng: random.Random, grade: str, present: int) -> tuple[int | None, int | None]:
    if grade == Mark.UNGRADED:
        return None, None
    high = rng.randint(int(present * 0.6), present) if grade == Mark.EXCELLENT else present // 5
    return high, present - high
