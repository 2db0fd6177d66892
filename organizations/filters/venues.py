from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.tree import Level
from organizations.choices.venues import CONDITIONS, FUNCTIONS, Repair, ServiceItem, VenueKind
from organizations.models import Venue, VenueService, VenueUse
from portal.filters import RecordFilter


class AllFacet(django_filters.BooleanFilter):
    """All of these columns say yes (or anything at all)."""

    def __init__(self, *args: Any, columns: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        every = Q()
        for column in self.columns:
            every &= ~Q(**{f"{prefix}{column}__in": self.nothing(column)})
        return every if value else ~every

    def nothing(self, column: str) -> list[Any]:
        field = self.model._meta.get_field(column)
        return [False] if field.get_internal_type() == "BooleanField" else [""]


class VenueFilter(RecordFilter):
    search = ("name", "address", "manager", "organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=VenueKind.choices)
    repair = django_filters.MultipleChoiceFilter(label=_("State of repair"), choices=Repair.choices)
    three_conditions = AllFacet(label=_("All three conditions"), columns=CONDITIONS)
    five_functions = AllFacet(label=_("All five functions"), columns=FUNCTIONS)
    unified = AllFacet(label=_("Style and sign unified"), columns=("style_unified", "sign_unified"))
    open_on_market_days = AllFacet(label=_("Open on market days"), columns=("market_days",))
    floor_at_least = django_filters.NumberFilter(
        "floor_area", "gte", label=_("Floor area at least (m²)")
    )
    floor_under = django_filters.NumberFilter("floor_area", "lt", label=_("Floor area under (m²)"))
    level = django_filters.MultipleChoiceFilter(
        "organization__level", label=_("Level of the organization"), choices=Level.choices
    )

    class Meta:
        model = Venue
        fields: list[Any] = [
            "kind",
            "repair",
            "style_unified",
            "sign_unified",
            *CONDITIONS,
            *FUNCTIONS,
        ]


class VenueServiceFilter(RecordFilter):
    search = ("detail", "station", "clerk", "venue__name")

    item = django_filters.MultipleChoiceFilter(label=_("Service item"), choices=ServiceItem.choices)
    kind = django_filters.MultipleChoiceFilter(
        "venue__kind", label=_("Kind of venue"), choices=VenueKind.choices
    )

    class Meta:
        model = VenueService
        fields: list[Any] = []


class VenueUseFilter(RecordFilter):
    search = ("title", "host", "venue__name")

    kind = django_filters.MultipleChoiceFilter(
        "venue__kind", label=_("Kind of venue"), choices=VenueKind.choices
    )

    class Meta:
        model = VenueUse
        fields: list[Any] = []
