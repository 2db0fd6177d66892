from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.villages import VillageClass
from organizations.models import VillagePlan, VillageYear
from portal.filters import RecordFilter


class SaysFacet(django_filters.BooleanFilter):
    """Whether anything is written in a column."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        empty = Q(**{f"{prefix}{self.field_name}": ""})
        return ~empty if value else empty


class InDebtFacet(django_filters.BooleanFilter):
    def condition(self, value: bool, day: date, prefix: str) -> Q:
        indebted = Q(**{f"{prefix}debts__gt": 0})
        return indebted if value else ~indebted


class VillageYearFilter(RecordFilter):
    search = ("village__name", "village__code", "note")

    grade = django_filters.MultipleChoiceFilter(
        label=_("Class of the village"), choices=VillageClass.choices
    )
    income_at_least = django_filters.NumberFilter(
        "collective_income", "gte", label=_("Collective income at least (10,000 yuan)")
    )
    income_under = django_filters.NumberFilter(
        "collective_income", "lt", label=_("Collective income under (10,000 yuan)")
    )
    operating_at_least = django_filters.NumberFilter(
        "operating_income", "gte", label=_("Operating income at least (10,000 yuan)")
    )
    head_at_least = django_filters.NumberFilter(
        "income_per_head", "gte", label=_("Income per head at least (yuan)")
    )
    in_debt = InDebtFacet(label=_("In debt"))
    border = django_filters.BooleanFilter("village__border", label=_("Border village"))
    difficult = django_filters.BooleanFilter("village__difficult", label=_("Difficult village"))
    poor = django_filters.BooleanFilter("village__poor", label=_("Poor village"))
    central_task = django_filters.BooleanFilter(
        "village__central_task", label=_("Central-village task")
    )

    class Meta:
        model = VillageYear
        fields: list[Any] = ["year", "grade"]


class VillagePlanFilter(RecordFilter):
    search = ("title", "village__name", "product", "industry", "specialty", "brand")

    has_product = SaysFacet("product", label=_("Has one village one product"))
    has_industry = SaysFacet("industry", label=_("Has one village one industry"))
    has_specialty = SaysFacet("specialty", label=_("Has one village one specialty"))

    class Meta:
        model = VillagePlan
        fields: list[Any] = []
