"""A year of party life in the county's villages, offices and townships; some are behind."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from operations.loading import copy_new
from organizations.actions.due import window_of
from organizations.actions.meetings import load_meeting_duties
from organizations.choices.tree import Kind, Level
from organizations.demo.names import somebody
from organizations.models import Meeting, MeetingDuty, Organization

SEED = 990141
SUBJECTS = {
    "members": ("讨论接收预备党员", "学习党的二十届四中全会精神", "通报季度工作", "民主评议党员"),
    "committee": ("研究发展党员工作", "研究村集体经济项目", "安排下月工作", "研究防汛备汛"),
    "party_group": ("学习党章", "讨论承诺践诺", "谈心谈话"),
    "lesson": ("学习中央八项规定精神", "乡村振兴专题党课", "讲身边的党员故事"),
    "theme_day": ("义务清扫村道", "走访困难党员", "重温入党誓词", "帮收油茶"),
    "life_meeting": ("年度组织生活会",),
    "theme_education": ("春节前后党员干部主题教育",),
    "special_study": ("专题研究农村基层党建工作",),
    "hearing": ("听取下级党组织书记党建工作汇报",),
    "report": ("向党员群众报告年度党建工作",),
    "questions": ("村干部述职与村民质询",),
    "council": ("议定道路硬化方案", "议定公益岗位人选"),
    "distance": ("油茶种植技术", "电子商务培训"),
}
MONTHS = {"committee": 1, "party_group": 1, "theme_day": 1, "members": 3, "lesson": 3}


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or Meeting.objects.exists():
        return
    if not MeetingDuty.objects.exists():
        load_meeting_duties(county)
    found = meetings(random.Random(SEED), timezone.localdate())
    rows = list(
        {(one.organization, one.kind, one.held_on, one.subject): one for one in found}.values()
    )
    copy_new(rows)
    say(f"{len(rows)} meetings")


def meetings(rng: random.Random, today: date) -> Iterator[Meeting]:
    """Each branch keeps its own pace: nine in ten meetings that were due were held."""
    since = date(today.year - (today.month < 4), 1, 1)
    for organization in Organization.objects.order_by("path"):
        pace = rng.choice((1.0, 1.0, 1.0, 0.97, 0.9, 0.75))
        if organization.kind in {Kind.BRANCH, Kind.JOINT_BRANCH}:
            for kind, months in MONTHS.items():
                yield from regular(rng, organization, kind, (since, today, months, pace))
        for kind, day in yearly(rng, organization, since):
            if day <= today and rng.random() < pace:
                yield meeting(rng, organization, kind, day)


def regular(
    rng: random.Random, organization: Any, kind: str, pace: tuple[date, date, int, float]
) -> Iterator[Meeting]:
    first, today, months, share = pace
    while first <= today:
        last = window_of(first, months)[1]
        day = first + timedelta(days=rng.randrange((last - first).days + 1))
        if day <= today and rng.random() < share:
            yield meeting(rng, organization, kind, day)
        first = last + timedelta(days=1)


def yearly(rng: random.Random, organization: Any, since: date) -> Iterator[tuple[str, date]]:
    year = since.year
    if organization.level in {Level.COUNTY, Level.TOWNSHIP}:
        yield "special_study", date(year, 3, rng.randint(1, 28))
        yield "special_study", date(year, 9, rng.randint(1, 28))
    if organization.level == Level.COUNTY:
        yield "hearing", date(year, 5, 12)
        yield "hearing", date(year, 11, 5)
    if organization.level == Level.TOWNSHIP:
        yield "hearing", date(year, 4, rng.randint(1, 28))
        yield "hearing", date(year, 10, rng.randint(1, 28))
    if organization.level == Level.VILLAGE:
        yield "theme_education", date(year, 2, rng.randint(1, 12))
        yield "life_meeting", date(year, 1, rng.randint(10, 30))
        yield "council", date(year, rng.randint(2, 10), rng.randint(1, 28))
        yield "distance", date(year, rng.randint(2, 10), rng.randint(1, 28))
        yield "report", date(year, 7, rng.randint(1, 28))
        yield "questions", date(year, 11, rng.randint(1, 20))


def meeting(rng: random.Random, organization: Any, kind: str, day: date) -> Meeting:
    due = rng.randint(9, 46)
    on_leave, absent = rng.choice((0, 1, 1, 2, 3)), rng.choice((0, 0, 0, 1, 2))
    found = kind == "life_meeting"
    return Meeting(
        organization=organization,
        kind=kind,
        held_on=day,
        subject=rng.choice(SUBJECTS[kind]),
        location="党群服务中心会议室",
        channel="internet" if kind == "distance" else "in_person",
        chair=somebody(rng),
        recorder=somebody(rng),
        due=due,
        present=due - on_leave - absent,
        on_leave=on_leave,
        absent=absent,
        hours=Decimal(2) if kind in {"lesson", "distance"} else None,
        problems="理论学习不够系统；联系群众不够经常。" if found else "",
        mend_by=date(day.year, 6, 30) if found else None,
        mended_on=date(day.year, 6, rng.randint(1, 30)) if found and rng.random() < 0.9 else None,
    )
