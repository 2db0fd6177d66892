from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.choices import PaidAs, PayPart, SheetKind
from funding.models import BankCard, CollectiveReward, PayLine, PayRule, PaySheet
from portal.filters import RecordFilter, Whether


def without_card(_day: date, prefix: str) -> Q:
    return Q(**{f"{prefix}card": None})


def adjusted(_day: date, prefix: str) -> Q:
    return ~Q(**{f"{prefix}adjustment": 0, f"{prefix}deduction": 0})


class PayRuleFilter(RecordFilter):
    search = ("source", "base")

    paid_as = django_filters.MultipleChoiceFilter(label=_("Paid as"), choices=PaidAs.choices)
    part = django_filters.MultipleChoiceFilter(label=_("Part of the pay"), choices=PayPart.choices)

    class Meta:
        model = PayRule
        fields: list[Any] = []


class BankCardFilter(RecordFilter):
    search = ("person__name", "bank")

    class Meta:
        model = BankCard
        fields: list[Any] = []


class PaySheetFilter(RecordFilter):
    search = ("organization__name", "note")

    kind = django_filters.MultipleChoiceFilter(label=_("For whom"), choices=SheetKind.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=PaySheet.State.choices)

    class Meta:
        model = PaySheet
        fields: list[Any] = []


class PayLineFilter(RecordFilter):
    search = ("person__name", "organization__name", "adjust_why")

    paid_as = django_filters.MultipleChoiceFilter(label=_("Paid as"), choices=PaidAs.choices)
    month = django_filters.DateFilter("month", label=_("Month (its first day)"))
    adjusted = Whether(adjusted, label=_("Adjusted or deducted"))
    no_card = Whether(without_card, label=_("Without a bank account"))
    total_under = django_filters.NumberFilter("total", "lt", label=_("Paid less than (yuan)"))

    class Meta:
        model = PayLine
        fields: list[Any] = []


class CollectiveRewardFilter(RecordFilter):
    search = ("person__name", "organization__name", "merits")

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=CollectiveReward.State.choices
    )

    class Meta:
        model = CollectiveReward
        fields = ["year"]
