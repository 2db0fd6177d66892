from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import Indicator, Measure, Plan, Run, Target, Value
from assessments.tables.naming import NamedTable
from portal import pages
from portal.models import fields_of
from portal.tables import RecordTable


class MeasureTable(NamedTable):
    shown = ("code", "name", "register", "aggregate", "basis")

    class Meta(RecordTable.Meta):
        model = Measure
        fields = [
            "code",
            "name",
            "name_en",
            "register",
            "query",
            "aggregate",
            "column",
            "basis",
            "organization",
        ]

    def render_register(self, value: str) -> str:
        """As the menu calls it; a register that is gone by its code."""
        return str(pages.get(value).label) if pages.has(value) else value

    def value_register(self, value: str) -> str:
        return value


class IndicatorTable(NamedTable):
    shown = ("code", "name", "kind", "numerator", "denominator", "clause")

    class Meta(RecordTable.Meta):
        model = Indicator
        fields = [
            "code",
            "name",
            "name_en",
            "clause",
            "kind",
            "numerator",
            "denominator",
            "level",
            "compare",
            "threshold",
            "unit",
            "decimals",
            "direction",
            "organization",
        ]


class PlanTable(NamedTable):
    shown = ("code", "name", "year", "source")

    class Meta(RecordTable.Meta):
        model = Plan
        fields = ["code", "name", "name_en", "year", "source", "organization"]


class TargetTable(RecordTable):
    shown = ("plan", "indicator", "level", "comparison", "value", "weight", "clause")

    class Meta(RecordTable.Meta):
        model = Target
        fields = fields_of(Target)
        sequence = ["indicator", "..."]


class RunTable(RecordTable):
    asked_by = tables.Column(verbose_name=pgettext_lazy("run", "asked by"))

    class Meta(RecordTable.Meta):
        model = Run
        fields = fields_of(Run)


class ValueTable(RecordTable):
    shown = ("organization", "indicator", "day", "n", "of")

    day = tables.DateColumn(accessor="run__day", verbose_name=_("As of"), format="Y-m-d")

    class Meta(RecordTable.Meta):
        model = Value
        fields = fields_of(Value)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related("run__plan", "indicator", "organization")
