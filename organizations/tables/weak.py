from __future__ import annotations

from typing import Any

from organizations.models import DisciplineSummary, WeakOrganization, WeakProgress, WeakRule
from portal.tables import RecordTable


class WeakRuleTable(RecordTable):
    shown = (
        "since",
        "pass_score",
        "most_dissatisfied",
        "rectify_months",
        "follow_months",
        "source",
    )

    class Meta(RecordTable.Meta):
        model = WeakRule
        fields = [
            "organization",
            "since",
            "until",
            "pass_score",
            "most_dissatisfied",
            "rectify_months",
            "follow_months",
            "source",
        ]


class WeakOrganizationTable(RecordTable):
    shown = (
        "organization",
        "year",
        "listed_as",
        "problem",
        "county_leader",
        "first_secretary",
        "deadline",
        "score",
        "off_on",
    )

    class Meta(RecordTable.Meta):
        model = WeakOrganization
        fields = [
            "organization",
            "year",
            "listed_as",
            "listed_on",
            "problem",
            "second_problem",
            "causes",
            "measures",
            "county_leader",
            "first_secretary",
            "sending_unit",
            "township_leader",
            "deadline",
            "accepted_on",
            "score",
            "dissatisfied",
            "off_on",
            "follow_until",
            "note",
        ]


class WeakProgressTable(RecordTable):
    shown = ("held_on", "case", "done", "share", "by_whom")

    class Meta(RecordTable.Meta):
        model = WeakProgress
        fields = ["case", "held_on", "done", "share", "by_whom"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        """The sentence that names a row's superior reads one record further."""
        return super().rows(queryset).select_related("case__organization")


class DisciplineSummaryTable(RecordTable):
    shown = ("counted_on", "organization", "kind", "reports", "filed", "concluded", "handled")

    class Meta(RecordTable.Meta):
        model = DisciplineSummary
        fields = [
            "organization",
            "counted_on",
            "kind",
            "reports",
            "filed",
            "concluded",
            "handled",
            "transferred",
            "recovered",
            "source",
        ]
