"""A year of inspections with findings in every state of being put right, and circulars."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from assessments.models import Circular, Finding, Inspection
from organizations.choices.duties import TaskKind, TaskState
from organizations.choices.tree import Level
from organizations.demo.names import somebody
from organizations.models import Organization, Task

SEED = 990154
SUBJECTS = ("“三会一课”落实情况", "党员活动场所管理使用", "村级运转经费使用", "党务公开")
FINDINGS = (
    ("部分村会议记录不完整，存在补记现象", "1"),
    ("党员活动室被挪用，开放时间不足", "1.5"),
    ("个别村党务公开内容更新不及时", "0.5"),
    ("发展党员材料缺少谈话记录", "1"),
    ("流动党员联系台账两个季度未更新", "0.5"),
    ("运转经费票据粘贴不规范", "0"),
)
# (state of the notice, days to the due day, share done) in turn; None: nothing has been ordered.
STATES: tuple[tuple[str, int, int] | None, ...] = (
    (TaskState.FINISHED, -10, 100),
    (TaskState.REPORTED, 5, 100),
    (TaskState.CLAIMED, 3, 60),
    (TaskState.ISSUED, 12, 0),
    (TaskState.CLAIMED, -6, 40),  # overdue
    None,
    (TaskState.CLAIMED, 8, 99),  # returned
)


def load() -> int:
    """Inspect every township twice. Returns how many inspections that makes."""
    county = Organization.objects.filter(parent=None).first()
    towns = list(Organization.objects.filter(level=Level.TOWNSHIP).order_by("code"))
    if county is None:
        return 0
    rng = random.Random(SEED)
    today = timezone.localdate()
    seen = Inspection.objects.bulk_create(inspected(rng, towns, today))
    number = 0
    for inspection in seen:
        for text, points in rng.sample(FINDINGS, 2):
            notice = ordered(rng, county, inspection, text, STATES[number % len(STATES)], today)
            number += 1
            Finding.objects.create(
                inspection=inspection,
                finding=text,
                points=Decimal(points),
                found_on=inspection.inspected_on,
                notice=notice,
            )
    Circular.objects.bulk_create(circulars(rng, towns, today))
    return len(seen)


def inspected(rng: random.Random, towns: list[Organization], today: date) -> Iterator[Inspection]:
    for place in towns:
        for subject, back in zip(rng.sample(SUBJECTS, 2), (200, 40), strict=True):
            day = today - timedelta(days=back + rng.randint(0, 20))
            yield Inspection(
                organization=place,
                inspected_on=max(day, date(today.year, 1, 5)),
                kind=rng.choice(("routine", "routine", "special")),
                subject=subject,
                team=f"县委督查室、县委组织部（组长{somebody(rng)}）",
                good="班子重视，阵地建设有特色。",
            )


def ordered(
    rng: random.Random,
    county: Organization,
    inspection: Inspection,
    text: str,
    stands: tuple[str, int, int] | None,
    today: date,
) -> Task | None:
    """The notice to put a finding right, as far as it is."""
    if stands is None:
        return None
    state, left, done = stands
    issued = inspection.inspected_on
    over = state in {TaskState.FINISHED, TaskState.REPORTED}
    finished = max(issued, today - timedelta(days=12)) if over else None
    values: dict[str, Any] = {
        "due_on": max(issued, today + timedelta(days=left)),
        "state": state,
        "progress": done,
        "claimed_by": "" if state == TaskState.ISSUED else somebody(rng),
        "claimed_on": None if state == TaskState.ISSUED else issued,
        "finished_on": finished,
        "evidence": "已对照问题整改，佐证材料见附件。" if over else "",
        "remark": "佐证材料不全，请补充会议记录照片。" if done == 99 else "",
    }
    made: Task = Task.objects.create(
        organization=inspection.organization,
        issuer=county,
        kind=TaskKind.RECTIFICATION,
        title=f"整改：{text}",
        content="请于期限内完成整改，并上传佐证材料。",
        issued_on=issued,
        **values,
    )
    return made


def circulars(rng: random.Random, towns: list[Organization], today: date) -> Iterator[Circular]:
    """One that praises, one that criticises."""
    chosen = rng.sample(towns, min(5, len(towns)))
    for at, place in enumerate(chosen):
        good = at < 3
        yield Circular(
            document=f"清源组通〔{today.year}〕{3 if good else 8}号",
            organization=place,
            issued_on=max(today - timedelta(days=60 if good else 25), date(today.year, 1, 6)),
            kind="praise" if good else "criticism",
            issuer="县委组织部",
            title="关于季度党建工作进展情况的通报",
            text="目标任务推进快、措施实。" if good else "重点任务进度滞后，限期整改。",
        )
