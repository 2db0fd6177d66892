from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.choices import QUARTERS
from assessments.models import ReportDispute
from organizations.models import Organization
from portal.filters import Facet, RecordFilter


class VillageFacet(django_filters.CharFilter, Facet):
    """The row whose figure is disputed, by its organization's code."""

    def condition(self, value: str, day: date, prefix: str) -> Q:
        rows = Organization.named(Organization.objects.all(), value.strip())
        return Q(**{f"{prefix}cell__organization__in": rows.values("pk")})


class ReportDisputeFilter(RecordFilter):
    search = (
        "reason",
        "answer",
        "cell__organization__name",
        "cell__organization__short_name",
        "cell__item__name",
    )

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=ReportDispute.State.choices
    )
    year = django_filters.NumberFilter("cell__report__period__year", label=_("Year"))
    quarter = django_filters.MultipleChoiceFilter(
        "cell__report__period__quarter", label=_("Quarter"), choices=QUARTERS
    )
    template = django_filters.CharFilter(
        "cell__report__period__template__code", label=_("Report template")
    )
    item = django_filters.CharFilter("cell__item__code", label=_("Item"))
    row = VillageFacet(label=_("Row"))

    class Meta:
        model = ReportDispute
        fields: list[Any] = []
