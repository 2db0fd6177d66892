from __future__ import annotations

from typing import ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from cadres.choices.welfare import InsuranceKind, RetiredAs
from cadres.models import Insurance, Retirement
from portal.filters import AgeFacet, RecordFilter


class InsuranceFilter(RecordFilter):
    search = ("person__name", "person__organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Insurance"), choices=InsuranceKind.choices)

    class Meta:
        model = Insurance
        fields = ["paid_by", "state"]


class RetirementFilter(RecordFilter):
    search = ("person__name", "organization__name", "contribution")

    retired_as = django_filters.MultipleChoiceFilter(
        label=_("Retired as"), choices=RetiredAs.choices
    )
    years_at_least = django_filters.NumberFilter(
        "years", "gte", label=_("Years served at least"), min_value=0, max_value=80
    )
    age_over = AgeFacet(
        label=_("Older than"), born="person__born", over=True, min_value=0, max_value=150
    )

    class Meta:
        model = Retirement
        fields: ClassVar[list[str]] = []
