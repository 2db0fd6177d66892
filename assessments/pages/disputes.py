"""Disputes about figures of the registers: all of them in one list, for the county to settle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.actions.reports.cells import rows_url
from assessments.actions.reports.disputes import settle_agreed, settle_refused
from assessments.actions.reports.entries import plain
from assessments.filters.disputes import ReportDisputeFilter
from assessments.forms.disputes import RefuteForm
from assessments.models import ReportDispute
from assessments.pages.reports import reports
from assessments.tables.disputes import ReportDisputeTable
from portal import pages


def is_open(dispute: ReportDispute) -> bool:
    return dispute.state == ReportDispute.State.OPEN


def headline(dispute: ReportDispute) -> Iterator[tuple[Any, str]]:
    """The report with the cell, and the very rows that the register counts."""
    cell = dispute.cell
    yield cell.report, f"{cell.report.get_absolute_url()}#c{cell.pk}"
    if cell.item.register and pages.has(cell.item.register):
        yield _("The rows counted"), rows_url(cell.item, cell.report.period, cell.organization)


pages.add(
    ReportDispute,
    None,
    ReportDisputeFilter,
    ReportDisputeTable,
    group=reports,
    icon="flag",
    headline=headline,
    actions=(
        pages.Action(
            settle_agreed, _("The register has been put right"), many=True, offered=is_open
        ),
        pages.Action(
            settle_refused,
            _("The register is right"),
            form=RefuteForm,
            many=True,
            offered=is_open,
        ),
    ),
)


def about_dispute(dispute: ReportDispute, _user: Any) -> dict[str, Any]:
    """What its page shows first: the cell in words, and what the register says then and now."""
    cell = dispute.cell
    figures = {"known": dispute.known, "now": cell.prefilled, "claimed": dispute.claimed}
    return {"cell": cell, **{name: plain(value) for name, value in figures.items()}}


pages.panel(
    ReportDispute,
    _("The figure"),
    "assessments/parts/dispute.html",
    about_dispute,
    wide=True,
    costs=0,
    tells=("known", "claimed"),
)


@pages.todo
def disputes_to_settle(user: Any) -> Iterator[pages.Todo]:
    """Disputes that wait for the county, in one query."""
    if not user.scope("assessments.settle_reportdispute"):
        return
    rows = ReportDispute.objects.for_user(user, "settle").filter(state=ReportDispute.State.OPEN)
    if count := rows.count():
        words = ngettext(
            "%(n)s figure of the registers is disputed",
            "%(n)s figures of the registers are disputed",
            count,
        )
        url = f"{pages.get('reportdispute').url('list')}?state=open"
        yield pages.Todo(words % {"n": count}, url, "disputed", _("Settle"))
