from __future__ import annotations

from cadres.models import Award
from portal.models import fields_of
from portal.tables import RecordTable


class AwardTable(RecordTable):
    shown = ("person", "organization", "kind", "title", "year", "level", "granted_on")

    class Meta(RecordTable.Meta):
        model = Award
        fields = fields_of(Award)
