from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import Affiliation, MemberResult
from organizations.choices.programmes import Verdict
from organizations.choices.tree import RURAL
from portal.filters import RecordFilter


class MemberResultFilter(RecordFilter):
    search = ("person__name", "item__programme__name", "item__name", "judge", "note")

    verdict = django_filters.MultipleChoiceFilter(label=_("Verdict"), choices=Verdict.choices)
    programme = django_filters.CharFilter("item__programme__code", label=_("Code of the programme"))

    class Meta:
        model = MemberResult
        fields: list[Any] = []


def rural(day: date, prefix: str) -> Q:
    """On the rolls of a village's or community's organization on the day."""
    homes = Affiliation.objects.at(day).filter(organization__setting__in=RURAL)
    return Q(**{f"{prefix}pk__in": homes.order_by().values("person")})
