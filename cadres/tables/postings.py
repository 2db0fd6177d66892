from __future__ import annotations

from typing import Any

from cadres.models import (
    Posting,
    PostingAssessment,
    PostingAttendance,
    PostingBatch,
    PostingGoal,
    PostingLog,
    PostingRule,
    PostingSupport,
    TeamTask,
)
from portal.tables import RecordTable


class PostingBatchTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingBatch
        fields = ["organization", "kind", "name", "since", "until", "planned", "document", "note"]


class PostingRuleTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingRule
        fields = [
            "organization",
            "kind",
            "least_months",
            "most_months",
            "share",
            "days",
            "since",
            "until",
            "source",
        ]


class PostingGoalTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingGoal
        fields = ["organization", "order", "text", "since", "until"]


class PostingTable(RecordTable):
    shown = (
        "person",
        "organization",
        "kind",
        "sending_unit",
        "batch",
        "since",
        "term_ends",
        "until",
    )

    class Meta(RecordTable.Meta):
        model = Posting
        fields = [
            "person",
            "organization",
            "kind",
            "posted_as",
            "sending_unit",
            "unit_post",
            "batch",
            "since",
            "term_ends",
            "contract_no",
            "priority",
            "until",
            "left_why",
            "note",
        ]


class PostingAssessmentTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingAssessment
        fields = ["posting", "goal", "assessed_on", "reached", "assessor", "note"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return (
            super()
            .rows(queryset)
            .select_related("posting__person", "posting__organization", "goal")
        )


class PostingAttendanceTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingAttendance
        fields = ["posting", "month", "working_days", "days", "leave_days", "nights", "note"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("posting__person", "posting__organization")


class PostingLogTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingLog
        fields = ["posting", "done_on", "duty", "title", "households", "result"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("posting__person", "posting__organization")


class PostingSupportTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingSupport
        fields = ["posting", "given_on", "kind", "what", "amount", "by_whom"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("posting__person", "posting__organization")


class TeamTaskTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = TeamTask
        fields = [
            "organization",
            "team",
            "task",
            "docking",
            "person",
            "since",
            "due_on",
            "until",
            "result",
        ]
