from typing import Any

from organizations.models.naming import in_language
from portal.tables import RecordTable


class NamedTable(RecordTable):
    """Names stand in the reader's language; an export keeps what each column holds."""

    def render_name(self, value: str, record: Any) -> str:
        return in_language(value, record.name_en)

    def value_name(self, value: str) -> str:
        return value
