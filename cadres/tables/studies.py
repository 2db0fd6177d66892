from __future__ import annotations

from cadres.models import Secondment, Study
from portal.tables import RecordTable


class SecondmentTable(RecordTable):
    shown = ("person", "kind", "unit", "since", "until", "result")

    class Meta(RecordTable.Meta):
        model = Secondment
        fields = [
            "person",
            "kind",
            "unit",
            "position",
            "since",
            "planned_end",
            "until",
            "result",
            "report",
        ]


class StudyTable(RecordTable):
    shown = ("person", "school", "form", "level", "since", "state", "until")

    class Meta(RecordTable.Meta):
        model = Study
        fields = [
            "person",
            "school",
            "form",
            "level",
            "major",
            "since",
            "planned_end",
            "state",
            "until",
            "certificate_no",
            "note",
        ]
