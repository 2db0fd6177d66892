from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import (
    Report,
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from portal.filters import RecordFilter

QUARTERS = [(1, _("Q1")), (2, _("Q2")), (3, _("Q3")), (4, _("Q4"))]


class ReportTemplateFilter(RecordFilter):
    search = ("code", "name", "name_en")

    class Meta:
        model = ReportTemplate
        fields = ["form", "state"]


class ReportItemFilter(RecordFilter):
    search = ("code", "name", "name_en", "section__title")

    template = django_filters.CharFilter("template__code", label=_("Report template"))
    scope = django_filters.ChoiceFilter(
        "section__scope", label=_("Asked of"), choices=ReportSection.Scope.choices
    )

    class Meta:
        model = ReportItem
        fields: list[Any] = []


class ReportSectionFilter(RecordFilter):
    search = ("title", "title_en")

    template = django_filters.CharFilter("template__code", label=_("Report template"))

    class Meta:
        model = ReportSection
        fields = ["scope"]


class ReportCheckFilter(RecordFilter):
    search = ("code", "expression", "says", "says_en")

    template = django_filters.CharFilter("template__code", label=_("Report template"))

    class Meta:
        model = ReportCheck
        fields = ["severity"]


class ReportPeriodFilter(RecordFilter):
    search = ("template__code", "template__name", "template__name_en")

    year = django_filters.NumberFilter(label=_("Year"))
    quarter = django_filters.MultipleChoiceFilter(label=_("Quarter"), choices=QUARTERS)

    class Meta:
        model = ReportPeriod
        fields: list[Any] = []


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
