from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.actions.disclosures import DISCLOSURES
from organizations.actions.due import bound
from organizations.choices.disclosures import Affairs, Outlet
from organizations.choices.meetings import AppliesTo, Per
from organizations.filters.meetings import OwnerFacet
from organizations.models import Disclosure, DisclosureDuty
from portal.filters import RecordFilter


class ShownFacet(django_filters.BooleanFilter):
    """Still to be seen on the day."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        up = Q(**{f"{prefix}published_on__lte": day}) & (
            Q(**{f"{prefix}shown_until": None}) | Q(**{f"{prefix}shown_until__gte": day})
        )
        return up if value else ~up


class AnswersFacet(django_filters.BooleanFilter):
    """Opinions came in that nobody has answered."""

    def condition(self, value: Any, _day: date, prefix: str) -> Q:
        waiting = Q(**{f"{prefix}answered__lt": F(f"{prefix}opinions")})
        return waiting if value else ~waiting


class DisclosureFilter(RecordFilter):
    search = ("subject", "organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Affairs"), choices=Affairs.choices)
    channel = django_filters.MultipleChoiceFilter(label=_("Channel"), choices=Outlet.choices)
    covers_until_from = django_filters.DateFilter(
        "covers_until", "gte", label=_("Period ends from")
    )
    covers_until_to = django_filters.DateFilter("covers_until", "lte", label=_("Period ends to"))
    shown = ShownFacet(label=_("Still displayed"))
    unanswered = AnswersFacet(label=_("Opinions unanswered"))
    owed = OwnerFacet(owed=DISCLOSURES, find=bound, label=_("Of organizations that owe it"))
    alone = django_filters.CharFilter("organization__code", label=_("This organization alone"))

    class Meta:
        model = Disclosure
        fields: list[Any] = []


class DisclosureDutyFilter(RecordFilter):
    search = ("source",)

    kind = django_filters.MultipleChoiceFilter(label=_("Affairs"), choices=Affairs.choices)
    applies_to = django_filters.MultipleChoiceFilter(label=_("Binds"), choices=AppliesTo.choices)
    per = django_filters.MultipleChoiceFilter(label=_("Per"), choices=Per.choices)

    class Meta:
        model = DisclosureDuty
        fields: list[Any] = []
