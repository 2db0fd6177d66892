from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessments.choices import QUARTERS
from assessments.models import (
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from portal.filters import RecordFilter


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
