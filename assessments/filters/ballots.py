from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessments.models import Poll, PollSubject
from portal.filters import RecordFilter


class PollFilter(RecordFilter):
    search = ("title", "organization__name")

    year = django_filters.NumberFilter(label=_("Year"))
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=Poll.Kind.choices)
    way = django_filters.MultipleChoiceFilter(label=_("How people vote"), choices=Poll.Way.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Poll.State.choices)

    class Meta:
        model = Poll
        fields: list[Any] = []


class PollSubjectFilter(RecordFilter):
    """`satisfied_over=65` is what 001-02 asks for: more than 65 per cent."""

    search = ("name", "subject__name", "subject__short_name", "person__name", "poll__title")

    year = django_filters.NumberFilter("poll__year", label=_("Year"))
    kind = django_filters.MultipleChoiceFilter(
        "poll__kind", label=_("Kind"), choices=Poll.Kind.choices
    )
    score_at_least = django_filters.NumberFilter(
        "score", lookup_expr="gte", label=_("Score at least")
    )
    score_under = django_filters.NumberFilter("score", lookup_expr="lt", label=_("Score under"))
    satisfied_over = django_filters.NumberFilter(
        "satisfied", lookup_expr="gt", label=_("Satisfied, more than (%)")
    )
    known = django_filters.BooleanFilter(
        "score", lookup_expr="isnull", exclude=True, label=_("With a result")
    )

    class Meta:
        model = PollSubject
        fields: list[Any] = []
