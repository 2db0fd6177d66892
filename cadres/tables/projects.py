from __future__ import annotations

from typing import Any

from cadres.models import Project, ProjectInspection, ProjectMilestone, ProjectSupport
from portal.tables import RecordTable


class ProjectTable(RecordTable):
    shown = (
        "title",
        "organization",
        "person",
        "kind",
        "state",
        "letter_on",
        "planned_end",
        "income",
    )

    class Meta(RecordTable.Meta):
        model = Project
        fields = [
            "organization",
            "title",
            "person",
            "kind",
            "state",
            "since",
            "letter_on",
            "letter_no",
            "planned_end",
            "investment",
            "income",
            "households",
            "accepted_on",
            "score",
            "until",
            "note",
        ]


class ProjectMilestoneTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ProjectMilestone
        fields = ["project", "name", "due_on", "done_on", "evidence"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("project__organization")


class ProjectInspectionTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ProjectInspection
        fields = ["project", "inspected_on", "inspector", "score", "finding"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("project__organization")


class ProjectSupportTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ProjectSupport
        fields = ["project", "kind", "given_on", "given_by", "amount", "policy", "note"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("project__organization")
