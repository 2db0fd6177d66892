from __future__ import annotations

from cadres.models import Insurance, Retirement
from portal.models import fields_of
from portal.tables import RecordTable


class InsuranceTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Insurance
        fields = fields_of(Insurance)


class RetirementTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Retirement
        fields = fields_of(Retirement)
