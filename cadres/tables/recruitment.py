from __future__ import annotations

from typing import Any

from cadres.models import RecruitmentCase, RecruitmentQuota
from portal.models import fields_of
from portal.tables import RecordTable


class RecruitmentQuotaTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = RecruitmentQuota
        fields = fields_of(RecruitmentQuota)


class RecruitmentCaseTable(RecordTable):
    shown = ("person", "organization", "year", "way", "state", "bonus", "later_post")

    class Meta(RecordTable.Meta):
        model = RecruitmentCase
        fields = fields_of(RecruitmentCase)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("quota__organization")
