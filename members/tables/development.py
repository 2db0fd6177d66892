from members.models import ChecklistItem, DevelopmentStep, Quota, RuleSet
from portal.models import fields_of
from portal.tables import RecordTable


class RuleSetTable(RecordTable):
    shown = ("code", "name", "since", "until", "cultivation_months", "publicity_days")

    class Meta(RecordTable.Meta):
        model = RuleSet
        fields = [
            "code",
            "name",
            "organization",
            "source",
            "since",
            "until",
            "least_age",
            "talk_months",
            "most_contacts",
            "review_months",
            "cultivation_months",
            "target_agreed",
            "publicity_days",
            "introducers",
            "review_valid_months",
            "training_days",
            "training_hours",
            "meeting_months",
            "quorum",
            "majority",
            "approval_months",
            "approval_special_months",
            "oath_months",
            "probation_months",
            "extension_least",
            "extension_most",
            "extensions",
            "lost_months",
            "suspended_months",
            "letter_days",
            "contact_months",
        ]


class ChecklistItemTable(RecordTable):
    shown = ("position", "name", "stage", "article", "papers", "kind")

    class Meta(RecordTable.Meta):
        model = ChecklistItem
        fields = ["position", "name", "stage", "article", "papers", "kind", "rules"]


class DevelopmentStepTable(RecordTable):
    shown = ("day", "kind", "person", "decided_by", "result", "present", "in_favour", "undone_on")

    class Meta(RecordTable.Meta):
        model = DevelopmentStep
        fields = [
            "day",
            "kind",
            "person",
            "decided_by",
            "rules",
            "first",
            "second",
            "due",
            "present",
            "in_favour",
            "against",
            "publicity_from",
            "publicity_to",
            "days",
            "hours",
            "months",
            "result",
            "paper",
            "note",
            "undone_on",
            "undone_why",
        ]


class QuotaTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Quota
        fields = fields_of(Quota)
