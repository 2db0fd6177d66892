from members.models import CareCase, Help, Pairing, Talk
from portal.tables import RecordTable


class CareCaseTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = CareCase
        fields = ["person", "need", "since", "until", "situation", "contact"]


class PairingTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = Pairing
        fields = ["person", "helped", "helped_name", "reason", "since", "until", "goal", "result"]


class HelpTable(RecordTable):
    shown = ("helped_name", "organization", "helper", "kind", "given_on", "money", "occasion")

    class Meta(RecordTable.Meta):
        model = Help
        fields = [
            "organization",
            "helper",
            "helped",
            "helped_name",
            "pairing",
            "kind",
            "given_on",
            "money",
            "occasion",
            "note",
        ]


class TalkTable(RecordTable):
    shown = ("person", "held_on", "talker", "kind")

    class Meta(RecordTable.Meta):
        model = Talk
        fields = ["person", "held_on", "talker", "kind", "content", "wishes"]
