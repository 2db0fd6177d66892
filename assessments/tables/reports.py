from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.models import (
    Report,
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from portal.models import fields_of
from portal.tables import RecordTable
from web.templatetags.portal import status_tag


class ReportTemplateTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ReportTemplate
        fields = ["code", "name", "name_en", "form", "version", "state", "since", "organization"]


class ReportItemTable(RecordTable):
    shown = ("template", "position", "section", "code", "name", "unit", "kind", "register")

    class Meta(RecordTable.Meta):
        model = ReportItem
        fields = [
            "template",
            "position",
            "section",
            "code",
            "name",
            "name_en",
            "unit",
            "unit_en",
            "kind",
            "required",
            "minimum",
            "maximum",
            "formula",
            "register",
            "query",
            "basis",
            "carried",
            "locked",
            "over",
        ]


class ReportSectionTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ReportSection
        fields = fields_of(ReportSection)


class ReportCheckTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ReportCheck
        fields = fields_of(ReportCheck)


class ReportPeriodTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ReportPeriod
        fields = fields_of(ReportPeriod)


class ReportTable(RecordTable):
    shown = ("organization", "year", "quarter", "state", "due", "days_late", "round")

    year = tables.Column(accessor="period__year", verbose_name=_("Year"))
    quarter = tables.Column(accessor="period__quarter", verbose_name=_("Quarter"))
    template = tables.Column(accessor="period__template", verbose_name=_("Report template"))
    due = tables.DateColumn(
        accessor="due", verbose_name=_("Due"), order_by="period__due", format="Y-m-d"
    )
    days_late = tables.Column(accessor="days_late", verbose_name=_("Days late"), orderable=False)

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
