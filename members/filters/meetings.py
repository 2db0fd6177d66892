from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from members.choices.meetings import Presence
from members.filters.related import first_of_year
from members.models import MeetingAttendance
from portal.filters import RecordFilter


class MeetingAttendanceFilter(RecordFilter):
    search = ("person__name", "reason")

    after = django_filters.DateFilter("met_on", "gte", label=_("On or after"))
    before = django_filters.DateFilter("met_on", "lte", label=_("On or before"))

    class Meta:
        model = MeetingAttendance
        fields = ["presence"]


class PresenceFacet(django_filters.NumberFilter):
    """Came to at least (or fewer than) so many percent of the meetings of the calendar year that
    ends on the day; whoever was due at none is in neither list."""

    def __init__(self, *args: Any, under: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_value=100, **kwargs)
        self.under = under

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        rows = MeetingAttendance.objects.during(first_of_year(day), day).order_by()
        came = Count("pk", filter=Q(presence=Presence.PRESENT))
        summed = rows.values("person").annotate(came=came * 100, due=Count("pk") * int(value))
        compared = Q(came__lt=F("due")) if self.under else Q(came__gte=F("due"))
        return Q(**{f"{prefix}pk__in": summed.filter(compared).values("person")})
