"""Kinds of activity, who took them up, what was run; models, experience, honours."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from organizations.filters.activities import (
    ActivityFilter,
    ActivityKindFilter,
    AdoptionFilter,
    HonourFilter,
    ModelCaseFilter,
)
from organizations.forms.activities import (
    ActivityForm,
    ActivityKindForm,
    AdoptionForm,
    HonourForm,
    ModelCaseForm,
)
from organizations.models import Activity, ActivityKind, Adoption, Honour, ModelCase
from organizations.tables.activities import (
    ActivityKindTable,
    ActivityTable,
    AdoptionTable,
    HonourTable,
    ModelCaseTable,
)
from portal import pages

group = _("Organizations")

pages.add(
    Activity,
    ActivityForm,
    ActivityFilter,
    ActivityTable,
    group=group,
    icon="calendar",
    bulk=("base", "programme", "model"),
    quiet=("base",),
)
pages.add(
    Adoption,
    AdoptionForm,
    AdoptionFilter,
    AdoptionTable,
    group=group,
    menu=False,
    bulk=("until", "contact"),
)
pages.add(
    ActivityKind,
    ActivityKindForm,
    ActivityKindFilter,
    ActivityKindTable,
    group=_("System"),
    icon="table",
    quiet=("organization",),
)
pages.add(
    ModelCase,
    ModelCaseForm,
    ModelCaseFilter,
    ModelCaseTable,
    group=group,
    icon="star",
    bulk=("level", "published", "published_on"),
)
pages.add(
    Honour,
    HonourForm,
    HonourFilter,
    HonourTable,
    group=group,
    icon="star",
    bulk=("level", "granted_by", "document", "review_on", "until", "ended_why"),
)
