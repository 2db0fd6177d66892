from members.models import CareCase, Help, Pairing, Talk
from portal.models import fields_of
from portal.tables import RecordTable


class CareCaseTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = CareCase
        fields = fields_of(CareCase)


class PairingTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Pairing
        fields = fields_of(Pairing)


class HelpTable(RecordTable):
    shown = ("helped_name", "organization", "helper", "kind", "given_on", "money", "occasion")

    class Meta(RecordTable.Meta):
        model = Help
        fields = fields_of(Help)


class TalkTable(RecordTable):
    shown = ("person", "held_on", "talker", "kind")

    class Meta(RecordTable.Meta):
        model = Talk
        fields = fields_of(Talk)
