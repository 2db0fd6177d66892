from __future__ import annotations

from typing import Any

from cadres.models import CheckView, JointCheck, NegativeItem
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
        fields = [
            "organization",
            "item_no",
            "text",
            "department",
            "since",
            "until",
            "source",
        ]


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
        fields = [
            "person",
            "organization",
            "position",
            "reason",
            "election",
            "asked_on",
            "state",
            "concluded_on",
            "valid_until",
            "findings",
        ]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("election__organization")


class CheckViewTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = CheckView
        fields = [
            "check_case",
            "department",
            "view",
            "item",
            "viewed_on",
            "note",
        ]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("check_case__person")
