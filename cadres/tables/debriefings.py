from __future__ import annotations

from typing import Any

from cadres.models import Debriefing, DebriefingIssue, DebriefingQuestion, Handling
from portal.models import fields_of
from portal.tables import RecordTable


class DebriefingTable(RecordTable):
    shown = ("organization", "person", "year", "audience", "state", "reported_on", "grade")

    class Meta(RecordTable.Meta):
        model = Debriefing
        fields = fields_of(Debriefing)


class DebriefingQuestionTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = DebriefingQuestion
        fields = fields_of(DebriefingQuestion)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return (
            super().rows(queryset).select_related("debriefing__organization", "debriefing__person")
        )


class DebriefingIssueTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = DebriefingIssue
        fields = fields_of(DebriefingIssue)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return (
            super().rows(queryset).select_related("debriefing__organization", "debriefing__person")
        )


class HandlingTable(RecordTable):
    shown = ("person", "organization", "kind", "basis", "decided_on", "state", "filed_on")

    class Meta(RecordTable.Meta):
        model = Handling
        fields = fields_of(Handling)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return (
            super()
            .rows(queryset)
            .select_related(
                "debriefing__organization",
                "debriefing__person",
                "post__organization",
                "post__person",
            )
        )
