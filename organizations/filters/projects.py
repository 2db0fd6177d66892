from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.projects import BaseKind, ProjectState, Rank, SiteKind
from organizations.models import DemonstrationSite, ProjectVillage, TrackingVisit, TrainingBase
from portal.filters import RecordFilter


class VisitedFacet(django_filters.BooleanFilter):
    """Followed by a visit in the year that ends on the day."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        visits = TrackingVisit.objects.during(date(day.year, 1, 1), day)
        seen = Q(**{f"{prefix}pk__in": visits.values("project")})
        return seen if value else ~seen


class DemonstrationSiteFilter(RecordFilter):
    search = ("organization__name", "theme", "document")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=SiteKind.choices)
    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Rank.choices)

    class Meta:
        model = DemonstrationSite
        fields: list[Any] = ["from_contact_point"]


class ProjectVillageFilter(RecordFilter):
    search = ("organization__name", "batch", "leader")

    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Rank.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ProjectState.choices)
    batch = django_filters.CharFilter(label=_("Batch"))
    visited = VisitedFacet(label=_("Visited this year"))

    class Meta:
        model = ProjectVillage
        fields: list[Any] = ["priority"]


class TrackingVisitFilter(RecordFilter):
    search = ("visitor", "found", "project__organization__name")

    class Meta:
        model = TrackingVisit
        fields: list[Any] = []


class TrainingBaseFilter(RecordFilter):
    search = ("name", "address", "topics", "organization__name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=BaseKind.choices)

    class Meta:
        model = TrainingBase
        fields: list[Any] = []
