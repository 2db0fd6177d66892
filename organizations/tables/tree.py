from organizations.models import Organization, Placement, Village
from portal.tables import RecordTable


class OrganizationTable(RecordTable):
    shown = ("code", "name", "kind", "setting", "level", "parent", "established")

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
            "established",
            "closed",
        ]


class PlacementTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Placement
        fields = ["organization", "parent", "since", "until"]


class VillageTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Village
        fields = [
            "code",
            "name",
            "organization",
            "population",
            "border",
            "difficult",
            "poor",
            "central_task",
        ]
