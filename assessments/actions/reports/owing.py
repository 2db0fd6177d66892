"""Who owes what: the secretary's list, the village's, and the county's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F

from assessments.actions.reports.reach import FILL, parts_of
from assessments.actions.reports.telling import REVIEW, SUBMIT
from assessments.models import Report, ReportAct, ReportComment, ReportDispute, VillagePart

SETTLE = "assessments.settle_reportdispute"
State, Act = Report.State, ReportAct.Kind
CAME_BACK = {State.RETURNED: Act.RETURNED, State.REOPENED: Act.REOPENED}


def only_fills(user: Any) -> bool:
    """A township's clerk: hands reports in and reviews none; or a village's, which fills a part."""
    return bool(user.scope(SUBMIT) or user.scope(FILL)) and not user.scope(REVIEW)


@dataclass
class Debt:
    """A report that waits for somebody; if it came back, why, and how many cells were marked."""

    report: Report
    reason: ReportAct | None = None
    marked: int = 0
    handed: int = 0  # villages that have handed over their part, of
    asked: int = 0  # those asked


@dataclass
class Owing:
    """What waits for a user: to fill in, to review, and who is late with theirs."""

    to_fill: list[Debt] = field(default_factory=list)
    parts: list[VillagePart] = field(default_factory=list)
    to_review: list[Debt] = field(default_factory=list)
    late: list[Debt] = field(default_factory=list)
    waiting: list[Debt] = field(default_factory=list)
    disputes: int = 0

    @property
    def mine(self) -> list[Debt]:
        return [*self.to_fill, *self.to_review]


def reports_for(user: Any, perm: str) -> Any:
    scope = user.scope(perm)
    rows = Report.objects.select_related("organization", "period__template__organization")
    return rows.filter(scope.q("organization")) if scope else rows.none()


def owing(user: Any) -> Owing:
    """Six queries at most, however many reports there are."""
    found = Owing()
    if user.scope(REVIEW):
        review(user, found)
    elif user.scope(SUBMIT):
        for report in reports_for(user, SUBMIT).exclude(state=State.ACCEPTED):
            (found.to_fill if report.writable else found.waiting).append(Debt(report))
    elif user.scope(FILL):
        found.parts = parts_to_fill(user)
    if user.scope(SETTLE):
        disputes = ReportDispute.objects.for_user(user, "settle")
        found.disputes = disputes.filter(state=ReportDispute.State.OPEN).count()
    give_reasons([*found.to_fill, *found.late])
    for debts in (found.to_review, found.late):
        debts.sort(key=lambda debt: debt.report.due)
    found.to_fill.sort(key=lambda debt: (debt.report.state not in CAME_BACK, debt.report.due))
    return found


def review(user: Any, found: Owing) -> None:
    for report in reports_for(user, REVIEW).exclude(state=State.ACCEPTED):
        if report.state == State.SUBMITTED:
            found.to_review.append(Debt(report))
        elif report.overdue:
            found.late.append(Debt(report))


def parts_to_fill(user: Any) -> list[VillagePart]:
    """What the user's villages were asked for and have not handed over."""
    rows = parts_of(user).filter(state=VillagePart.State.ASKED, report__state__in=Report.WRITABLE)
    found = rows.select_related("organization", "report__organization", "report__period__template")
    return list(found.order_by("until"))


def give_reasons(debts: list[Debt]) -> None:
    """Put the reason and the marked cells beside every report that came back, and the villages'
    parts beside those that are filled in."""
    by_report = {debt.report.pk: debt for debt in debts}
    count_parts(by_report)
    back = {pk: debt for pk, debt in by_report.items() if debt.report.state in CAME_BACK}
    if not back:
        return
    for act in latest(back, CAME_BACK.values()):
        back[act.report_id].reason = act
    marks = ReportComment.objects.filter(
        cell__report__in=back, settled=False, round=F("cell__report__round")
    )
    for pk, count in marks.values_list("cell__report").annotate(n=Count("cell", distinct=True)):
        back[pk].marked = count


def latest(reports: Iterable[int], kinds: Iterable[str]) -> Iterable[ReportAct]:
    acts = ReportAct.objects.filter(report__in=reports, kind__in=list(kinds))
    return acts.select_related("by").order_by("pk")


def count_parts(by_report: dict[int, Debt]) -> None:
    parts = VillagePart.objects.filter(report__in=by_report).values_list("report", "state")
    for pk, state, count in parts.annotate(n=Count("pk")):
        by_report[pk].asked += count
        by_report[pk].handed += count if state == VillagePart.State.HANDED else 0
