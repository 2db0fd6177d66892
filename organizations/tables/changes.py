from organizations.models import ChangeLine, FormRule, OrganizationChange
from portal.models import fields_of
from portal.tables import RecordTable


class OrganizationChangeTable(RecordTable):
    shown = ("day", "kind", "before", "after", "approval_no", "undone_on")

    class Meta(RecordTable.Meta):
        model = OrganizationChange
        fields = [
            "day",
            "kind",
            "organization",
            "before",
            "after",
            "approval_no",
            "document",
            "note",
            "undone_on",
            "undone_why",
        ]


class ChangeLineTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = ChangeLine
        fields = ["change", "role", "organization", "code", "name", "kind", "setting"]


class FormRuleTable(RecordTable):
    shown = (
        "kind",
        "ground",
        "term_years",
        "least_full",
        "usual_members",
        "most_members",
        "since",
        "until",
    )

    class Meta(RecordTable.Meta):
        model = FormRule
        fields = fields_of(FormRule)
