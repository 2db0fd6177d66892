from typing import Any

from organizations import roles
from organizations.models import Grant, Organization, Placement, User, Village
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


class UserTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = User
        fields = ["name", "full_name", "organization", "phone", "is_active", "last_login"]


class GrantTable(RecordTable):
    def render_role(self, value: Any) -> str:
        return roles.label(value.name)

    def value_role(self, value: Any) -> str:
        return str(value)

    class Meta(RecordTable.Meta):
        model = Grant
        fields = ["user", "role", "organization"]
