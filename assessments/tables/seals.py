import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from assessments.models import Seal
from portal.tables import RecordTable


class SealTable(RecordTable):
    shown = ("day", "plan", "amendment", "code", "reason", "approval", "sealed_by", "sealed_at")

    # `number` is the record's own in every table
    amendment = tables.Column(accessor="number", verbose_name=_("amendment"))

    class Meta(RecordTable.Meta):
        model = Seal
        sequence = ["day", "plan", "amendment", "..."]
        fields = [
            "day",
            "plan",
            "code",
            "reason",
            "approval",
            "sealed_by",
            "sealed_at",
            "digest",
            "run",
        ]
