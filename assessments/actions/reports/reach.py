"""Which rows of a report a user may read and write: a township all of its own, a village those it
was asked for."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from assessments.models import Report, VillagePart

CHANGE, VIEW = "assessments.change_report", "assessments.view_report"
FILL = "assessments.fill_report"
State = VillagePart.State


def rows_for(report: Report, user: Any) -> set[int] | None:
    """The rows in which the user may write: None for all, else those of the villages that were
    asked and have not handed over."""
    if user.has_perm(CHANGE, report):
        return None
    asked = parts_of(user).filter(report=report, state=State.ASKED)
    return set(asked.values_list("organization_id", flat=True))


def rows_seen(report: Report, user: Any) -> set[int] | None:
    """The rows that the user may read: None for all."""
    if user.has_perm(VIEW, report):
        return None
    return set(parts_of(user).filter(report=report).values_list("organization_id", flat=True))


def parts_of(user: Any) -> QuerySet[VillagePart]:
    """The parts of the villages for which the user fills in."""
    return VillagePart.objects.filter(user.scope(FILL).q("organization"))
