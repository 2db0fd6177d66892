from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessments.choices import Stars
from assessments.models import (
    Criterion,
    CriterionGroup,
    RatingBand,
    RatingCase,
    RatingObjection,
    RatingRound,
    RatingScheme,
)
from organizations.choices.tree import Level
from portal.filters import RecordFilter


class RatingSchemeFilter(RecordFilter):
    search = ("code", "name", "name_en")

    about = django_filters.MultipleChoiceFilter(
        label=_("Who is rated"), choices=RatingScheme.About.choices
    )
    form = django_filters.MultipleChoiceFilter(
        label=_("Form of the stars"), choices=RatingScheme.Form.choices
    )

    class Meta:
        model = RatingScheme
        fields: list[Any] = []


class CriterionGroupFilter(RecordFilter):
    class Meta:
        model = CriterionGroup
        fields: list[Any] = []


class RatingBandFilter(RecordFilter):
    search = ("scheme__code", "scheme__name")

    class Meta:
        model = RatingBand
        fields: list[Any] = []


class CriterionFilter(RecordFilter):
    search = ("code", "name", "name_en")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=Criterion.Kind.choices)
    prefilled = django_filters.BooleanFilter(
        "measure", "isnull", exclude=True, label=_("Counted in registers")
    )

    class Meta:
        model = Criterion
        fields: list[Any] = []


class RatingRoundFilter(RecordFilter):
    search = ("scheme__code", "scheme__name", "scheme__name_en")

    year = django_filters.NumberFilter(label=_("Year"), min_value=1990, max_value=2200)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=RatingRound.State.choices)

    class Meta:
        model = RatingRound
        fields: list[Any] = []


class RatingCaseFilter(RecordFilter):
    search = ("organization__name", "organization__short_name", "person__name")

    year = django_filters.NumberFilter("round__year", label=_("Year"))
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=RatingCase.State.choices)
    stars = django_filters.MultipleChoiceFilter(label=_("Stars"), choices=Stars.choices)
    level = django_filters.MultipleChoiceFilter(
        "organization__level", label=_("Level"), choices=Level.choices
    )
    of_persons = django_filters.BooleanFilter(
        "person", "isnull", exclude=True, label=_("Ratings of persons")
    )
    theme = django_filters.CharFilter("themes", "icontains", label=_("Themed star"))
    unappraised = django_filters.BooleanFilter(
        "appraisal", "isnull", label=_("Without appraisal points")
    )

    class Meta:
        model = RatingCase
        fields: list[Any] = []


class RatingObjectionFilter(RecordFilter):
    search = ("raised_by", "text", "case__organization__name", "case__person__name")

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=RatingObjection.State.choices
    )
    year = django_filters.NumberFilter("case__round__year", label=_("Year"))

    class Meta:
        model = RatingObjection
        fields: list[Any] = []
