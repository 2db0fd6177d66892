from __future__ import annotations

from datetime import date

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Mentorship, StartUp, Talent, TalentService
from portal.filters import AgeFacet, RecordFilter, Whether


class TalentFilter(RecordFilter):
    search = ("person__name", "skill", "achievements")

    age_under = AgeFacet(label=_("Younger than"), born="person__born", min_value=0, max_value=150)
    since_after = django_filters.DateFilter("since", "gte", label=_("Listed on or after"))

    class Meta:
        model = Talent
        fields = ["kind", "level", "origin"]


class MentorshipFilter(RecordFilter):
    search = ("person__name", "mentor_name", "subject")

    since_after = django_filters.DateFilter("since", "gte", label=_("Begun on or after"))
    ended_after = django_filters.DateFilter("until", "gte", label=_("Ended on or after"))

    class Meta:
        model = Mentorship
        fields = ["stage", "reached"]


def supported(day: date, prefix: str) -> Q:
    """The platform gave something, of whatever kind (000-39)."""
    return ~Q(**{f"{prefix}support": ""})


class StartUpFilter(RecordFilter):
    search = ("name", "person__name", "trade")

    households_at_least = django_filters.NumberFilter(
        "households", "gte", label=_("Households led at least")
    )
    supported = Whether(supported, label=_("Supported"))

    class Meta:
        model = StartUp
        fields = ["support"]


class TalentServiceFilter(RecordFilter):
    search = ("person__name", "server", "text")

    class Meta:
        model = TalentService
        fields = ["kind"]
