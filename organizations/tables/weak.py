from __future__ import annotations

from organizations.models import DisciplineSummary, WeakOrganization, WeakProgress, WeakRule
from portal.models import fields_of
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
        fields = fields_of(WeakRule)


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
        fields = fields_of(WeakOrganization)


class WeakProgressTable(RecordTable):
    shown = ("held_on", "case", "done", "share", "by_whom")

    class Meta(RecordTable.Meta):
        model = WeakProgress
        fields = fields_of(WeakProgress)


class DisciplineSummaryTable(RecordTable):
    shown = ("counted_on", "organization", "kind", "reports", "filed", "concluded", "handled")

    class Meta(RecordTable.Meta):
        model = DisciplineSummary
        fields = fields_of(DisciplineSummary)
