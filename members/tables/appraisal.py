from members.models import Appraisal, AppraisalRule
from portal.models import fields_of
from portal.tables import RecordTable


class AppraisalRuleTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = AppraisalRule
        fields = fields_of(AppraisalRule)


class AppraisalTable(RecordTable):
    shown = (
        "person",
        "year",
        "branch",
        "grade",
        "excellent_votes",
        "qualified_votes",
        "basic_votes",
        "unqualified_votes",
        "follow_up",
    )

    class Meta(RecordTable.Meta):
        model = Appraisal
        fields = fields_of(Appraisal)
