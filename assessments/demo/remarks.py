"""What stands around the demo's figures: reasons for warnings, disputes, comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from assessments.actions.reports.entries import plain
from assessments.actions.reports.openings import NewCell
from assessments.models import (
    Report,
    ReportAnswer,
    ReportCell,
    ReportCheck,
    ReportComment,
    ReportDispute,
    ReportPeriod,
)

Rows = Mapping[int, Mapping[str, NewCell]]
People = Mapping[int | None, Any]  # secretaries by township; None: the county's
Result = ReportDispute.State
HANDED_IN = {Report.State.SUBMITTED, Report.State.ACCEPTED}
WHY = "本季度农忙和防汛，部分活动合并开展，已安排下季度补齐。"
COMMENTS = {
    "women": "与党员台账相差一人，请核对本季度转入的党员是否已登记。",
    "dues_paid": "是否含补缴以前季度的党费？请在备注中写明。",
}
DISPUTES = (  # item, what is claimed besides what the registers say, why, what became of it
    ("mobile", 1, "张某已于八月外出务工，流动党员登记还没有录入。", Result.OPEN, ""),
    ("venues", 1, "新建的活动场所九月已投入使用，台账尚未登记。", Result.OPEN, ""),
    (
        "college",
        2,
        "两名党员本季度取得大专学历，台账未更新。",
        Result.AGREED,
        "已在台账中更正学历。",
    ),
    (
        "over60",
        -1,
        "一名党员的出生日期应为1967年。",
        Result.REFUSED,
        "身份证号与台账一致，以台账为准。",
    ),
)


def remark(
    period: ReportPeriod, age: int, reports: list[Report], rows: Mapping[int, Rows], people: People
) -> None:
    """Every warning of what was handed in is answered; the last quarters have disputes, too."""
    checks = list(period.template.checks.filter(severity="warning"))
    answers = [
        one for report in reports for one in answered(report, rows[report.pk], checks, people[None])
    ]
    ReportAnswer.objects.bulk_create(answers)
    for report in reports:
        if report.state == Report.State.RETURNED:
            comment(report, people[None])
    waiting = [one for one in reports if one.writable and one.revision]
    if age <= 1 and waiting:
        by = people.get(waiting[0].organization_id, people[None])
        dispute(waiting[0], by, people[None], settled=age == 1)


def answered(
    report: Report, rows: Rows, checks: list[ReportCheck], staff: Any
) -> Iterator[ReportAnswer]:
    if report.state not in HANDED_IN:
        return
    for check in checks:
        for place, row in rows.items():
            values = {code: cell.value for code, cell in row.items()}
            if sides := check.parsed.fails(values):  # type: ignore[arg-type]
                yield ReportAnswer(
                    report=report,
                    check_of=check,
                    organization_id=place,
                    figures=" ".join(plain(side) for side in sides),
                    reason=WHY,
                    by=report.submitted_by or staff,
                )


def cells(report: Report, code: str) -> Any:
    return ReportCell.objects.filter(report=report, item__code=code).order_by("organization__code")


def comment(report: Report, staff: Any) -> None:
    ReportComment.objects.bulk_create(
        ReportComment(cell=cell, text=text, round=report.round, by=staff)
        for code, text in COMMENTS.items()
        for cell in cells(report, code)[1:3]
    )


def dispute(report: Report, by: Any, staff: Any, *, settled: bool) -> None:
    """A secretary says that figures of the registers are wrong."""
    for code, more, why, state, answer in DISPUTES:
        cell = cells(report, code).exclude(prefilled=None).filter(prefilled__gte=1).first()
        if not cell or (state != Result.OPEN) != settled:
            continue
        claimed = cell.prefilled + more
        ReportCell.objects.filter(pk=cell.pk).update(raw=plain(claimed), value=claimed)
        over = {"settled_by": staff, "settled_at": timezone.now() - timedelta(days=1)}
        ReportDispute.objects.create(
            cell=cell,
            known=cell.prefilled,
            claimed=claimed,
            reason=why,
            by=by,
            state=state,
            answer=answer,
            **(over if settled else {}),
        )
