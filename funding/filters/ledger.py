from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from funding.choices import Purse, Way
from funding.models import Account, Entry
from portal.filters import RecordFilter


class AccountFilter(RecordFilter):
    search = ("organization__name", "source__name")

    purse = django_filters.MultipleChoiceFilter(
        "source__purse", label=_("Kind of money"), choices=Purse.choices
    )

    class Meta:
        model = Account
        fields: list[Any] = ["year", "overdraws"]


class EntryFilter(RecordFilter):
    search = ("voucher", "counterparty", "handler", "note", "account__organization__name")

    way = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=Way.choices)
    year = django_filters.NumberFilter("account__year", label=_("Year"))
    purse = django_filters.MultipleChoiceFilter(
        "account__source__purse", label=_("Kind of money"), choices=Purse.choices
    )
    source = django_filters.CharFilter(
        "account__source__code", label=_("Source of money (its code)")
    )
    subject = django_filters.CharFilter("use__subject", label=_("Budget subject"))
    since = django_filters.DateFilter("day", "gte", label=_("From (day)"))
    until = django_filters.DateFilter("day", "lte", label=_("To (day)"))
    at_least = django_filters.NumberFilter("amount", "gte", label=_("Amount at least (yuan)"))
    at_most = django_filters.NumberFilter("amount", "lte", label=_("Amount at most (yuan)"))
    reversed = django_filters.BooleanFilter(
        "reversed_by", "isnull", exclude=True, label=_("Was reversed")
    )

    class Meta:
        model = Entry
        fields: list[Any] = ["voucher", "reversed"]
