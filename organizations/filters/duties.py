from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.actions.duties import OPEN
from organizations.choices.duties import Answers, RuleTopic, TaskKind, TaskState
from organizations.choices.tree import Level
from organizations.models import ResponsibilityItem, Rule, Task
from portal.filters import RecordFilter


class OverdueFacet(django_filters.BooleanFilter):
    """Due before the day and not finished by then."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        going = Q(**{f"{prefix}state__in": OPEN}) & Q(**{f"{prefix}finished_on": None})
        after = Q(**{f"{prefix}finished_on__gt": day})
        late = Q(**{f"{prefix}due_on__lt": day}) & (going | after)
        return late if value else ~late


class InTimeFacet(django_filters.BooleanFilter):
    """Finished by the day it was due."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        finished = Q(**{f"{prefix}finished_on__lte": day})
        kept = Q(**{f"{prefix}due_on": None}) | Q(
            **{f"{prefix}finished_on__lte": F(f"{prefix}due_on")}
        )
        return finished & (kept if value else ~kept)


class RuleFilter(RecordFilter):
    search = ("title", "text", "organization__name")

    topic = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("duties", "Topic"), choices=RuleTopic.choices
    )

    class Meta:
        model = Rule
        fields = ["displayed"]


class ResponsibilityItemFilter(RecordFilter):
    search = ("post", "matter", "organization__name")

    answers = django_filters.MultipleChoiceFilter(label=_("Answers as"), choices=Answers.choices)
    year = django_filters.NumberFilter(label=_("Year"), min_value=1990, max_value=2200)
    signed = django_filters.BooleanFilter(
        "signed_on", "isnull", exclude=True, label=_("Letter signed")
    )

    class Meta:
        model = ResponsibilityItem
        fields: list[Any] = []


class TaskFilter(RecordFilter):
    search = ("title", "content", "organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=TaskKind.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=TaskState.choices)
    level = django_filters.MultipleChoiceFilter(
        "organization__level", label=_("Level"), choices=Level.choices
    )
    overdue = OverdueFacet(label=_("Overdue"))
    in_time = InTimeFacet(label=_("Finished in time"))
    progress_under = django_filters.NumberFilter("progress", "lt", label=_("Progress under (%)"))

    class Meta:
        model = Task
        fields: list[Any] = []
