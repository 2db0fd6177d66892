from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.bodies import (
    FAMILIES,
    TEAM_FAMILIES,
    BodyKind,
    Family,
    Formation,
    TeamFamily,
    TeamKind,
)
from organizations.models import Body, Organization, ServiceTeam, TeamVisit
from portal.filters import RecordFilter
from portal.scope import in_force_q


class KindsFacet(django_filters.MultipleChoiceFilter):
    """Rows whose kind belongs to one of the families chosen."""

    def __init__(self, *args: Any, families: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.families = families

    def condition(self, value: list[str], day: date, prefix: str) -> Q:
        kinds = [kind for family in value for kind in self.families[family]]
        return Q(**{f"{prefix}kind__in": kinds})


def has_organization_q(day: date, prefix: str) -> Q:
    """Its party organization stood on the day."""
    own = f"{prefix}party_organization"
    since, until = (f"{own}__{name}" for name in Organization.in_force or ())
    return Q(**{f"{own}__isnull": False}) & in_force_q(since, until, day)


class HasOrganizationFacet(django_filters.BooleanFilter):
    """Bodies with, or without, a party organization on the day: over all bodies of a kind it is
    the coverage rate (000-06, 003-04)."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        has = has_organization_q(day, prefix)
        return has if value else ~has


class OwesOrganizationFacet(django_filters.BooleanFilter):
    """Should have a party organization and has none (应建未建)."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        owes = Q(**{f"{prefix}should_have": True}) & ~has_organization_q(day, prefix)
        return owes if value else ~owes


class BodyFilter(RecordFilter):
    search = ("name", "code", "head", "organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=BodyKind.choices)
    family = KindsFacet(label=_("Family of kinds"), choices=Family.choices, families=FAMILIES)
    has_organization = HasOrganizationFacet(label=_("Has a party organization"))
    owes_organization = OwesOrganizationFacet(label=_("Should have one and has none"))
    formation = django_filters.MultipleChoiceFilter(
        label=_("How it was formed"), choices=Formation.choices
    )
    founded_by_branch = django_filters.BooleanFilter(label=_("Run by the branch"))
    led = django_filters.BooleanFilter(
        "led_by", "isnull", exclude=True, label=_("Led by a party organization")
    )
    members_at_least = django_filters.NumberFilter(
        "members", "gte", label=_("Party members at least"), min_value=0
    )
    headcount_at_least = django_filters.NumberFilter(
        "headcount", "gte", label=_("Headcount at least"), min_value=0
    )

    class Meta:
        model = Body
        fields: list[Any] = []


class ServiceTeamFilter(RecordFilter):
    search = ("name", "captain", "area", "organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=TeamKind.choices)
    family = KindsFacet(
        label=_("Family of kinds"), choices=TeamFamily.choices, families=TEAM_FAMILIES
    )

    class Meta:
        model = ServiceTeam
        fields: list[Any] = []


class TeamVisitFilter(RecordFilter):
    search = ("matter", "result", "team__name", "village__name")

    settled = django_filters.BooleanFilter(label=_("Settled"))
    kind = django_filters.MultipleChoiceFilter(
        "team__kind", label=_("Kind of team"), choices=TeamKind.choices
    )

    class Meta:
        model = TeamVisit
        fields: list[Any] = []
