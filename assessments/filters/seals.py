from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from assessments.models import Seal
from portal.filters import RecordFilter


class SealFilter(RecordFilter):
    search = ("code", "plan__code", "plan__name", "plan__name_en", "reason", "approval")

    plan = django_filters.CharFilter("plan__code", label=_("Plan"))
    year = django_filters.NumberFilter("day__year", label=_("Year"))

    class Meta:
        model = Seal
        fields: list[Any] = []
