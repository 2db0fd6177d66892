"""Reminding townships of what is due, and chasing those who are late."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.reports.acts import happened, locked
from assessments.actions.reports.telling import tell_due
from assessments.models import Report, ReportAct
from portal.errors import Refused

BEFORE, WEEKLY = 5, 7  # days before the due day, and after it again and again


@transaction.atomic
def chase_report(report: Report, *, by: Any) -> None:
    """Tell a township that its report is late; at most once a day, and written down."""
    held = locked(report)
    if not held.writable:
        raise Refused(happened(held))
    if not held.overdue:
        words = _("It is not late: it is due on %(day)s.")
        raise Refused(words % {"day": held.due.isoformat()})
    today = timezone.localdate()
    if held.acts.filter(kind=ReportAct.Kind.CHASED, at__date=today).exists():
        raise Refused(_("It was chased today already."))
    ReportAct.objects.create(report=held, kind=ReportAct.Kind.CHASED, by=by, round=held.round)
    tell_due([held], by=by)


def remind() -> None:
    """Every morning: five days before the due day, on it, and once a week while it is late."""
    owed = Report.objects.filter(state__in=Report.WRITABLE, period__opens__lte=timezone.localdate())
    rows = owed.select_related("organization", "period__template")
    tell_due(report for report in rows if reminded_today(report.days_left))


def reminded_today(days_left: int) -> bool:
    return days_left in {BEFORE, 0} or (days_left < 0 and days_left % WEEKLY == 0)
