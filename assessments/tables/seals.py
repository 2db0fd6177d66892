from assessments.models import Seal
from portal.tables import RecordTable


class SealTable(RecordTable):
    shown = ("day", "plan", "number", "code", "reason", "approval", "sealed_by", "sealed_at")

    class Meta(RecordTable.Meta):
        model = Seal
        fields = [
            "day",
            "plan",
            "number",
            "code",
            "reason",
            "approval",
            "sealed_by",
            "sealed_at",
            "digest",
            "run",
        ]
