from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.choices.elections import Electing, ElectionState
from cadres.choices.posts import Chosen, Position
from cadres.models import Candidate, Election
from portal.dates import months_after
from portal.filters import RecordFilter

OPEN = (ElectionState.PLANNED, ElectionState.POSTPONED)


class DueFacet(django_filters.NumberFilter):
    """Elections not held whose day lies within so many months after the day; 0: overdue."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        last = months_after(day, int(value))
        put_off = Q(**{f"{prefix}planned_on__lte": last, f"{prefix}shift_no__gt": ""})
        on_time = Q(**{f"{prefix}due_on__lte": last, f"{prefix}shift_no": ""})
        return (put_off | on_time) & Q(**{f"{prefix}state__in": OPEN})


class ElectionFilter(RecordFilter):
    search = ("organization__name", "organization__code", "approval_no")

    electing = django_filters.MultipleChoiceFilter(
        label=_("What is elected"), choices=Electing.choices
    )
    method = django_filters.MultipleChoiceFilter(label=_("Method"), choices=Chosen.choices)
    due_within = DueFacet(label=_("Due within (months)"), min_value=0, max_value=120)
    trained = django_filters.BooleanFilter(
        "trained_on", "isnull", exclude=True, label=_("New team trained")
    )

    class Meta:
        model = Election
        fields = ["year", "state"]


class CandidateFilter(RecordFilter):
    search = ("person__name", "election__organization__name")

    position = django_filters.MultipleChoiceFilter(label=_("Position"), choices=Position.choices)

    class Meta:
        model = Candidate
        fields = ["ballot", "elected"]
