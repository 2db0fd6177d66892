"""The dues of a branch and year as a table: members by months. Four queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from funding.actions.dues_months import free, key_of, revision_of, shown
from funding.actions.dues_rates import is_late, rule_on
from funding.actions.dues_totals import months_by
from funding.models import DuesBase, DuesPayment
from organizations.models import Organization

MOST, ALL = 100, 100_000  # members on one page
MONTHS = range(1, 13)
NOUGHT = Decimal("0.00")


@dataclass(frozen=True)
class Row:
    """A member's year."""

    base: DuesBase
    payments: dict[int, DuesPayment]
    now: int

    def text(self, month: int) -> str:
        payment = self.payments.get(month)
        return shown(payment.amount) if payment else ""

    @property
    def paid(self) -> Decimal:
        return sum((one.amount for one in self.payments.values()), NOUGHT)

    @property
    def missing(self) -> Decimal:
        """Due by now and not paid."""
        months = min(self.base.to_month, self.now) - self.base.from_month + 1
        return max(months * self.base.due - self.paid, NOUGHT) if months > 0 else NOUGHT

    @property
    def why(self) -> str:
        return next((one.late_why for one in self.payments.values() if one.late_why), "")


class DuesSheet:
    """A page of members of a place, and of all below it, with what they paid in a year."""

    def __init__(
        self,
        place: Organization,
        year: int,
        user: Any,
        *,
        day: date,
        page: int = 1,
        size: int = MOST,
    ) -> None:
        self.place, self.year, self.user = place, year, user
        self.day, self.page, self.size = day, page, size

    @cached_property
    def all(self) -> Any:
        mine = DuesBase.objects.for_user(self.user).filter(year=self.year)
        found = mine.filter(organization__path__startswith=self.place.path)
        return found.select_related("person", "organization").order_by("organization__path", "pk")

    @cached_property
    def count(self) -> int:
        return int(self.all.count())

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.size))

    @cached_property
    def bases(self) -> list[DuesBase]:
        start = (min(max(self.page, 1), self.pages) - 1) * self.size
        return list(self.all[start : start + self.size])

    @cached_property
    def payments(self) -> list[DuesPayment]:
        people = [one.person_id for one in self.bases]
        return list(DuesPayment.objects.filter(year=self.year, person__in=people))

    @cached_property
    def shut(self) -> set[int]:
        """Payments that stand in the ledger."""
        numbers = [one.pk for one in self.payments if one.entry_id]
        if not numbers:
            return set()
        rows = DuesPayment.objects.filter(pk__in=numbers).exclude(free())
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def rows(self) -> list[Row]:
        now = months_by(self.year, self.day)
        held: dict[int, dict[int, DuesPayment]] = {}
        for one in self.payments:
            held.setdefault(one.person_id, {})[one.month] = one
        return [Row(base, held.get(base.person_id, {}), now) for base in self.bases]

    @property
    def revision(self) -> int:
        return revision_of(self.payments)

    def takes(self, row: Row, month: int) -> bool:
        payment = row.payments.get(month)
        return row.base.owes(month) and (payment is None or payment.pk not in self.shut)

    def unexplained(self) -> dict[str, str]:
        """By cell, what is paid later than is allowed and says not why."""
        rule = rule_on(self.place.path, self.day)
        words = _("Paid more than %(months)s months late: say why, in the last column.")
        return {
            key_of(row.base.pk, month): words % {"months": rule.back_months if rule else 0}
            for row in self.rows
            for month, one in row.payments.items()
            if one.amount and not one.late_why and is_late(self.year, month, one.paid_on, rule)
        }

    def computed(self) -> dict[str, str]:
        """What follows from the cells, by name of the cell that shows it."""
        found = {}
        for row in self.rows:
            found[f"{row.base.pk}-paid"] = f"{row.paid:,.2f}"
            found[f"{row.base.pk}-missing"] = shown(row.missing)
        for month in MONTHS:
            found[f"month-{month}"] = f"{self.of_month(month):,.2f}"
        found["all-paid"] = f"{sum((row.paid for row in self.rows), NOUGHT):,.2f}"
        found["all-missing"] = f"{sum((row.missing for row in self.rows), NOUGHT):,.2f}"
        return found

    def of_month(self, month: int) -> Decimal:
        return sum(
            (row.payments[month].amount for row in self.rows if month in row.payments), NOUGHT
        )

    def filled(self) -> str:
        now = months_by(self.year, self.day)
        owed = [(row, m) for row in self.rows for m in MONTHS[:now] if row.base.owes(m)]
        done = sum(1 for row, month in owed if row.text(month) or not row.base.due)
        return _("%(done)s of %(all)s months paid") % {"done": done, "all": len(owed)}
