from __future__ import annotations

from datetime import date

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.filters.related import first_of_year
from members.models import CareCase, Help, Pairing, Talk
from portal.filters import AgeFacet, RecordFilter, Whether


def visited(day: date, prefix: str) -> Q:
    """Has been given help in the calendar year that ends on the day."""
    given = Help.objects.during(first_of_year(day), day).filter(helped__isnull=False)
    return Q(**{f"{prefix}person__in": given.order_by().values("helped")})


class CareCaseFilter(RecordFilter):
    search = ("person__name", "situation", "contact")

    age_over = AgeFacet(
        label=_("Older than"), born="person__born", over=True, min_value=0, max_value=150
    )
    visited = Whether(visited, label=_("Visited this year"))

    class Meta:
        model = CareCase
        fields = ["need"]


class PairingFilter(RecordFilter):
    search = ("person__name", "helped_name", "goal")

    class Meta:
        model = Pairing
        fields = ["reason"]


class HelpFilter(RecordFilter):
    search = ("helper__name", "helped_name", "occasion", "note")

    money_at_least = django_filters.NumberFilter("money", "gte", label=_("Money at least"))

    class Meta:
        model = Help
        fields = ["kind"]


class TalkFilter(RecordFilter):
    search = ("person__name", "talker", "content")

    class Meta:
        model = Talk
        fields = ["kind"]
