from __future__ import annotations

from typing import Any

from organizations.models import Organization, Placement, Village
from portal.models import fields_of
from portal.tables import RecordTable


class OrganizationTable(RecordTable):
    shown = ("code", "name", "kind", "setting", "parent", "established", "expires")

    class Meta(RecordTable.Meta):
        model = Organization
        fields = [
            "code",
            "name",
            "short_name",
            "full_name",
            "kind",
            "setting",
            "level",
            "parent",
            "formation",
            "partners",
            "mobile",
            "gathers_at",
            "purpose",
            "leader",
            "unit_name",
            "unit_type",
            "phone",
            "address",
            "established",
            "approved_on",
            "approval_no",
            "closed",
            "seats",
            "elected_on",
            "election_method",
            "election_due",
            "election_present",
            "term_years",
            "term_ends",
            "expires",
            "remarks",
        ]

    def render_name(self, record: Any, value: Any) -> Any:
        """As it was called on the day that the list is of."""
        return getattr(record, "name_then", None) or value


class PlacementTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Placement
        fields = fields_of(Placement)


class VillageTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Village
        fields = fields_of(Village)
