"""What township and county say to one another about single cells."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.reports import locked
from assessments.models import Report, ReportCell, ReportComment
from portal.errors import Refused
from portal.fields import hide

LONGEST = 500


def whose_turn(report: Report) -> str:
    """The verb of the permission with which one may comment now: the township's while it fills in,
    the county's while it reviews; nobody's once the report is accepted."""
    if report.writable:
        return "change"
    return "review" if report.state == Report.State.SUBMITTED else ""


def may_comment(report: Report, user: Any) -> bool:
    verb = whose_turn(report)
    return bool(verb) and bool(user.has_perm(f"assessments.{verb}_report", report))


@transaction.atomic
def comment_cell(cell: ReportCell, *, text: str, by: Any) -> ReportComment:
    """Say something about one cell; it shows in which round it was said."""
    held = locked(cell.report)
    refuse_turn(held, by)
    text = text.strip()
    if not text:
        raise Refused(_("Write a comment first."))
    if len(text) > LONGEST:
        raise Refused(_("This is too long: at most %(most)s characters.") % {"most": LONGEST})
    return ReportComment.objects.create(cell=cell, text=hide(text), round=held.round, by=by)


@transaction.atomic
def settle_comment(comment: ReportComment, *, by: Any) -> None:
    """Say that it is done with: the cell is no longer marked."""
    refuse_turn(locked(comment.cell.report), by)
    if not ReportComment.objects.filter(pk=comment.pk, settled=False).update(settled=True):
        raise Refused(_("Somebody has settled this comment already."))


def refuse_turn(held: Report, by: Any) -> None:
    if may_comment(held, by):
        return
    words = {
        "change": _("The township is filling this report in; the county comments once it is in."),
        "review": _("The county is reviewing this report; the township answers once it is back."),
        "": _("This report is accepted. Nothing more is said about its cells."),
    }
    raise Refused(words[whose_turn(held)])


def open_comments(report: Report) -> set[int]:
    """The cells that somebody has commented on, and nobody has settled it."""
    found = ReportComment.objects.filter(cell__report=report, settled=False)
    return set(found.values_list("cell", flat=True))
