from __future__ import annotations

from typing import Any

from cadres.models import Project, ProjectInspection, ProjectMilestone, ProjectSupport
from portal.models import fields_of
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
        fields = fields_of(Project)


class ProjectMilestoneTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ProjectMilestone
        fields = fields_of(ProjectMilestone)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("project__organization")


class ProjectInspectionTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ProjectInspection
        fields = fields_of(ProjectInspection)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("project__organization")


class ProjectSupportTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ProjectSupport
        fields = fields_of(ProjectSupport)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("project__organization")
