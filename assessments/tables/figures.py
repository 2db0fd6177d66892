from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from assessments.actions.reports.entries import plain
from assessments.models import ReportCell
from portal.tables import RecordTable


class ReportCellTable(RecordTable):
    shown = ("organization", "item", "year", "quarter", "raw", "unit")

    form = tables.Column(accessor="report__period__template__form", verbose_name=_("Form"))
    year = tables.Column(accessor="report__period__year", verbose_name=_("Year"))
    quarter = tables.Column(accessor="report__period__quarter", verbose_name=_("Quarter"))
    township = tables.Column(accessor="report__organization", verbose_name=_("Reported by"))
    code = tables.Column(accessor="item__code", verbose_name=_("Item (code)"))
    unit = tables.Column(accessor="item__unit_label", verbose_name=_("Unit"), order_by="item__unit")

    class Meta(RecordTable.Meta):
        model = ReportCell
        fields = ["organization", "item", "raw", "value", "prefilled"]
        sequence = ["organization", "item", "code", "form", "year", "quarter", "raw", "..."]

    def render_value(self, value: Decimal) -> str:
        return plain(value)

    render_prefilled = render_value

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related(
            "organization", "item", "report__organization", "report__period__template"
        )
