from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from organizations.choices.projects import BaseKind, ProjectState, Rank, SiteKind
from organizations.filters.having import HavingFacet
from organizations.models import DemonstrationSite, ProjectVillage, TrackingVisit, TrainingBase
from portal.filters import RecordFilter


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
    visited = HavingFacet(TrackingVisit, by="project", this_year=True, label=_("Visited this year"))

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
