from members.models import Appraisal, AppraisalRule
from portal.tables import RecordTable


class AppraisalRuleTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = AppraisalRule
        fields = [
            "organization",
            "since",
            "until",
            "source",
            "excellent_top",
            "excellent_of",
            "quorum_top",
            "quorum_of",
            "grade_probationary",
            "rectify_months",
        ]


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
        fields = [
            "person",
            "year",
            "branch",
            "decided_on",
            "grade",
            "excellent_votes",
            "qualified_votes",
            "basic_votes",
            "unqualified_votes",
            "service_points",
            "view",
            "gap",
            "follow_up",
            "mend_by",
            "handled_on",
        ]
