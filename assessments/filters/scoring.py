from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessments.models import (
    Assessment,
    AssessmentLine,
    AssessmentScheme,
    Objection,
    Score,
    ScoreCard,
)
from assessments.models.scorecards import Use
from portal.filters import RecordFilter

About = AssessmentScheme.About


class AssessmentSchemeFilter(RecordFilter):
    search = ("code", "name", "name_en", "source")

    about = django_filters.MultipleChoiceFilter(label=_("Assesses"), choices=About.choices)

    class Meta:
        model = AssessmentScheme
        fields: list[Any] = []


class AssessmentLineFilter(RecordFilter):
    search = ("group", "name", "name_en", "rule")

    source = django_filters.MultipleChoiceFilter(
        label=_("Comes from"), choices=AssessmentLine.Source.choices
    )

    class Meta:
        model = AssessmentLine
        fields: list[Any] = []


class AssessmentFilter(RecordFilter):
    search = ("scheme__code", "scheme__name", "scheme__name_en")

    year = django_filters.NumberFilter(label=_("Year"))
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Assessment.State.choices)
    about = django_filters.MultipleChoiceFilter(
        "scheme__about", label=_("Assesses"), choices=About.choices
    )

    class Meta:
        model = Assessment
        fields: list[Any] = []


class ScoreCardFilter(RecordFilter):
    search = ("organization__name", "organization__short_name", "person__name")

    year = django_filters.NumberFilter("assessment__year", label=_("Year"))
    about = django_filters.MultipleChoiceFilter(
        "assessment__scheme__about", label=_("Assesses"), choices=About.choices
    )
    grade = django_filters.CharFilter(label=_("Grade"))
    total_at_least = django_filters.NumberFilter("total", "gte", label=_("Total at least"))
    used_for = django_filters.MultipleChoiceFilter(label=_("What it led to"), choices=Use.choices)
    total_under = django_filters.NumberFilter("total", "lt", label=_("Total under"))

    class Meta:
        model = ScoreCard
        fields: list[Any] = []


class ScoreFilter(RecordFilter):
    search = ("line__name", "line__name_en", "card__organization__name", "card__person__name")

    assessment = django_filters.NumberFilter("card__assessment", label=_("Assessment (number)"))
    computed_empty = django_filters.BooleanFilter("computed", "isnull", label=_("Not computed"))
    changed = django_filters.BooleanFilter(
        "reviewed", "isnull", exclude=True, label=_("Changed on review")
    )

    class Meta:
        model = Score
        fields: list[Any] = []


class ObjectionFilter(RecordFilter):
    search = ("text", "decision", "card__organization__name")

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Objection.State.choices)
    year = django_filters.NumberFilter("card__assessment__year", label=_("Year"))

    class Meta:
        model = Objection
        fields: list[Any] = []
