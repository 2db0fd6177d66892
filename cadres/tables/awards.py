from __future__ import annotations

from cadres.models import Award
from portal.tables import RecordTable


class AwardTable(RecordTable):
    shown = ("person", "organization", "kind", "title", "year", "level", "granted_on")

    class Meta(RecordTable.Meta):
        model = Award
        fields = [
            "organization",
            "person",
            "kind",
            "year",
            "title",
            "level",
            "granted_on",
            "granted_by",
            "document",
            "money",
            "withdrawn_on",
            "withdrawn_why",
        ]
