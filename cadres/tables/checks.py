from __future__ import annotations

from typing import Any

from cadres.models import CheckView, JointCheck, NegativeItem
from portal.models import fields_of
from portal.tables import RecordTable


class NegativeItemTable(RecordTable):
    shown = (
        "item_no",
        "text",
        "department",
        "since",
        "until",
    )

    class Meta(RecordTable.Meta):
        model = NegativeItem
        fields = fields_of(NegativeItem)


class JointCheckTable(RecordTable):
    shown = (
        "person",
        "organization",
        "position",
        "reason",
        "asked_on",
        "state",
        "valid_until",
    )

    class Meta(RecordTable.Meta):
        model = JointCheck
        fields = fields_of(JointCheck)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("election__organization")


class CheckViewTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = CheckView
        fields = fields_of(CheckView)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("check_case__person")
