from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from organizations.choices.programmes import ModelKind, Topic
from organizations.choices.projects import Rank
from organizations.models import Activity, ActivityKind, Adoption, Honour, ModelCase
from portal.filters import RecordFilter


class ActivityKindFilter(RecordFilter):
    search = ("code", "name", "wording")

    topic = django_filters.MultipleChoiceFilter(label=_("Topic"), choices=Topic.choices)

    class Meta:
        model = ActivityKind
        fields: list[Any] = []


class AdoptionFilter(RecordFilter):
    search = ("organization__name", "kind__name", "contact")

    topic = django_filters.MultipleChoiceFilter(
        "kind__topic", label=_("Topic"), choices=Topic.choices
    )

    class Meta:
        model = Adoption
        fields: list[Any] = []


class ActivityFilter(RecordFilter):
    search = ("title", "held_at", "summary", "organization__name", "kind__name")

    topic = django_filters.MultipleChoiceFilter(
        "kind__topic", label=_("Topic"), choices=Topic.choices
    )

    class Meta:
        model = Activity
        fields: list[Any] = []


class ModelCaseFilter(RecordFilter):
    search = ("title", "about", "organization__name", "published")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=ModelKind.choices)
    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Rank.choices)

    class Meta:
        model = ModelCase
        fields: list[Any] = []


class HonourFilter(RecordFilter):
    search = ("title", "organization__name", "granted_by", "document")

    level = django_filters.MultipleChoiceFilter(label=_("Level"), choices=Rank.choices)
    title = django_filters.CharFilter("title", "icontains", label=_("Title of honour"))

    class Meta:
        model = Honour
        fields: list[Any] = []
