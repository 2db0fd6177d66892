from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from cadres.choices.awards import AwardKind
from cadres.models import Award
from portal.filters import RecordFilter


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

    class Meta:
        model = Award
        fields = ["year", "level"]
