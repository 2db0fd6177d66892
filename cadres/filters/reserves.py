from __future__ import annotations

from datetime import date

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.choices.posts import Position, Source
from cadres.choices.reserves import ReserveState
from cadres.models import Reserve, ReserveProcedure, ReserveStep
from portal.choices import SEX
from portal.filters import AgeFacet, RecordFilter, Whether


def listed(day: date, prefix: str) -> Q:
    """In the reserve on the day, not merely being selected."""
    selecting = Q(**{f"{prefix}state": ReserveState.SELECTING})
    return Q(**{f"{prefix}since__lte": day}) & ~selecting


class ReserveFilter(RecordFilter):
    search = ("person__name", "organization__name", "organization__code")

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ReserveState.choices)
    position = django_filters.MultipleChoiceFilter(
        label=_("Proposed post"), choices=Position.choices
    )
    source = django_filters.MultipleChoiceFilter(
        label=_("Source of the cadre"), choices=Source.choices
    )
    listed = Whether(listed, label=_("In the reserve"))
    mentored = django_filters.BooleanFilter(
        "mentor", "isnull", exclude=True, label=_("Has a mentor")
    )
    sex = django_filters.ChoiceFilter("person__sex", label=_("Sex"), choices=SEX.choices)
    age_under = AgeFacet(label=_("Younger than"), born="person__born", min_value=0, max_value=150)

    class Meta:
        model = Reserve
        fields: list[str] = []


class ReserveProcedureFilter(RecordFilter):
    search = ("name",)

    class Meta:
        model = ReserveProcedure
        fields = ["kind"]


class ReserveStepFilter(RecordFilter):
    search = ("reserve__person__name", "step__name", "by_whom")

    kind = django_filters.ChoiceFilter(
        "step__kind",
        label=_("Kind of step"),
        choices=ReserveProcedure._meta.get_field("kind").choices,
    )

    class Meta:
        model = ReserveStep
        fields = ["result"]
