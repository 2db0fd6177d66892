from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from funding.choices import Way
from funding.models import Account, Entry
from funding.tables.columns import YuanColumn
from portal.tables import RecordTable

MOVED = ~Q(way__in=[Way.OPENING, Way.CLOSING])


def sum_of(query: Q, sign: int = 1) -> Coalesce:
    """What an account's entries come to, of those that fit; with sign -1, what went out."""
    rows = Entry.objects.filter(query, account=OuterRef("pk")).order_by().values("account")
    return Coalesce(
        Subquery(rows.annotate(total=Sum(F("amount") * sign)).values("total")),
        Decimal(0),
        output_field=DecimalField(max_digits=16, decimal_places=2),
    )


class AccountTable(RecordTable):
    shown = (
        *("organization", "year", "source", "opening", "received", "paid", "balance"),
        "closed_until",
    )

    opening = YuanColumn(verbose_name=_("carried over (yuan)"))
    received = YuanColumn(verbose_name=_("came in (yuan)"))
    paid = YuanColumn(verbose_name=_("went out (yuan)"))
    balance = YuanColumn(verbose_name=_("balance (yuan)"))

    class Meta(RecordTable.Meta):
        model = Account
        fields = [
            *("organization", "year", "source", "opening", "received", "paid", "balance"),
            *("overdraws", "closed_until"),
        ]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related("organization", "source").annotate(
            opening=sum_of(Q(way=Way.OPENING)),
            received=sum_of(MOVED & Q(amount__gt=0)),
            paid=sum_of(MOVED & Q(amount__lt=0), sign=-1),
            balance=sum_of(Q()),
        )

    @classmethod
    def below(cls, accounts: Any) -> dict[str, str]:
        """What all these accounts come to, by column; one scan of their entries."""
        rows = Entry.objects.filter(account__in=accounts.order_by().values("pk"))
        sums = rows.aggregate(
            opening=Sum("amount", filter=Q(way=Way.OPENING)),
            received=Sum("amount", filter=MOVED & Q(amount__gt=0)),
            paid=-Sum("amount", filter=MOVED & Q(amount__lt=0)),
            balance=Sum("amount"),
        )
        return {name: f"{total or 0:,.2f}" for name, total in sums.items()}


class EntryTable(RecordTable):
    shown = ("day", "voucher", "account", "way", "use", "amount", "counterparty", "note")

    class Meta(RecordTable.Meta):
        model = Entry
        fields = [
            *("day", "voucher", "account", "way", "use", "amount", "counterparty", "handler"),
            *("note", "number", "reverses", "entered_by", "entered_at", "fingerprint"),
        ]

    @classmethod
    def rows(cls, queryset: Any) -> Any:
        return queryset.select_related(
            "account__organization", "account__source", "use", "reverses", "entered_by"
        )
