from __future__ import annotations

from typing import Any

from cadres.models import Reserve, ReserveProcedure, ReserveStep
from portal.models import fields_of
from portal.tables import RecordTable


class ReserveTable(RecordTable):
    shown = (
        "person",
        "organization",
        "position",
        "mentor",
        "proposed_on",
        "state",
        "since",
    )

    class Meta(RecordTable.Meta):
        model = Reserve
        fields = fields_of(Reserve)


class ReserveProcedureTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ReserveProcedure
        fields = fields_of(ReserveProcedure)


class ReserveStepTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ReserveStep
        fields = fields_of(ReserveStep)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("reserve__person", "reserve__organization")
