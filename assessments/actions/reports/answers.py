"""Reasons why a warning may stand."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.reports.acts import locked_open
from assessments.actions.reports.disputes import LONGEST
from assessments.actions.reports.rows import Fault
from assessments.actions.reports.settling import look_again
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportAnswer
from portal.errors import Refused
from portal.fields import hide


@transaction.atomic
def answer_warning(
    report: Report, *, check: int, organization: int, figures: str, reason: str, by: Any
) -> None:
    """Say why a warning about a row may stand. Holds for exactly these figures; an empty reason
    takes the answer back."""
    held = locked_open(report)
    reason = reason.strip()
    look_again(held)
    of: dict[str, Any] = {"report": held, "check_of_id": check, "organization_id": organization}
    if not reason:
        if not ReportAnswer.objects.filter(**of).delete()[0]:
            raise Refused(_("Write down the reason first."))
        return
    if len(reason) > LONGEST:
        raise Refused(_("This is too long: at most %(most)s characters.") % {"most": LONGEST})
    refuse_other(warning_now(held, check, organization), figures)
    said = {"figures": figures, "reason": hide(reason), "by": by}
    ReportAnswer.objects.update_or_create(said, **of)


def warning_now(held: Report, check: int, organization: int) -> Fault | None:
    sheet = Sheet(held)
    found = (one for one in (*sheet.faults, *sheet.answered) if one.check == check)
    return next((one for one in found if one.row == organization), None)


def refuse_other(found: Fault | None, figures: str) -> None:
    """The figures are those that the writer saw."""
    if found is None:
        raise Refused(_("This warning no longer stands: the figures agree now."))
    if found.figures != figures:
        raise Refused(
            _("The figures have changed meanwhile: %(place)s: %(text)s Look at it again.")
            % {"place": found.place, "text": found.text}
        )
