from __future__ import annotations

from cadres.models import Insurance, Retirement
from portal.tables import RecordTable


class InsuranceTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Insurance
        fields = ["person", "kind", "since", "until", "paid_by", "state", "note"]


class RetirementTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Retirement
        fields = [
            "person",
            "organization",
            "retired_as",
            "since",
            "years",
            "contribution",
            "until",
            "note",
        ]
