from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.choices.services import (
    CaseState,
    CaseWay,
    CounterKind,
    OpenOn,
    Outcome,
    Satisfaction,
    Topic,
)
from organizations.models import ServiceAgent, ServiceCase, ServiceCounter, ServiceItem
from portal.filters import RecordFilter


class OverdueFacet(django_filters.BooleanFilter):
    """Promised by a day before this one and not finished by then (limits: 004-06)."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        open_then = Q(**{f"{prefix}finished_on": None}) | Q(**{f"{prefix}finished_on__gt": day})
        late = Q(**{f"{prefix}promised_by__lt": day}) & open_then
        return late if value else ~late


class InTimeFacet(django_filters.BooleanFilter):
    """Finished by the promised day; of cases finished by the day asked about."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        finished = Q(**{f"{prefix}finished_on__lte": day})
        kept = Q(**{f"{prefix}finished_on__lte": F(f"{prefix}promised_by")})
        return finished & (kept if value else ~kept)


class ServiceCounterFilter(RecordFilter):
    search = ("name", "office", "location", "organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=CounterKind.choices)
    open_on = django_filters.MultipleChoiceFilter(label=_("Open on"), choices=OpenOn.choices)

    class Meta:
        model = ServiceCounter
        fields: list[Any] = []


class ServiceItemFilter(RecordFilter):
    search = ("name", "code", "office")

    topic = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("services", "Topic"), choices=Topic.choices
    )

    class Meta:
        model = ServiceItem
        fields = ["by_agent"]


class ServiceAgentFilter(RecordFilter):
    search = ("name", "post", "organization__name")

    class Meta:
        model = ServiceAgent
        fields = ["accountant"]


class ServiceCaseFilter(RecordFilter):
    search = ("applicant", "item__name", "first_receiver", "organization__name")

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CaseState.choices)
    way = django_filters.MultipleChoiceFilter(label=_("Way in"), choices=CaseWay.choices)
    topic = django_filters.MultipleChoiceFilter(
        "item__topic", label=pgettext_lazy("services", "Topic"), choices=Topic.choices
    )
    outcome = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("services", "Outcome"), choices=Outcome.choices
    )
    satisfaction = django_filters.MultipleChoiceFilter(
        label=_("Satisfaction"), choices=Satisfaction.choices
    )
    overdue = OverdueFacet(label=_("Over the promised day"))
    in_time = InTimeFacet(label=_("Finished in time"))
    times_over = django_filters.NumberFilter(
        "times_handled", "gt", label=_("Handled more often than")
    )

    class Meta:
        model = ServiceCase
        fields: list[Any] = []
