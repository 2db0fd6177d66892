"""Matters that villages decide: some decided, some half-way, one withdrawn."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone

from operations.loading import copy_new
from organizations.actions.calendar import working_days_after
from organizations.actions.decisions import load_procedures
from organizations.choices.decisions import DecisionState, Share
from organizations.choices.tree import Level
from organizations.models import Decision, DecisionStep, Organization, Procedure, ProcedureStep

SEED = 990143
MATTERS = (
    "硬化通组道路3.2公里",
    "发展油茶产业120亩",
    "村集体厂房对外出租",
    "新建文化活动广场",
    "低保对象年度评议",
    "自来水管网改造",
    "光伏电站收益分配",
    "村规民约修订",
)
CODES = ("siyi-liangkai", "siyi-liangkai", "siyi-liangkai-yijiandu", "siyi-sangongkai-yiqian")


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or Decision.objects.exists():
        return
    if not Procedure.objects.exists():
        load_procedures(county)
    rng = random.Random(SEED)
    villages = Organization.objects.filter(level=Level.VILLAGE).order_by("path")
    rows = Decision.objects.bulk_create(decisions(rng, villages, timezone.localdate()))
    steps = defaultdict(list)
    for step in ProcedureStep.objects.all():
        steps[step.procedure_id].append(step)
    copy_new([step for row in rows for step in taken(rng, row, steps[row.procedure_id])])
    say(f"{len(rows)} decisions")


def decisions(rng: random.Random, villages: Any, today: date) -> Iterator[Decision]:
    procedures = {one.code: one for one in Procedure.objects.all()}
    for number, village in enumerate(villages):
        raised = number % 5 == 0
        state = rng.choice(("decided", "decided", "under_way", "under_way", "prepared"))
        begun = today - timedelta(
            days=rng.randint(150, 300) if state == "decided" else rng.randint(20, 75)
        )
        yield Decision(
            organization=village,
            matter="清淤修渠筹资筹劳" if raised else rng.choice(MATTERS),
            procedure=procedures["yishi-yiyi" if raised else rng.choice(CODES)],
            proposer="村党支部",
            begun_on=begun,
            state=state,
            ended_on=begun + timedelta(days=120) if state == "decided" else None,
            result="表决通过" if state == "decided" else "",
            funds=rng.randint(80, 600) * 100 if raised else None,
            labour=rng.randint(60, 400) if raised else None,
            payers=rng.randint(120, 900) if raised else None,
        )


def taken(rng: random.Random, decision: Decision, steps: list[Any]) -> Iterator[DecisionStep]:
    if decision.state == DecisionState.PREPARED:
        return
    share = len(steps) if decision.state == DecisionState.DECIDED else rng.randint(1, 3)
    day = decision.begun_on
    for step in steps[:share]:
        day += timedelta(days=rng.randint(2, 6))
        yield one_step(rng, decision, step, day)


def one_step(rng: random.Random, decision: Decision, step: Any, day: date) -> DecisionStep:
    voted = step.favour_share != Share.NONE
    due = rng.randint(24, 45) if voted else None
    present = due - rng.randint(0, 5) if due else None
    favour = present - rng.randint(0, 3) if present else None
    return DecisionStep(
        decision=decision,
        step=step,
        held_on=day,
        due=due,
        present=present,
        in_favour=favour,
        against=0 if voted else None,
        notice_from=day if step.notice_days else None,
        notice_until=notice_ends(day, step.notice_days) if step.notice_days else None,
    )


@lru_cache
def notice_ends(day: date, days: int) -> date:
    return working_days_after(day, days)
