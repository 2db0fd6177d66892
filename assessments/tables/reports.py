from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.models import Report
from portal.tables import DecimalColumn, RecordTable
from web.templatetags.portal import status_tag


class ReportTable(RecordTable):
    shown = ("organization", "template", "year", "quarter", "state", "due", "days_late", "round")

    year = tables.Column(accessor="period__year", verbose_name=_("Year"))
    quarter = tables.Column(accessor="period__quarter", verbose_name=_("Quarter"))
    template = tables.Column(accessor="period__template", verbose_name=_("Report template"))
    due = tables.DateColumn(
        accessor="due", verbose_name=_("Due"), order_by="period__due", format="Y-m-d"
    )
    days_late = DecimalColumn(accessor="days_late", verbose_name=_("Days late"), orderable=False)

    class Meta(RecordTable.Meta):
        model = Report
        fields = ["organization", "state", "round", "submitted_at", "submitted_by"]
        sequence = ["organization", "template", "year", "quarter", "state", "due", "..."]

    def render_state(self, record: Report) -> SafeString:
        return status_tag(record.status)

    def value_state(self, record: Report) -> str:
        return str(record.get_state_display())

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related(
            "organization", "submitted_by", "period__template__organization"
        )
