from __future__ import annotations

from typing import Any

from cadres.models import Candidate, Election
from portal.models import fields_of
from portal.tables import RecordTable


class ElectionTable(RecordTable):
    shown = (
        "organization",
        "electing",
        "year",
        "method",
        "state",
        "due_on",
        "held_on",
        "due",
        "present",
    )

    class Meta(RecordTable.Meta):
        model = Election
        fields = fields_of(Election)


class CandidateTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Candidate
        fields = fields_of(Candidate)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("election__organization")
