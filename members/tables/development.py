from members.models import ChecklistItem, DevelopmentStep, Quota, RuleSet
from portal.models import fields_of
from portal.tables import RecordTable


class RuleSetTable(RecordTable):
    shown = ("code", "name", "since", "until", "cultivation_months", "publicity_days")

    class Meta(RecordTable.Meta):
        model = RuleSet
        fields = fields_of(RuleSet)


class ChecklistItemTable(RecordTable):
    shown = ("position", "name", "stage", "article", "papers", "kind")

    class Meta(RecordTable.Meta):
        model = ChecklistItem
        fields = fields_of(ChecklistItem)


class DevelopmentStepTable(RecordTable):
    shown = ("day", "kind", "person", "decided_by", "result", "present", "in_favour", "undone_on")

    class Meta(RecordTable.Meta):
        model = DevelopmentStep
        fields = [*dict.fromkeys(["day", *fields_of(DevelopmentStep)])]


class QuotaTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Quota
        fields = fields_of(Quota)
