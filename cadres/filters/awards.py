from __future__ import annotations

from datetime import date

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.choices.awards import AwardKind
from cadres.models import Award
from portal.filters import RecordFilter, Whether


def granted_this_year(day: date, prefix: str) -> Q:
    """Granted in the calendar year of the day, by the day: what a year's award fund paid for."""
    granted = f"{prefix}granted_on"
    return Q(**{f"{granted}__gte": date(day.year, 1, 1), f"{granted}__lte": day})


class AwardFilter(RecordFilter):
    search = ("person__name", "organization__name", "title", "document")

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of commendation"), choices=AwardKind.choices
    )
    of_a_person = django_filters.BooleanFilter(
        "person", "isnull", exclude=True, label=_("Of a person")
    )
    money_over = django_filters.NumberFilter(
        "money", "gt", label=_("Prize over (yuan)"), min_value=0
    )
    granted_this_year = Whether(granted_this_year, label=_("Granted this year"))

    class Meta:
        model = Award
        fields = ["year", "level"]
