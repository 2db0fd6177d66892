from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.actions.reports.acts import (
    accept_report,
    extend_report,
    reopen_report,
    return_report,
    submit_report,
    withdraw_report,
)
from assessments.actions.reports.chasing import chase_report
from assessments.actions.reports.openings import refresh_report
from assessments.actions.reports.owing import only_fills, owing
from assessments.filters.reports import ReportFilter
from assessments.forms.reports import ActForm, ExtendForm, ReopenForm, ReturnForm
from assessments.models import Report
from assessments.tables.reports import ReportTable
from portal import pages

reports = _("Reports")


def writable(report: Report) -> bool:
    return report.writable


def submitted(report: Report) -> bool:
    return report.state == Report.State.SUBMITTED


pages.link(
    "owing",
    _("What do I owe"),
    icon="clipboard",
    group=reports,
    perm="assessments.view_report",
    first_for=only_fills,
)
pages.link(
    "report-matrix",
    _("Reports by township and quarter"),
    icon="table",
    group=reports,
    perm="assessments.view_report",
)
pages.add(
    Report,
    None,
    ReportFilter,
    ReportTable,
    group=reports,
    icon="report",
    actions=(
        pages.Action(submit_report, _("Submit"), ActForm, offered=writable),
        pages.Action(withdraw_report, _("Take back"), ActForm, perm="submit", offered=submitted),
        pages.Action(
            accept_report, _("Accept"), ActForm, perm="review", many=True, offered=submitted
        ),
        pages.Action(return_report, _("Return"), ReturnForm, perm="review", offered=submitted),
        pages.Action(
            reopen_report,
            _("Reopen"),
            ReopenForm,
            perm="review",
            offered=lambda report: report.state == Report.State.ACCEPTED,
        ),
        pages.Action(
            extend_report,
            _("Put off the due day"),
            ExtendForm,
            perm="review",
            many=True,
            offered=writable,
        ),
        pages.Action(
            chase_report,
            _("Chase"),
            perm="review",
            many=True,
            offered=lambda report: report.overdue,
        ),
        pages.Action(
            refresh_report,
            _("Look up the registers again"),
            perm="change",
            offered=writable,
        ),
    ),
)


@pages.todo
def reports_to_do(user: Any) -> Iterator[pages.Todo]:
    """Reports to fill in or to review, villages' parts."""
    found = owing(user)
    for debt in found.mine:
        report = debt.report
        verb = _("Fill in") if report.writable else _("Review")
        url = report.get_absolute_url()
        yield pages.Todo(str(report), url, status=report.status, verb=verb, due=report.due)
    for part in found.parts:
        late = part.until < timezone.localdate()
        status = "overdue" if late else "open"
        yield pages.Todo(str(part), part.get_absolute_url(), status, _("Fill in"), due=part.until)
