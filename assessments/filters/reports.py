from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.filters.templates import QUARTERS
from assessments.models import Report
from portal.filters import RecordFilter


class OverdueFacet(django_filters.BooleanFilter):
    """Still to be handed in, and the due day is past."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        owed = Q(**{f"{prefix}state__in": Report.WRITABLE})
        put_off = Q(**{f"{prefix}extended_to__lt": day})
        plainly = Q(**{f"{prefix}extended_to": None, f"{prefix}period__due__lt": day})
        late = owed & (put_off | plainly)
        return late if value else ~late


class ReportFilter(RecordFilter):
    search = ("organization__name", "organization__short_name", "period__template__name")

    year = django_filters.NumberFilter("period__year", label=_("Year"))
    quarter = django_filters.MultipleChoiceFilter(
        "period__quarter", label=_("Quarter"), choices=QUARTERS
    )
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Report.State.choices)
    overdue = OverdueFacet(label=_("Overdue"))

    class Meta:
        model = Report
        fields: list[Any] = []
