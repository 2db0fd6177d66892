from __future__ import annotations

from assessments.models import (
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from assessments.tables.naming import NAME_FIRST
from portal import pages
from portal.models import fields_of
from portal.tables import RecordTable


class PartTable(RecordTable):
    """A part of a template: workbooks name versions and sections as an import takes them, for
    versions of a form share their name, and sections their titles."""

    class Meta(RecordTable.Meta):
        pass

    def value_template(self, value: ReportTemplate) -> str:
        return value.handle()

    def value_section(self, value: ReportSection) -> str:
        return value.handle()


class ReportTemplateTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ReportTemplate
        fields = ["code", "name", "name_en", "form", "version", "state", "since", "organization"]


class ReportItemTable(PartTable):
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
        sequence = NAME_FIRST

    def render_name(self, record: ReportItem) -> str:
        return record.label

    def value_name(self, value: str) -> str:
        return value

    def render_unit(self, record: ReportItem) -> str:
        return record.unit_label

    def value_unit(self, value: str) -> str:
        return value

    def render_register(self, value: str) -> str:
        """As the menu calls it; a register that is gone by its code."""
        return str(pages.get(value).label) if pages.has(value) else value

    def value_register(self, value: str) -> str:
        return value


class ReportSectionTable(PartTable):
    class Meta(RecordTable.Meta):
        model = ReportSection
        fields = fields_of(ReportSection)
        sequence = ["title", "..."]


class ReportCheckTable(PartTable):
    class Meta(RecordTable.Meta):
        model = ReportCheck
        fields = fields_of(ReportCheck)


class ReportPeriodTable(PartTable):
    class Meta(RecordTable.Meta):
        model = ReportPeriod
        fields = fields_of(ReportPeriod)
