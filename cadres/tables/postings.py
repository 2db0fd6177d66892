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
from portal.models import fields_of
from portal.tables import RecordTable


class PostingBatchTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingBatch
        fields = fields_of(PostingBatch)


class PostingRuleTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingRule
        fields = fields_of(PostingRule)


class PostingGoalTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingGoal
        fields = fields_of(PostingGoal)


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
        fields = fields_of(Posting)


class PostingAssessmentTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingAssessment
        fields = fields_of(PostingAssessment)

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
        fields = fields_of(PostingAttendance)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("posting__person", "posting__organization")


class PostingLogTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingLog
        fields = fields_of(PostingLog)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("posting__person", "posting__organization")


class PostingSupportTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = PostingSupport
        fields = fields_of(PostingSupport)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("posting__person", "posting__organization")


class TeamTaskTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = TeamTask
        fields = fields_of(TeamTask)
