from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import Circular, Finding, Inspection
from portal.models import fields_of
from portal.tables import RecordTable


class InspectionTable(RecordTable):
    shown = ("organization", "inspected_on", "kind", "subject", "team")

    class Meta(RecordTable.Meta):
        model = Inspection
        fields = fields_of(Inspection)


class FindingTable(RecordTable):
    shown = ("organization", "finding", "points", "found_on", "stands", "due_on")

    organization = tables.Column(
        accessor="inspection__organization", verbose_name=_("Organization")
    )
    stands = tables.Column(
        accessor="notice__get_state_display",
        verbose_name=pgettext_lazy("finding", "How it stands"),
        order_by="notice__state",
    )
    due_on = tables.DateColumn(
        accessor="notice__due_on", verbose_name=_("To be put right by"), format="Y-m-d"
    )

    class Meta(RecordTable.Meta):
        model = Finding
        fields = fields_of(Finding)

    @classmethod
    def rows(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.select_related("inspection__organization", "notice")


class CircularTable(RecordTable):
    shown = ("document", "organization", "issued_on", "kind", "title")

    class Meta(RecordTable.Meta):
        model = Circular
        fields = fields_of(Circular)
