from __future__ import annotations

from organizations.models import Twinning, TwinningActivity
from portal.models import fields_of
from portal.tables import RecordTable


class TwinningTable(RecordTable):
    shown = ("organization", "kind", "partner_name", "contact", "since", "until", "thousand")

    class Meta(RecordTable.Meta):
        model = Twinning
        fields = fields_of(Twinning)


class TwinningActivityTable(RecordTable):
    shown = ("held_on", "twinning", "kind", "title", "money", "goods", "households")

    class Meta(RecordTable.Meta):
        model = TwinningActivity
        fields = fields_of(TwinningActivity)
