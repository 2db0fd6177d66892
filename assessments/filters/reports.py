from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.choices import QUARTERS
from assessments.models import Report
from portal.filters import RecordFilter, Whether


def due_before_q(day: date, prefix: str) -> Q:
    put_off = Q(**{f"{prefix}extended_to__lt": day})
    return put_off | Q(**{f"{prefix}extended_to": None, f"{prefix}period__due__lt": day})


def overdue_q(day: date, prefix: str) -> Q:
    """Still to be handed in, and the due day is past."""
    return Q(**{f"{prefix}state__in": Report.WRITABLE}) & due_before_q(day, prefix)


def late_q(day: date, prefix: str, days: int = 1) -> Q:
    """So many days late or more when first handed in, or never handed in and late by now
    (decision 0019)."""
    never = Q(**{f"{prefix}late_by": None}) & due_before_q(day - timedelta(days - 1), prefix)
    return Q(**{f"{prefix}late_by__gte": days}) | never


class LateFacet(django_filters.NumberFilter):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=3660, **kwargs)

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        return late_q(day, prefix, int(value))


class ReportFilter(RecordFilter):
    search = ("organization__name", "organization__short_name", "period__template__name")

    year = django_filters.NumberFilter("period__year", label=_("Year"))
    quarter = django_filters.MultipleChoiceFilter(
        "period__quarter", label=_("Quarter"), choices=QUARTERS
    )
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Report.State.choices)
    overdue = Whether(overdue_q, label=_("Overdue"))
    late = Whether(late_q, label=_("First handed in late"))
    days_late_min = LateFacet(label=_("Days late at least"))
    rounds_min = django_filters.NumberFilter("round", "gte", label=_("Times submitted at least"))
    form = django_filters.CharFilter("period__template__form", label=_("Form"))
    accepted = Whether(
        lambda _day, prefix: Q(**{f"{prefix}state": Report.State.ACCEPTED}), label=_("Accepted")
    )
    extended = django_filters.BooleanFilter(
        "extended_to", "isnull", exclude=True, label=_("Due day put off")
    )

    class Meta:
        model = Report
        fields: list[Any] = []
