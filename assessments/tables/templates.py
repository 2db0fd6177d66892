from __future__ import annotations

from assessments.models import (
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from portal.models import fields_of
from portal.tables import RecordTable


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
