"""What of the ledger counts as arrived and as spent; budgets and the pace of the year beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from funding.choices import Way
from funding.models import Budget, Entry
from funding.models.budgets import NOTHING

MONEY = DecimalField(max_digits=16, decimal_places=2)
HUNDRED = Decimal(100)
# How many points the spending of a line may lie behind or ahead of the year before it is flagged.
SLACK = Decimal(15)


def arrived_q(prefix: str = "") -> Q:
    """What came in, from outside or from another organization, without what was taken back: a
    county that hands money down keeps only what stayed with it."""
    way, amount = f"{prefix}way", f"{prefix}amount__lt"
    return Q(**{f"{way}__in": [Way.RECEIPT, Way.TRANSFER]}) | Q(**{way: Way.REVERSAL, amount: 0})


def spent_q(prefix: str = "") -> Q:
    """What was paid out, without what was taken back. Amounts are below nought."""
    way, amount = f"{prefix}way", f"{prefix}amount__gt"
    return Q(**{way: Way.PAYMENT}) | Q(**{way: Way.REVERSAL, amount: 0})


def summed(met: Q, sign: int = 1, column: str = "amount") -> Any:
    """Yuan of the rows that meet a condition; nought where there are none."""
    total = Sum(column, filter=met, default=NOTHING, output_field=MONEY)
    return total if sign > 0 else -1 * total


def beside(met: Q, sign: int) -> Any:
    """Yuan on the accounts of a budget line, on its use; a subquery for lists of budget lines."""
    rows = Entry.objects.filter(
        met,
        account__organization=OuterRef("organization"),
        account__year=OuterRef("year"),
        account__source=OuterRef("source"),
        use=OuterRef("use"),
    )
    total = rows.order_by().values("account__year").annotate(total=sign * Sum("amount"))
    return Coalesce(Subquery(total.values("total")), NOTHING, output_field=MONEY)


def with_figures(lines: Any) -> Any:
    """Budget lines with `current`, `arrived` and `spent`, all in yuan."""
    return lines.annotate(
        current=F("amount") + F("moved"),
        arrived=beside(arrived_q(), 1),
        spent=beside(spent_q(), -1),
    )


def share_of_year(year: int, day: date) -> Decimal:
    """Per cent of the year that has gone by the end of `day`."""
    first, next_year = date(year, 1, 1), date(year + 1, 1, 1)
    gone = min(max((day - first).days + 1, 0), (next_year - first).days)
    return round(HUNDRED * gone / (next_year - first).days, 1)


@dataclass(frozen=True)
class Pace:
    """How far a budget is spent beside how far the year has gone, in per cent; `status` is a word
    of the templates."""

    spent: Decimal | None
    year: Decimal

    @property
    def ahead(self) -> bool:
        return self.spent is not None and self.spent > min(self.year + SLACK, HUNDRED)

    @property
    def status(self) -> str:
        if self.spent is None:
            return "no_data"
        if self.spent > HUNDRED:
            return "overspent"
        if self.ahead:
            return "ahead"
        return "behind" if self.spent < self.year - SLACK else "on_pace"


def pace(budget: Decimal, spent: Decimal, year: int, day: date) -> Pace:
    """How a budget is being spent. Of no budget, nothing can be said."""
    share = round(HUNDRED * spent / budget, 1) if budget else None
    return Pace(share, share_of_year(year, day))


def line_figures(line: Budget) -> Any:
    """One budget line with its figures."""
    return with_figures(Budget.objects.filter(pk=line.pk)).get()
