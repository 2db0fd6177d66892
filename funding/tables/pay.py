from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.models import BankCard, CollectiveReward, PayLine, PayRule, PaySheet, Standard
from funding.tables.columns import HeadedColumn, MonthColumn, YuanColumn
from portal.models import fields_of
from portal.tables import RecordTable


class PayRuleTable(RecordTable):
    shown = ("paid_as", "part", "way", "value", "base", "education", "years_from", "use", "since")

    class Meta(RecordTable.Meta):
        model = PayRule
        fields = fields_of(PayRule)

    @cached_property
    def standards(self) -> dict[str, str]:
        """{code: name in the reader's language}"""
        return {one.code: str(one) for one in Standard.objects.order_by("since")}

    def render_base(self, value: str) -> str:
        return self.standards.get(value, value)

    def value_base(self, value: str) -> str:
        return value


class BankCardTable(RecordTable):
    class Meta(RecordTable.Meta):
        model = BankCard
        fields = fields_of(BankCard)


class PaySheetTable(RecordTable):
    month = MonthColumn(verbose_name=pgettext_lazy("pay sheet", "month"))
    people = HeadedColumn(verbose_name=pgettext_lazy("pay sheet", "persons"), orderable=False)
    sum = YuanColumn(verbose_name=_("to be paid (yuan)"), orderable=False)

    shown = ("organization", "kind", "month", "people", "sum", "state", "posted_on")

    class Meta(RecordTable.Meta):
        model = PaySheet
        fields = [
            *fields_of(PaySheet),
            "people",
            "sum",
            "state",
            "made_by",
            "checked_by",
            "approved_by",
            "posted_on",
        ]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return super().rows(queryset).annotate(people=Count("lines"), sum=Sum("lines__total"))


class PayLineTable(RecordTable):
    month = MonthColumn(verbose_name=pgettext_lazy("pay sheet", "month"))

    shown = (
        "person",
        "organization",
        "month",
        "paid_as",
        "basic",
        "performance",
        "reward",
        "subsidy",
        "allowance",
        "deduction",
        "adjustment",
        "total",
    )

    class Meta(RecordTable.Meta):
        model = PayLine
        fields = [
            *("person", "organization", "month", "paid_as", "basic", "full_score", "score"),
            *("performance", "reward", "subsidy", "allowance", "deduction", "adjustment", "total"),
            *("adjust_why", "by_hand", "sheet"),
        ]


class CollectiveRewardTable(RecordTable):
    pay_month = MonthColumn(verbose_name=_("paid with the pay of"))

    shown = ("person", "organization", "year", "income", "percent", "amount", "pay_month", "state")

    class Meta(RecordTable.Meta):
        model = CollectiveReward
        fields = [*fields_of(CollectiveReward), "state", "decided_on"]
