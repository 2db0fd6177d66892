from members.models import Exit, LostContact, MobileContact, MobileRecord, Transfer
from portal.models import fields_of
from portal.tables import RecordTable


class TransferTable(RecordTable):
    shown = ("day", "person", "kind", "source", "target", "elsewhere", "valid_until", "received_on")

    class Meta(RecordTable.Meta):
        model = Transfer
        fields = [
            "day",
            "person",
            "kind",
            "source",
            "target",
            "elsewhere",
            "letter",
            "valid_until",
            "received_on",
            "reason",
            "undone_on",
            "undone_why",
        ]


class ExitTable(RecordTable):
    shown = ("day", "person", "kind", "reason", "decided_by", "ended_on")

    class Meta(RecordTable.Meta):
        model = Exit
        fields = [
            "day",
            "person",
            "kind",
            "reason",
            "decided_by",
            "paper",
            "ended_on",
            "undone_on",
            "undone_why",
        ]


class MobileRecordTable(RecordTable):
    shown = ("person", "location", "since", "host_name", "contact", "contact_phone", "until")

    class Meta(RecordTable.Meta):
        model = MobileRecord
        fields = [
            "person",
            "location",
            "since",
            "until",
            "reason",
            "host",
            "host_name",
            "contact",
            "contact_phone",
            "contributions",
        ]


class MobileContactTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = MobileContact
        fields = ["day", "registration", "how", "by", "note"]


class LostContactTable(RecordTable):
    shown = ("person", "since", "reason", "searched_on", "until", "outcome")

    class Meta(RecordTable.Meta):
        model = LostContact
        fields = fields_of(LostContact)
