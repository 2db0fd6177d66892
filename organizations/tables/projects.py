from __future__ import annotations

from organizations.models import DemonstrationSite, ProjectVillage, TrackingVisit, TrainingBase
from portal.models import fields_of
from portal.tables import RecordTable


class DemonstrationSiteTable(RecordTable):
    shown = ("organization", "kind", "level", "theme", "since", "until", "sponsor")

    class Meta(RecordTable.Meta):
        model = DemonstrationSite
        fields = fields_of(DemonstrationSite)


class ProjectVillageTable(RecordTable):
    shown = ("organization", "level", "batch", "leader", "since", "until", "priority", "state")

    class Meta(RecordTable.Meta):
        model = ProjectVillage
        fields = fields_of(ProjectVillage)


class TrackingVisitTable(RecordTable):
    shown = ("held_on", "project", "visitor", "found")

    class Meta(RecordTable.Meta):
        model = TrackingVisit
        fields = fields_of(TrackingVisit)


class TrainingBaseTable(RecordTable):
    shown = ("name", "kind", "organization", "topics", "capacity", "manager", "since")

    class Meta(RecordTable.Meta):
        model = TrainingBase
        fields = fields_of(TrainingBase)
