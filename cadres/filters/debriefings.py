from __future__ import annotations

from datetime import date
from typing import ClassVar

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.debriefings import (
    Audience,
    DebriefingGrade,
    DebriefingState,
    HandlingKind,
    HandlingState,
)
from cadres.models import Debriefing, DebriefingIssue, DebriefingQuestion, Handling
from organizations.choices.tree import Level
from portal.filters import RecordFilter, Whether

ABOUT = ("debriefing__person__name", "debriefing__organization__name")


def late(day: date, prefix: str) -> Q:
    """Points whose day has passed and that have not been put right by the day."""
    undone = Q(**{f"{prefix}done_on": None}) | Q(**{f"{prefix}done_on__gt": day})
    return Q(**{f"{prefix}due_on__lt": day}) & undone


class DebriefingFilter(RecordFilter):
    search = ("person__name", "organization__name", "topics")

    audience = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a debriefing", "To whom"), choices=Audience.choices
    )
    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a debriefing", "State"), choices=DebriefingState.choices
    )
    grade = django_filters.MultipleChoiceFilter(label=_("Grade"), choices=DebriefingGrade.choices)
    level = django_filters.MultipleChoiceFilter(
        "organization__level", label=_("Level"), choices=Level.choices
    )
    of_a_person = django_filters.BooleanFilter(
        "person", "isnull", exclude=True, label=pgettext_lazy("of a debriefing", "Of a person")
    )

    class Meta:
        model = Debriefing
        fields = ["year", "special"]


class DebriefingQuestionFilter(RecordFilter):
    search = ("question", "asked_by", *ABOUT)

    answered = django_filters.BooleanFilter(
        "answered_on", "isnull", exclude=True, label=_("Answered")
    )

    class Meta:
        model = DebriefingQuestion
        fields = ["satisfied"]


class DebriefingIssueFilter(RecordFilter):
    search = ("issue", "responsible", *ABOUT)

    late = Whether(late, label=_("Overdue"))

    class Meta:
        model = DebriefingIssue
        fields: ClassVar[list[str]] = []


class HandlingFilter(RecordFilter):
    search = ("person__name", "organization__name", "document")

    kind = django_filters.MultipleChoiceFilter(
        label=_("What is done"), choices=HandlingKind.choices
    )
    state = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("of a handling", "State"), choices=HandlingState.choices
    )

    class Meta:
        model = Handling
        fields = ["basis"]
