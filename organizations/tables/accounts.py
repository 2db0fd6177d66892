from typing import Any

from organizations import roles
from organizations.models import Grant, User
from portal.models import fields_of
from portal.tables import RecordTable


class UserTable(RecordTable):
    shown = ("name", "full_name", "organization", "phone", "is_active", "last_login")

    class Meta(RecordTable.Meta):
        model = User
        fields = ["name", "full_name", "organization", "phone", "email", "is_active", "last_login"]


class GrantTable(RecordTable):
    def render_role(self, value: Any) -> str:
        return roles.label(value.name)

    def value_role(self, value: Any) -> str:
        return str(value)

    class Meta(RecordTable.Meta):
        model = Grant
        fields = fields_of(Grant)
