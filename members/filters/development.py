from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.development import Result, Stage, StepKind
from members.models import ChecklistItem, DevelopmentStep, Quota, RuleSet
from portal.filters import RecordFilter, Whether


def undone(day: date, prefix: str) -> Q:
    return Q(**{f"{prefix}undone_on__isnull": False})


class RuleSetFilter(RecordFilter):
    class Meta:
        model = RuleSet
        fields: list[Any] = []


class ChecklistItemFilter(RecordFilter):
    search = ("name", "papers")

    stage = django_filters.MultipleChoiceFilter(label=_("Stage"), choices=Stage.choices)

    class Meta:
        model = ChecklistItem
        fields: list[Any] = []


class DevelopmentStepFilter(RecordFilter):
    search = ("person__name", "note", "paper")

    kind = django_filters.MultipleChoiceFilter(label=_("Step"), choices=StepKind.choices)
    result = django_filters.MultipleChoiceFilter(label=_("Result"), choices=Result.choices)
    undone = Whether(undone, label=_("Undone"))

    class Meta:
        model = DevelopmentStep
        fields: list[Any] = []


class QuotaFilter(RecordFilter):
    search = ("organization__name", "document")

    year = django_filters.NumberFilter(label=_("Year"))
    binding = django_filters.BooleanFilter(label=_("Binding"))

    class Meta:
        model = Quota
        fields: list[Any] = []
