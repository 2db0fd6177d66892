from members.models import Commitment, CouncilSeat, Deed, DutyClaim, DutyPost
from portal.models import fields_of
from portal.tables import RecordTable


class DutyPostTable(RecordTable):
    shown = ("name", "organization", "role", "wanted", "closed")

    class Meta(RecordTable.Meta):
        model = DutyPost
        fields = fields_of(DutyPost)


class DutyClaimTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = DutyClaim
        fields = fields_of(DutyClaim)


class CommitmentTable(RecordTable):
    shown = ("person", "kind", "text", "made_on", "due", "kept", "kept_on")

    class Meta(RecordTable.Meta):
        model = Commitment
        fields = fields_of(Commitment)


class DeedTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Deed
        fields = fields_of(Deed)


class CouncilSeatTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = CouncilSeat
        fields = fields_of(CouncilSeat)
