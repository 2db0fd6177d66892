from members.models import Exit, LostContact, MobileContact, MobileRecord, Transfer
from portal.models import fields_of
from portal.tables import RecordTable


class TransferTable(RecordTable):
    shown = ("day", "person", "kind", "source", "target", "elsewhere", "valid_until", "received_on")

    class Meta(RecordTable.Meta):
        model = Transfer
        fields = [*dict.fromkeys(["day", *fields_of(Transfer)])]


class ExitTable(RecordTable):
    shown = ("day", "person", "kind", "reason", "decided_by", "ended_on")

    class Meta(RecordTable.Meta):
        model = Exit
        fields = [*dict.fromkeys(["day", *fields_of(Exit)])]


class MobileRecordTable(RecordTable):
    shown = ("person", "location", "since", "host_name", "contact", "contact_phone", "until")

    class Meta(RecordTable.Meta):
        model = MobileRecord
        fields = fields_of(MobileRecord)


class MobileContactTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = MobileContact
        fields = ["day", "registration", "how", "by", "note"]


class LostContactTable(RecordTable):
    shown = ("person", "since", "reason", "searched_on", "until", "outcome")

    class Meta(RecordTable.Meta):
        model = LostContact
        fields = fields_of(LostContact)
