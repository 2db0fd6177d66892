"""How the demo county's people came to their stage; the year's plan; those who came, went, are
away or lost. Invented, and relative to today."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from members.actions.rulesets import load_rules
from members.choices.development import StepKind
from members.choices.standing import PIPELINE, LeftWhy, Standing
from members.choices.transfers import TransferKind
from members.models import (
    DevelopmentStep,
    Exit,
    LostContact,
    MobileContact,
    MobileRecord,
    Person,
    Quota,
    RuleSet,
    Transfer,
)
from operations.loading import copy_new
from organizations.choices.tree import Level
from organizations.demo.county import COUNTY
from organizations.models import Organization
from portal.fields import first_day
from portal.history import acting

CITIES = ("江苏苏州", "浙江宁波", "上海松江", "广东东莞", "北京朝阳", "省城高新区")
LATE = 0.06  # of what is due, so much is late


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.get(code=COUNTY)
    if not RuleSet.objects.exists():
        load_rules(county)
    if DevelopmentStep.objects.exists():
        return
    rng, today = random.Random(25), timezone.localdate()
    here = Person.objects.filter(organization__path__startswith=county.path)
    with transaction.atomic(), acting(None, page="demo"):
        steps = [
            step
            for person in here.filter(standing__in=PIPELINE, left=None).order_by("pk")
            for step in Story(rng, today, person).told()
        ]
        copy_new(steps)
        give_quotas(county, today)
        note_exits(here)
        away(rng, today, list(here.filter(standing=Standing.FULL, left=None).order_by("pk")))
    say(f"{len(steps)} steps of development")


class Story:
    """The steps behind one person's dates, most of them in time."""

    def __init__(self, rng: random.Random, today: date, person: Person) -> None:
        self.rng, self.today, self.person = rng, today, person

    def day(self, field: str) -> date | None:
        known = getattr(self.person, field)
        return first_day(known) if known else None

    def step(self, kind: str, day: date, **facts: Any) -> Iterator[DevelopmentStep]:
        if day <= self.today:
            yield DevelopmentStep(
                person=self.person,
                kind=kind,
                day=day,
                decided_by_id=self.person.organization_id,
                **facts,
            )

    def told(self) -> Iterator[DevelopmentStep]:
        applied, activist = self.day("applied"), self.day("activist_on")
        target, joined = self.day("target_on"), self.day("joined")
        if applied:
            yield from self.step(StepKind.APPLY, applied)
            if self.rng.random() > LATE or activist:
                yield from self.step(StepKind.TALK, applied + timedelta(days=21))
        if activist:
            yield from self.cultivated(activist, target or self.today)
        if target:
            yield from self.step(StepKind.TARGET, target)
            yield from self.reviewed(target, joined)
        if joined:
            yield from self.admitted(joined)

    def cultivated(self, since: date, until: date) -> Iterator[DevelopmentStep]:
        yield from self.step(StepKind.ACTIVIST, since)
        yield from self.step(StepKind.CONTACTS, since + timedelta(days=5))
        day = since + timedelta(days=175)
        while day < until:
            last = day + timedelta(days=175) >= until
            if not (last and self.person.standing == Standing.ACTIVIST and self.late()):
                yield from self.step(StepKind.REVIEW, day, result="passed")
            day += timedelta(days=175)

    def late(self) -> bool:
        return self.rng.random() < LATE

    def reviewed(self, target: date, joined: date | None) -> Iterator[DevelopmentStep]:
        if not joined and self.rng.random() < 0.4:
            return
        yield from self.step(StepKind.POLITICAL_REVIEW, target, result="passed")
        yield from self.step(StepKind.TRAINING, target + timedelta(days=7), days=3, hours=24)
        before = joined - timedelta(days=12) if joined else self.today - timedelta(days=12)
        if before > target + timedelta(days=7):
            yield from self.step(StepKind.PRE_REVIEW, before, result="passed")

    def admitted(self, joined: date) -> Iterator[DevelopmentStep]:
        due = self.rng.randint(12, 40)
        votes = {"due": due, "present": due - 2, "in_favour": due - 3, "against": 1}
        yield from self.step(StepKind.ADMIT, joined, **votes)
        if not self.late():
            approved = joined + timedelta(days=self.rng.randint(20, 80))
            yield from self.step(StepKind.APPROVE, approved)
            yield from self.step(StepKind.OATH, approved + timedelta(days=20))


def give_quotas(county: Organization, today: date) -> None:
    """For each township somewhat more than it has admitted this year."""
    quotas = []
    for town in Organization.objects.filter(path__startswith=county.path, level=Level.TOWNSHIP):
        people = Person.objects.filter(organization__path__startswith=town.path)
        joined = people.filter(joined__gte=today.replace(month=1, day=1)).count()
        quotas.append(Quota(organization=town, year=today.year, allowed=joined + 4))
    for quota in quotas:
        quota.issued_on = today.replace(month=2, day=15) if today.month > 2 else None
        quota.document = f"县组发〔{today.year}〕6号"
    Quota.objects.bulk_create(quotas)


def note_exits(here: Any) -> None:
    """Those who have left get the line that says so."""
    gone = [row for row in here.exclude(left=None) if row.left]
    out = [row for row in gone if row.left_why == LeftWhy.TRANSFERRED]
    Exit.objects.bulk_create(
        Exit(
            person=row,
            kind=row.left_why,
            day=first_day(row.left),
            decided_by_id=row.organization_id,
        )
        for row in gone
        if row.left_why != LeftWhy.TRANSFERRED
    )
    Transfer.objects.bulk_create(
        Transfer(
            person=row,
            kind=TransferKind.OUT,
            day=first_day(row.left),
            source_id=row.organization_id,
            elsewhere="外县党支部",
            letter=f"转字{row.pk}号",
            valid_until=first_day(row.left) + timedelta(days=90),
            received_on=first_day(row.left) + timedelta(days=20) if row.pk % 9 else None,
        )
        for row in out
    )


def away(rng: random.Random, today: date, members: list[Person]) -> None:
    """Every thirtieth member works elsewhere, and of every four hundredth nobody knows where."""
    rules = RuleSet.for_day(today)
    months = rules.contact_months if rules else 6
    records = [
        MobileRecord(
            person=row,
            since=today - timedelta(days=rng.randint(200, 1500)),
            location=rng.choice(CITIES),
            reason="外出务工",
            host_name="流入地流动党员党支部",
            contact="党支部组织委员",
            contributions="介绍同乡就业，带动返乡创业" if row.pk % 5 == 0 else "",
        )
        for row in members[::30]
    ]
    MobileRecord.objects.bulk_create(records)
    MobileContact.objects.bulk_create(
        MobileContact(
            registration=one, day=today - timedelta(days=rng.randint(5, months * 34)), how=how
        )
        for one in records
        for how in [rng.choice(("phone", "online"))]
    )
    lost = [
        LostContact(person=row, since=today - timedelta(days=rng.randint(60, 400)), reason="1")
        for row in members[7::400]
    ]
    LostContact.objects.bulk_create(lost)
    Person.objects.filter(pk__in=[one.person_id for one in records]).update(mobile=True)
    Person.objects.filter(pk__in=[one.person_id for one in lost]).update(lost=True)
