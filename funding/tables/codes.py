from funding.models import Source, Use
from portal.models import fields_of
from portal.tables import RecordTable


class SourceTable(RecordTable):
    shown = ("name", "code", "purse", "overdraws")

    class Meta(RecordTable.Meta):
        model = Source
        fields = fields_of(Source)


class UseTable(RecordTable):
    shown = ("name", "code", "purse", "subject", "economic")

    class Meta(RecordTable.Meta):
        model = Use
        fields = fields_of(Use)
