"""Rule books, responsibility lists and the year's goals, broken down to townships and villages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from organizations.actions.duties import ALL
from organizations.choices.tree import Level
from organizations.demo.names import somebody
from organizations.models import Organization, ResponsibilityItem, Rule, Task

SEED = 990145
RULES = (
    ("三会一课制度", "party_work"),
    ("四议两公开工作制度", "self_government"),
    ("村务监督委员会工作制度", "supervision"),
    ("村级财务管理制度", "finance"),
    ("首问负责和限时办结制度", "service"),
    ("村规民约", "charter"),
)
GOALS = (
    ("全年发展党员计划", "按计划数发展党员，优先从青年农民、致富能手中发展"),
    ("集体经济薄弱村清零", "年收入不足10万元的村全部达标"),
    ("党员集中轮训", "对全体党员轮训一遍，每名党员不少于32学时"),
)


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or Rule.objects.exists():
        return
    rng, today = random.Random(SEED), timezone.localdate()
    townships = list(Organization.objects.filter(level=Level.TOWNSHIP).order_by("path"))
    villages = list(Organization.objects.filter(level=Level.VILLAGE).order_by("path"))
    Rule.objects.bulk_create(rules(rng, villages))
    posts = responsibilities(county, townships, villages, today.year)
    ResponsibilityItem.objects.bulk_create(posts)
    goals = Task.objects.bulk_create(county_goals(county, today))
    parts = [part(rng, goal, one, today) for goal in goals for one in townships]
    Task.objects.bulk_create(parts)
    first = townships[0].path if townships else "-"
    below = [one for one in villages if one.path.startswith(first)]
    Task.objects.bulk_create(part(rng, parts[0], one, today) for one in below)
    say(f"{Rule.objects.count()} rules, {Task.objects.count()} tasks")


def rules(rng: random.Random, villages: list[Any]) -> Iterator[Rule]:
    for village in villages:
        for title, topic in RULES:
            adopted = date(rng.randint(2018, 2024), rng.randint(1, 12), rng.randint(1, 28))
            yield Rule(
                organization=village,
                title=title,
                topic=topic,
                adopted_by="村民代表会议",
                adopted_on=adopted,
                since=adopted + timedelta(days=10),
                displayed=rng.random() < 0.9,
                binds="全体村民" if topic == "charter" else "村“两委”干部",
            )


def responsibilities(
    county: Any, townships: list[Any], villages: list[Any], year: int
) -> Iterator[ResponsibilityItem]:
    shared: dict[str, Any] = {"year": year, "matter": "农村基层党建工作"}
    lines = [(county, "first", "县委书记")]
    for township in townships:
        lines += [(township, "first", "乡镇党委书记"), (township, "direct", "专职副书记")]
    lines += [(village, "specific", "村党组织书记") for village in villages]
    for organization, answers, post in lines:
        signed = date(year, 1, 15)
        yield ResponsibilityItem(
            organization=organization, answers=answers, post=post, signed_on=signed, **shared
        )


def county_goals(county: Any, today: date) -> Iterator[Task]:
    for title, content in GOALS:
        yield Task(
            organization=county,
            issuer=county,
            kind="goal",
            title=title,
            content=content,
            issued_on=date(today.year, 1, 1),
            due_on=date(today.year, 12, 31),
            state="claimed",
            claimed_by="县委组织部",
            claimed_on=date(today.year, 1, 1),
        )


def part(rng: random.Random, goal: Task, organization: Any, today: date) -> Task:
    state = rng.choice(("finished", "reported", "claimed", "claimed", "issued"))
    over = state in {"finished", "reported"}
    due = today + timedelta(days=rng.choice((-12, 10, 25, 40)))
    return Task(
        organization=organization,
        issuer=goal.organization,
        goal=goal,
        kind="goal",
        title=goal.title,
        content=goal.content,
        issued_on=goal.issued_on,
        due_on=max(due, goal.issued_on),
        state=state,
        claimed_by="" if state == "issued" else somebody(rng),
        claimed_on=None if state == "issued" else goal.issued_on,
        progress=ALL if over else rng.choice((0, 20, 40, 60, 80)) * (state != "issued"),
        finished_on=max(today - timedelta(days=rng.randint(1, 20)), goal.issued_on)
        if over
        else None,
        evidence="已完成，台账见附件。" if over else "",
    )
