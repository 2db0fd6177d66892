from __future__ import annotations

from typing import Any

from cadres.models import ContactPoint, ContactVisit, Delegate, PartyWorker
from portal.tables import RecordTable


class PartyWorkerTable(RecordTable):
    shown = (
        "person",
        "organization",
        "work",
        "workload",
        "other_jobs",
        "since",
    )

    class Meta(RecordTable.Meta):
        model = PartyWorker
        fields = [
            "person",
            "organization",
            "work",
            "workload",
            "other_jobs",
            "other_words",
            "selected_by",
            "since",
            "until",
        ]


class DelegateTable(RecordTable):
    shown = (
        "person",
        "organization",
        "assembly",
        "level",
        "term",
        "since",
    )

    class Meta(RecordTable.Meta):
        model = Delegate
        fields = [
            "person",
            "organization",
            "assembly",
            "level",
            "term",
            "since",
            "until",
            "remarks",
        ]


class ContactPointTable(RecordTable):
    shown = (
        "leader",
        "organization",
        "role",
        "year",
        "since",
        "demonstration_on",
    )

    class Meta(RecordTable.Meta):
        model = ContactPoint
        fields = [
            "leader",
            "organization",
            "role",
            "year",
            "since",
            "until",
            "tasks",
            "demonstration_on",
            "demonstration_note",
        ]


class ContactVisitTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ContactVisit
        fields = [
            "point",
            "visited_on",
            "days",
            "done",
            "problems",
            "solved",
        ]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("point__leader", "point__organization")
