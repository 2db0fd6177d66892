"""Who owes what: the secretary's list, the county's list, and the matrix of townships by
quarters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assessments.models import Report, ReportAct
from organizations.choices.tree import Level
from organizations.models import Organization

SUBMIT, REVIEW = "assessments.submit_report", "assessments.review_report"
QUARTERS = (1, 2, 3, 4)


def only_fills(user: Any) -> bool:
    """A township's clerk: hands reports in and reviews none."""
    return bool(user.scope(SUBMIT)) and not user.scope(REVIEW)


@dataclass
class Debt:
    """A report that waits for somebody, and why it came back if it did."""

    report: Report
    reason: ReportAct | None = None


@dataclass
class Owing:
    """What waits for a user: to fill in, to review, and who is late with theirs."""

    to_fill: list[Debt] = field(default_factory=list)
    to_review: list[Debt] = field(default_factory=list)
    late: list[Debt] = field(default_factory=list)
    waiting: list[Debt] = field(default_factory=list)

    @property
    def mine(self) -> list[Debt]:
        return [*self.to_fill, *self.to_review]


def reports_for(user: Any, perm: str) -> Any:
    scope = user.scope(perm)
    rows = Report.objects.select_related("organization", "period__template__organization")
    return rows.filter(scope.q("organization")) if scope else rows.none()


def owing(user: Any) -> Owing:
    """Three queries at most, however many reports there are."""
    found = Owing()
    fills = reports_for(user, SUBMIT).exclude(state=Report.State.ACCEPTED)
    for report in fills if user.scope(SUBMIT) else ():
        into = found.to_fill if report.writable else found.waiting
        into.append(Debt(report))
    if user.scope(REVIEW):
        mine = {debt.report.pk for debt in found.to_fill}
        for report in reports_for(user, REVIEW).exclude(state=Report.State.ACCEPTED):
            if report.state == Report.State.SUBMITTED:
                found.to_review.append(Debt(report))
            elif report.overdue and report.pk not in mine:
                found.late.append(Debt(report))
    give_reasons([*found.to_fill, *found.late])
    for debts in (found.to_fill, found.to_review, found.late):
        debts.sort(key=lambda debt: debt.report.due)
    return found


def give_reasons(debts: list[Debt]) -> None:
    """Put the latest reason beside every report that came back."""
    returned = {d.report.pk: d for d in debts if d.report.state == Report.State.RETURNED}
    if not returned:
        return
    acts = ReportAct.objects.filter(report__in=returned, kind=ReportAct.Kind.RETURNED)
    for act in acts.select_related("by").order_by("pk"):
        returned[act.report_id].reason = act


@dataclass(frozen=True)
class MatrixRow:
    """One township's year: its report of each quarter, None where there is none."""

    organization: Organization
    reports: tuple[Report | None, ...]


def report_matrix(user: Any, year: int) -> list[MatrixRow]:
    """Townships the user may see, by quarters 1-4; two queries. Draw `report.status`, link to
    `report.get_absolute_url()`, `report.days_late` days late, handed in `report.round` times."""
    reports = Report.objects.for_user(user).filter(period__year=year)
    found: dict[int, dict[int, Report]] = {}
    for report in reports.select_related("organization", "period__template__organization"):
        found.setdefault(report.organization_id, {})[report.period.quarter] = report
    townships = Organization.objects.filter(
        user.scope("assessments.view_report").q(""), level=Level.TOWNSHIP, closed=None
    )
    return [
        MatrixRow(place, tuple(found.get(place.pk, {}).get(quarter) for quarter in QUARTERS))
        for place in townships.order_by("code")
    ]
