from __future__ import annotations

from typing import Any

from cadres.models import RecruitmentCase, RecruitmentQuota
from portal.tables import RecordTable


class RecruitmentQuotaTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = RecruitmentQuota
        fields = [
            "organization",
            "year",
            "way",
            "announced_on",
            "plan",
            "directed",
            "document",
            "note",
        ]


class RecruitmentCaseTable(RecordTable):
    shown = ("person", "organization", "year", "way", "state", "bonus", "later_post")

    class Meta(RecordTable.Meta):
        model = RecruitmentCase
        fields = [
            "person",
            "organization",
            "year",
            "way",
            "quota",
            "applied_on",
            "state",
            "finding",
            "written",
            "bonus",
            "interview",
            "concluded_on",
            "later_post",
            "note",
        ]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("quota__organization")
