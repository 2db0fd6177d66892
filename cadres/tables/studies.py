from __future__ import annotations

from cadres.models import Secondment, Study
from portal.models import fields_of
from portal.tables import RecordTable


class SecondmentTable(RecordTable):
    shown = ("person", "kind", "unit", "since", "until", "result")

    class Meta(RecordTable.Meta):
        model = Secondment
        fields = fields_of(Secondment)


class StudyTable(RecordTable):
    shown = ("person", "school", "form", "level", "since", "state", "until")

    class Meta(RecordTable.Meta):
        model = Study
        fields = fields_of(Study)
