from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.choices import FundKind, Per, ProjectState, StandardKind
from funding.models import FundProject, MoneySheet, SpecialFund, Standard
from portal.filters import RecordFilter


class StandardFilter(RecordFilter):
    search = ("code", "name", "name_en", "region", "regulation")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=StandardKind.choices)
    per = django_filters.MultipleChoiceFilter(label=_("Per"), choices=Per.choices)
    binds = django_filters.BooleanFilter(label=pgettext_lazy("standards", "Binds"))

    class Meta:
        model = Standard
        fields: list[Any] = []


class SpecialFundFilter(RecordFilter):
    search = ("code", "name", "name_en", "purpose", "regulation")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=FundKind.choices)

    class Meta:
        model = SpecialFund
        fields: list[Any] = ["year"]


class FundProjectFilter(RecordFilter):
    search = ("name", "organization__name", "leader")

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ProjectState.choices)
    kind = django_filters.MultipleChoiceFilter(
        "fund__kind", label=_("Kind of fund"), choices=FundKind.choices
    )

    class Meta:
        model = FundProject
        fields: list[Any] = ["year"]


class MoneySheetFilter(RecordFilter):
    search = ("organization__name",)

    published = django_filters.BooleanFilter(
        "published_on", "isnull", exclude=True, label=_("Published")
    )
    alone = django_filters.CharFilter("organization__code", label=_("This organization alone"))

    class Meta:
        model = MoneySheet
        fields: list[Any] = ["year", "quarter"]
