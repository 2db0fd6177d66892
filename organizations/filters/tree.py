from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import Case, CharField, Q, Value, When
from django.utils.translation import gettext_lazy as _

from organizations.actions.lineage import was_on
from organizations.choices.tree import (
    JOINT,
    Formation,
    Kind,
    Level,
    Method,
    Purpose,
    Setting,
    UnitType,
)
from organizations.models import Organization, Placement, Village
from portal.dates import months_after
from portal.filters import Facet, RecordFilter


class FormFacet(django_filters.MultipleChoiceFilter):
    """The kind or setting that an organization had on the day, whatever it has become since."""

    def condition(self, value: Sequence[str], day: date, prefix: str) -> Q:
        now = Q(**{f"{prefix}{self.field_name}__in": list(value)})
        before = was_on(day)
        if not before:
            return now
        then = [pk for pk, was in before.items() if was[self.field_name] in value]
        key = f"{prefix}pk__in"
        return now & ~Q(**{key: list(before)}) | Q(**{key: then})


class TermFacet(Facet, django_filters.BooleanFilter):
    """Whether the term was over by the day."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        over = Q(**{f"{prefix}expires__lt": day})
        return over if value else ~over


class TermWithinFacet(Facet, django_filters.NumberFilter):
    """The term ends within so many months of the day, and is not over yet."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        last = months_after(day, int(value))
        return Q(**{f"{prefix}expires__gte": day, f"{prefix}expires__lte": last})


class LacksTextFacet(Facet, django_filters.BooleanFilter):
    """Whether a text is empty; of those alone that need it, by look-ups and their values."""

    def __init__(self, *args: Any, needed: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed or {}

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        asked = {self.field_name: "", **self.needed}
        lacks = Q(**{f"{prefix}{name}": wanted for name, wanted in asked.items()})
        return lacks if value else ~lacks


class OrganizationFilter(RecordFilter):
    search = ("code", "name", "full_name", "short_name")

    kind = FormFacet(label=_("Kind"), choices=Kind.choices)
    setting = FormFacet(label=_("Setting"), choices=Setting.choices)
    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Level.choices)
    formation = django_filters.MultipleChoiceFilter(label=_("Formation"), choices=Formation.choices)
    unit_type = django_filters.MultipleChoiceFilter(
        label=_("Type of unit"), choices=UnitType.choices
    )
    purpose = django_filters.MultipleChoiceFilter(
        label=_("Purpose of the party group"), choices=Purpose.choices
    )
    mobile = django_filters.BooleanFilter(label=_("For mobile members"))
    election_method = django_filters.MultipleChoiceFilter(
        label=_("Election method"), choices=Method.choices
    )
    elected_after = django_filters.DateFilter("elected_on", "gte", label=_("Elected on or after"))
    term_over = TermFacet(label=_("Term is over"))
    term_ends_within = TermWithinFacet(
        label=_("Term ends within months"), min_value=1, max_value=120
    )
    without_term = django_filters.BooleanFilter(
        "expires", "isnull", label=_("End of term is not known")
    )
    without_beginning = django_filters.BooleanFilter(
        "established", "isnull", label=_("Day of establishment is missing")
    )
    joint_without_partners = LacksTextFacet(
        "partners", label=_("Joint form without partners"), needed={"setting__in": JOINT}
    )
    without_leader = LacksTextFacet("leader", label=_("Without a leader"))
    established_after = django_filters.DateFilter(
        "established", "gte", label=_("Established on or after")
    )

    class Meta:
        model = Organization
        fields: list[Any] = []

    @property
    def qs(self) -> Any:
        """The rows as they were called on the day."""
        return called_on(self.day, super().qs)


def called_on(day: date, rows: Any) -> Any:
    """With `name_then`, the name of the day, where it was another than today's."""
    before = was_on(day)
    if not before:
        return rows
    whens = [When(pk=pk, then=Value(was["name"])) for pk, was in before.items()]
    return rows.annotate(name_then=Case(*whens, output_field=CharField()))


class LedFacet(Facet, django_filters.BooleanFilter):
    """Villages that the township leads itself, or whose organization is closed."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        above = Q(**{f"{prefix}organization__level__in": [Level.COUNTY, Level.TOWNSHIP]})
        gone = Q(**{f"{prefix}organization__closed__lte": day})
        return above | gone if value else ~(above | gone)


class PlacementFilter(RecordFilter):
    search = ("organization__name", "parent__name")

    class Meta:
        model = Placement
        fields: list[Any] = []


class VillageFilter(RecordFilter):
    no_organization = LedFacet(label=_("Without a party organization of its own"))
    border = django_filters.BooleanFilter(label=_("Border village"))
    difficult = django_filters.BooleanFilter(label=_("Difficult village"))
    poor = django_filters.BooleanFilter(label=_("Poor village"))
    central_task = django_filters.BooleanFilter(label=_("Central-village task"))

    class Meta:
        model = Village
        fields: list[Any] = []
