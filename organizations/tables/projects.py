from __future__ import annotations

from typing import Any

from organizations.models import DemonstrationSite, ProjectVillage, TrackingVisit, TrainingBase
from portal.tables import RecordTable


class DemonstrationSiteTable(RecordTable):
    shown = ("organization", "kind", "level", "theme", "since", "until", "sponsor")

    class Meta(RecordTable.Meta):
        model = DemonstrationSite
        fields = [
            "organization",
            "kind",
            "level",
            "theme",
            "since",
            "until",
            "sponsor",
            "document",
            "from_contact_point",
            "ended_why",
            "note",
        ]


class ProjectVillageTable(RecordTable):
    shown = ("organization", "level", "batch", "leader", "since", "until", "priority", "state")

    class Meta(RecordTable.Meta):
        model = ProjectVillage
        fields = [
            "organization",
            "level",
            "batch",
            "since",
            "until",
            "priority",
            "leader",
            "goal",
            "state",
            "accepted_on",
            "result",
        ]


class TrackingVisitTable(RecordTable):
    shown = ("held_on", "project", "visitor", "found")

    class Meta(RecordTable.Meta):
        model = TrackingVisit
        fields = ["project", "held_on", "visitor", "found", "advice"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        """The sentence that names a row's superior reads one record further."""
        return super().rows(queryset).select_related("project__organization")


class TrainingBaseTable(RecordTable):
    shown = ("name", "kind", "organization", "topics", "capacity", "manager", "since")

    class Meta(RecordTable.Meta):
        model = TrainingBase
        fields = [
            "organization",
            "name",
            "kind",
            "address",
            "topics",
            "capacity",
            "manager",
            "phone",
            "since",
            "until",
            "note",
        ]
