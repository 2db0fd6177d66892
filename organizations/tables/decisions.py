from organizations.models import Decision, DecisionStep, Procedure, ProcedureStep
from portal.models import fields_of
from portal.tables import RecordTable


class ProcedureTable(RecordTable):
    shown = ("code", "name", "since", "until", "source")

    class Meta(RecordTable.Meta):
        model = Procedure
        fields = ["code", "name", "since", "until", "source", "organization"]


class ProcedureStepTable(RecordTable):
    shown = ("procedure", "position", "label", "must", "present_share", "favour_share")

    class Meta(RecordTable.Meta):
        model = ProcedureStep
        fields = [
            *("procedure", "position", "label", "kind", "must"),
            *("present_share", "favour_share", "favour_of", "notice_days", "merges"),
        ]


class DecisionTable(RecordTable):
    shown = ("matter", "organization", "procedure", "begun_on", "state", "ended_on")

    class Meta(RecordTable.Meta):
        model = Decision
        fields = [
            *("matter", "organization", "procedure", "proposer", "begun_on", "state", "ended_on"),
            *("result", "withdrawn_why", "funds", "labour", "payers"),
        ]


class DecisionStepTable(RecordTable):
    shown = ("decision", "step", "held_on", "due", "present", "in_favour")

    class Meta(RecordTable.Meta):
        model = DecisionStep
        fields = fields_of(DecisionStep)
