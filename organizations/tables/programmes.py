from __future__ import annotations

from typing import Any

from organizations.models import Programme, ProgrammeItem, ProgrammeResult
from portal.tables import RecordTable


class ProgrammeTable(RecordTable):
    shown = ("code", "name", "kind", "version", "organization", "since")

    class Meta(RecordTable.Meta):
        model = Programme
        fields = [
            "organization",
            "code",
            "name",
            "kind",
            "version",
            "text",
            "source",
            "since",
            "until",
        ]


class ProgrammeItemTable(RecordTable):
    shown = ("programme", "position", "name", "unit", "target")

    class Meta(RecordTable.Meta):
        model = ProgrammeItem
        fields = ["programme", "position", "name", "wording", "unit", "target"]


class ProgrammeResultTable(RecordTable):
    shown = ("organization", "item", "judged_on", "level", "value", "verdict")

    class Meta(RecordTable.Meta):
        model = ProgrammeResult
        fields = [
            "organization",
            "item",
            "judged_on",
            "level",
            "judge",
            "value",
            "verdict",
            "note",
        ]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        """The sentence that names a row's superior reads one record further."""
        return super().rows(queryset).select_related("item__programme")
