from __future__ import annotations

from typing import Any

from cadres.models import Debriefing, DebriefingIssue, DebriefingQuestion, Handling
from portal.tables import RecordTable


class DebriefingTable(RecordTable):
    shown = ("organization", "person", "year", "audience", "state", "reported_on", "grade")

    class Meta(RecordTable.Meta):
        model = Debriefing
        fields = [
            "organization",
            "person",
            "year",
            "audience",
            "special",
            "topics",
            "checked_on",
            "reported_on",
            "state",
            "comment",
            "attended_by",
            "good",
            "fairly",
            "fair",
            "poor",
            "grade",
            "note",
        ]


class DebriefingQuestionTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = DebriefingQuestion
        fields = ["debriefing", "question", "asked_by", "answer", "answered_on", "satisfied"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return (
            super().rows(queryset).select_related("debriefing__organization", "debriefing__person")
        )


class DebriefingIssueTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = DebriefingIssue
        fields = ["debriefing", "issue", "measure", "responsible", "due_on", "done_on", "result"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return (
            super().rows(queryset).select_related("debriefing__organization", "debriefing__person")
        )


class HandlingTable(RecordTable):
    shown = ("person", "organization", "kind", "basis", "decided_on", "state", "filed_on")

    class Meta(RecordTable.Meta):
        model = Handling
        fields = [
            "person",
            "organization",
            "post",
            "debriefing",
            "kind",
            "basis",
            "grounds",
            "decided_on",
            "decided_by",
            "document",
            "state",
            "done_on",
            "filed_on",
            "filing_no",
        ]

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
