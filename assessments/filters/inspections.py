from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Circular, Finding, Inspection
from organizations.actions.duties import OPEN
from organizations.choices.duties import TaskState
from organizations.choices.tree import Level
from portal.filters import RecordFilter, Whether


def mended(_day: date, prefix: str) -> Q:
    """Accepted as put right."""
    return Q(**{f"{prefix}notice__state": TaskState.FINISHED})


def late(day: date, prefix: str) -> Q:
    """Ordered to be put right by a day that has passed, and not handed in."""
    return Q(**{f"{prefix}notice__state__in": OPEN, f"{prefix}notice__due_on__lt": day})


class InspectionFilter(RecordFilter):
    search = ("subject", "team", "organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=Inspection.Kind.choices)
    level = django_filters.MultipleChoiceFilter(
        "organization__level", label=_("Level"), choices=Level.choices
    )

    class Meta:
        model = Inspection
        fields: list[Any] = []


class FindingFilter(RecordFilter):
    search = ("finding", "inspection__subject", "inspection__organization__name")

    ordered = django_filters.BooleanFilter(
        "notice", "isnull", exclude=True, label=_("Ordered to be put right")
    )
    mended = Whether(mended, label=_("Put right"))
    overdue = Whether(late, label=_("Overdue"))
    points_over = django_filters.NumberFilter("points", "gt", label=_("Points off, more than"))

    class Meta:
        model = Finding
        fields: list[Any] = []


class CircularFilter(RecordFilter):
    search = ("document", "title", "text", "organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=Circular.Kind.choices)
    mended = Whether(mended, label=_("Put right"))
    overdue = Whether(late, label=_("Overdue"))

    class Meta:
        model = Circular
        fields: list[Any] = []
