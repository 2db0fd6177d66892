from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.actions.dues_totals import paid
from funding.models import DuesBand, DuesBase, DuesPayment, DuesRule, ExtraDues
from funding.tables.columns import PlainColumn, YuanColumn
from portal.models import fields_of
from portal.tables import RecordTable


class DuesBandTable(RecordTable):
    rate = PlainColumn(verbose_name=_("rate (%)"))

    shown = ("payer", "over", "up_to", "rate", "least", "most", "since", "until")

    class Meta(RecordTable.Meta):
        model = DuesBand
        fields = fields_of(DuesBand)


class DuesRuleTable(RecordTable):
    township_keeps = PlainColumn(verbose_name=_("the township keeps (%)"))
    county_keeps = PlainColumn(verbose_name=_("the county keeps (%)"))

    class Meta(RecordTable.Meta):
        model = DuesRule
        fields = fields_of(DuesRule)


class DuesBaseTable(RecordTable):
    had = YuanColumn(verbose_name=_("paid (yuan)"), orderable=False)

    shown = ("person", "organization", "year", "payer", "base", "due", "had", "relief")

    class Meta(RecordTable.Meta):
        model = DuesBase
        fields = fields_of(DuesBase)

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).annotate(had=paid())


class DuesPaymentTable(RecordTable):
    shown = ("person", "organization", "year", "month", "amount", "paid_on", "entry")

    class Meta(RecordTable.Meta):
        model = DuesPayment
        fields = [*fields_of(DuesPayment), "entry"]


class ExtraDuesTable(RecordTable):
    shown = ("person", "organization", "amount", "paid_on", "entry", "handed_up")

    class Meta(RecordTable.Meta):
        model = ExtraDues
        fields = [*fields_of(ExtraDues), "entry", "handed_up"]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related("person", "organization", "entry", "handed_up")
