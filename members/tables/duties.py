from members.models import Commitment, CouncilSeat, Deed, DutyClaim, DutyPost
from portal.tables import RecordTable


class DutyPostTable(RecordTable):
    shown = ("name", "organization", "role", "wanted", "closed")

    class Meta(RecordTable.Meta):
        model = DutyPost
        fields = ["code", "name", "organization", "role", "duties", "wanted", "closed"]


class DutyClaimTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = DutyClaim
        fields = ["person", "post", "since", "until", "reviewed_on", "grade", "review"]


class CommitmentTable(RecordTable):
    shown = ("person", "kind", "text", "made_on", "due", "kept", "kept_on")

    class Meta(RecordTable.Meta):
        model = Commitment
        fields = [
            "person",
            "kind",
            "text",
            "made_on",
            "due",
            "kept",
            "kept_on",
            "reviewer",
            "result",
        ]


class DeedTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Deed
        fields = ["person", "role", "text", "done_on", "hours", "team", "served"]


class CouncilSeatTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = CouncilSeat
        fields = ["person", "organization", "role", "since", "until", "chosen_by"]
