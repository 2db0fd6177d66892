from __future__ import annotations

from typing import Any

from cadres.models import ContactPoint, ContactVisit, Delegate, PartyWorker
from portal.models import fields_of
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
        fields = fields_of(PartyWorker)


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
        fields = fields_of(Delegate)


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
        fields = fields_of(ContactPoint)


class ContactVisitTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ContactVisit
        fields = fields_of(ContactVisit)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).select_related("point__leader", "point__organization")
