from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.projects import HelpKind, TwinningKind
from organizations.models import Twinning, TwinningActivity
from portal.filters import RecordFilter


class ActiveFacet(django_filters.BooleanFilter):
    """Did something together in the year that ends on the day."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        done = TwinningActivity.objects.during(date(day.year, 1, 1), day)
        active = Q(**{f"{prefix}pk__in": done.values("twinning")})
        return active if value else ~active


class TwinningFilter(RecordFilter):
    search = ("organization__name", "partner_name", "contact")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=TwinningKind.choices)
    active = ActiveFacet(label=_("Active this year"))

    class Meta:
        model = Twinning
        fields: list[Any] = ["thousand"]


class TwinningActivityFilter(RecordFilter):
    search = ("title", "twinning__partner_name", "twinning__organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind of help"), choices=HelpKind.choices)

    class Meta:
        model = TwinningActivity
        fields: list[Any] = []
