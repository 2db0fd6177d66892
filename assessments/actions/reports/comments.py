"""What township and county say to one another about single cells."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.reports.acts import locked
from assessments.actions.reports.reach import rows_for
from assessments.models import Report, ReportCell, ReportComment
from organizations.actions.wording import worded
from portal.errors import Refused

LONGEST = 500


def whose_turn(report: Report) -> str:
    """Who may comment now: the township while it fills in ("change"), the county while it reviews
    ("review"), nobody once the report is accepted."""
    if report.writable:
        return "change"
    return "review" if report.state == Report.State.SUBMITTED else ""


def may_comment(cell: ReportCell, user: Any) -> bool:
    """A village that was asked for its rows speaks for them like the township."""
    verb = whose_turn(cell.report)
    if verb == "change":
        rows = rows_for(cell.report, user)
        return rows is None or cell.organization_id in rows
    return bool(verb) and bool(user.has_perm("assessments.review_report", cell.report))


@transaction.atomic
def comment_cell(cell: ReportCell, *, text: str, by: Any) -> ReportComment:
    """Say something about one cell; it shows in which round it was said."""
    held = held_to_speak(cell, by)
    said = worded(text, _("Write a comment first."), LONGEST)
    return ReportComment.objects.create(cell=cell, text=said, round=held.round, by=by)


@transaction.atomic
def settle_comment(comment: ReportComment, *, by: Any) -> None:
    """Say that it is done with: the cell is no longer marked."""
    held_to_speak(comment.cell, by)
    if not ReportComment.objects.filter(pk=comment.pk, settled=False).update(settled=True):
        raise Refused(_("Somebody has settled this comment already."))


def held_to_speak(cell: ReportCell, by: Any) -> Report:
    """The report, locked; Refused where it is the other side's turn."""
    cell.report = locked(cell.report)
    if may_comment(cell, by):
        return cell.report
    words = {
        "change": _("The township is filling this report in; the county comments once it is in."),
        "review": _("The county is reviewing this report; the township answers once it is back."),
        "": _("This report is accepted. Nothing more is said about its cells."),
    }
    raise Refused(words[whose_turn(cell.report)])
