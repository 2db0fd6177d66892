from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from organizations.choices.tree import Kind, Level, Setting
from organizations.models import Organization, Placement, Village
from portal.filters import RecordFilter


class OrganizationFilter(RecordFilter):
    search = ("code", "name", "full_name", "short_name")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=Kind.choices)
    setting = django_filters.MultipleChoiceFilter(label=_("Setting"), choices=Setting.choices)
    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Level.choices)

    class Meta:
        model = Organization
        fields: list[Any] = []


class PlacementFilter(RecordFilter):
    search = ("organization__name", "parent__name")

    class Meta:
        model = Placement
        fields: list[Any] = []


class VillageFilter(RecordFilter):
    border = django_filters.BooleanFilter(label=_("Border village"))
    difficult = django_filters.BooleanFilter(label=_("Difficult village"))
    poor = django_filters.BooleanFilter(label=_("Poor village"))
    central_task = django_filters.BooleanFilter(label=_("Central-village task"))

    class Meta:
        model = Village
        fields: list[Any] = []
