from django.utils.translation import gettext_lazy as _

from funding.models import Source, Use
from funding.tables.columns import NameColumn
from portal.models import fields_of
from portal.tables import RecordTable


class SourceTable(RecordTable):
    name = NameColumn(verbose_name=_("name"))

    shown = ("name", "code", "purse", "overdraws")

    class Meta(RecordTable.Meta):
        model = Source
        fields = fields_of(Source)


class UseTable(RecordTable):
    name = NameColumn(verbose_name=_("name"))

    shown = ("name", "code", "purse", "subject", "economic")

    class Meta(RecordTable.Meta):
        model = Use
        fields = fields_of(Use)
