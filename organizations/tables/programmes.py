from __future__ import annotations

from typing import Any

from organizations.models import Programme, ProgrammeItem, ProgrammeResult
from portal.models import fields_of
from portal.tables import RecordTable


class ProgrammeTable(RecordTable):
    shown = ("code", "name", "kind", "version", "organization", "since")

    class Meta(RecordTable.Meta):
        model = Programme
        fields = fields_of(Programme)


class ProgrammeItemTable(RecordTable):
    shown = ("programme", "position", "name", "unit", "target")

    class Meta(RecordTable.Meta):
        model = ProgrammeItem
        fields = fields_of(ProgrammeItem)


class ProgrammeResultTable(RecordTable):
    shown = ("organization", "item", "judged_on", "level", "value", "verdict")

    class Meta(RecordTable.Meta):
        model = ProgrammeResult
        fields = fields_of(ProgrammeResult)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        """The sentence that names a row's superior reads one record further."""
        return super().rows(queryset).select_related("item__programme")
