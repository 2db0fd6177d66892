from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.appraisal import FollowUp, Mark
from members.models import Appraisal, AppraisalRule
from portal.filters import RecordFilter, Whether


class AppraisalRuleFilter(RecordFilter):
    search = ("source",)

    class Meta:
        model = AppraisalRule
        fields: list[Any] = []


def graded(day: date, prefix: str) -> Q:
    """One of the four grades was given."""
    return ~Q(**{f"{prefix}grade": Mark.UNGRADED})


def unsettled(day: date, prefix: str) -> Q:
    """Found unqualified, and nothing has come of it by the day; or mending is overdue."""
    found = Q(**{f"{prefix}grade": Mark.UNQUALIFIED})
    nothing = Q(**{f"{prefix}follow_up": ""})
    late = Q(**{f"{prefix}follow_up": FollowUp.RECTIFY, f"{prefix}mend_by__lt": day})
    return found & (nothing | late)


class AppraisalFilter(RecordFilter):
    search = ("person__name", "view", "gap")

    graded = Whether(graded, label=_("Graded"))
    unsettled = Whether(unsettled, label=_("Unqualified, not settled"))

    class Meta:
        model = Appraisal
        fields = ["year", "grade", "follow_up"]


class AppraisedFacet(django_filters.NumberFilter):
    """Appraised for this year, by the day; with a grade, found to be that."""

    def __init__(self, grade: str = "", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1949, max_value=2200, **kwargs)
        self.grade = grade

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        rows = Appraisal.objects.filter(year=int(value), decided_on__lte=day)
        rows = rows.filter(grade=self.grade) if self.grade else rows
        return Q(**{f"{prefix}pk__in": rows.order_by().values("person")})
