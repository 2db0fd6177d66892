from typing import Any

from organizations.models.naming import in_language
from portal.tables import RecordTable

NAME_FIRST = ["name", "..."]  # of parts: on a phone the first column is what one sees of a row


class NamedTable(RecordTable):
    """Names stand in the reader's language; an export keeps what each column holds."""

    def render_name(self, value: str, record: Any) -> str:
        return in_language(value, record.name_en)

    def value_name(self, value: str) -> str:
        return value
