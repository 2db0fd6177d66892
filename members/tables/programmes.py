from __future__ import annotations

from typing import Any

from members.models import MemberResult
from portal.models import fields_of
from portal.tables import RecordTable


class MemberResultTable(RecordTable):
    shown = ("person", "item", "judged_on", "judge", "verdict")

    class Meta(RecordTable.Meta):
        model = MemberResult
        fields = fields_of(MemberResult)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        """The sentence that names a line reads one record further."""
        return super().rows(queryset).select_related("item__programme")
