"""Months of Party dues are marked as paid: many at once, none that already stands in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.actions.amounts import read_amount
from funding.actions.closing import end_of
from funding.actions.dues_rates import is_late, rule_on
from funding.models import DuesBase, DuesPayment, DuesRule
from organizations.models import Organization
from portal.errors import Refused
from portal.fields import hide
from portal.rules import refuse_future

Key = tuple[int, int]  # record number of the member's dues, month
LONGEST = 200
BELOW = Decimal(1_000_000)
AS_DUE = {"√", "✓", "v", "V", "y", "Y", "=", "是", "已缴", "已交"}


def free() -> Q:
    """Payments that stand in no entry of the ledger, or in one that was reversed."""
    return Q(entry=None) | Q(entry__reversed_by__isnull=False)


@dataclass(frozen=True)
class Sheet:
    """What was typed for a year: yuan by member and month (None or nought: nothing was paid), on
    which day it was paid, by member why so late. `seen`: the revision that the page showed;
    `within`: each month was paid by its own end, if that lies before the day."""

    year: int
    paid_on: date
    amounts: Mapping[Key, Decimal | None]
    why: Mapping[int, str] = field(default_factory=dict)
    seen: int | None = None
    within: bool = False

    def day(self, month: int) -> date:
        """On which day a month was paid."""
        return min(end_of(self.year, month), self.paid_on) if self.within else self.paid_on


@dataclass
class Saved:
    """What became of what was typed, by cell ("12x7"): as kept, what is wrong, whose stands."""

    written: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, str] = field(default_factory=dict)


def key_of(base: int, what: Any) -> str:
    return f"{base}x{what}"


def shown(amount: Decimal | None) -> str:
    return f"{amount:.2f}" if amount else ""


def amount_of(text: str, due: Decimal) -> Decimal | None:
    """Yuan that somebody typed for a month: a sum, a tick for what is due, or nothing. Raises
    ValidationError."""
    if text in AS_DUE:
        return due
    return read_amount(text) if text else None


def revision_of(payments: Any) -> int:
    """Grows with every change: the moment of the last one, in microseconds."""
    last = max((one.changed_at for one in payments), default=None)
    return int(last.timestamp() * 1_000_000) if last else 0


@transaction.atomic
def save_months(place: Organization, sheet: Sheet, *, by: Any) -> Saved:
    """Keep what was paid for each month there. What somebody changed since the page was drawn is
    left and named in `clashes`; what cannot be kept, in `faults`. Raises Refused for a day that
    lies ahead."""
    refuse_future(sheet.paid_on)
    wanted = {base for base, _month in sheet.amounts} | {*sheet.why}
    rows = DuesBase.objects.select_for_update(of=("self",)).select_related("person").order_by("pk")
    bases = rows.filter(year=sheet.year, organization__path__startswith=place.path, pk__in=wanted)
    writing = Writing(list(bases), sheet, rule_on(place.path, sheet.paid_on))
    for (base, month), amount in sheet.amounts.items():
        if base in writing.bases:
            writing.take(base, month, amount)
    for base, why in sheet.why.items():
        if base in writing.bases:
            writing.explain(base, why)
    writing.write()
    return writing.saved


class Writing:
    """One save of some months."""

    def __init__(self, bases: list[DuesBase], sheet: Sheet, rule: DuesRule | None) -> None:
        self.bases = {one.pk: one for one in bases}
        self.sheet, self.year, self.seen, self.rule = sheet, sheet.year, sheet.seen, rule
        people = [one.person_id for one in bases]
        rows = DuesPayment.objects.filter(year=self.year, person__in=people)
        self.held = {(one.person_id, one.month): one for one in rows}
        self.open = set(rows.filter(free()).values_list("pk", flat=True))
        self.dirty: dict[Key, DuesPayment] = {}  # by person and month
        self.saved = Saved()

    def take(self, pk: int, month: int, amount: Decimal | None) -> None:
        base, key = self.bases[pk], key_of(pk, month)
        payment = self.held.get((base.person_id, month)) or DuesPayment(
            person_id=base.person_id,
            organization_id=base.organization_id,
            year=self.year,
            month=month,
            amount=Decimal(0),
        )
        new = amount or Decimal(0)
        if new == payment.amount:
            self.saved.written[key] = shown(new)
            return
        if payment.pk and self.seen is not None and revision_of([payment]) > self.seen:
            self.saved.clashes[key] = shown(payment.amount)
            return
        if fault := self.fault(base, payment, month, new):
            self.saved.faults[key] = fault
            return
        payment.amount, payment.paid_on = new, self.sheet.day(month)
        payment.entry = None
        self.held[base.person_id, month] = payment
        self.dirty[base.person_id, month] = payment
        self.saved.written[key] = shown(new)

    def explain(self, pk: int, why: str) -> bool:
        """Say of a member's late payments why they are late; whether that is new."""
        said, person, new = hide(why.strip())[:LONGEST], self.bases[pk].person_id, False
        for month in range(1, 13):
            one = self.held.get((person, month))
            late = one and one.amount and is_late(self.year, month, one.paid_on, self.rule)
            if one and late and one.late_why != said:
                one.late_why, new = said, True
                self.dirty[person, month] = one
        return new

    def fault(self, base: DuesBase, payment: DuesPayment, month: int, new: Decimal) -> str:
        """Why this month cannot be kept so; "" where it can."""
        if new < 0:
            return _("Dues are not below nought.")
        if new >= BELOW:
            return _("Dues of a month are below a million yuan.")
        if not base.owes(month):
            return _("%(person)s owes nothing for this month.") % {"person": base.person}
        if payment.pk and payment.pk not in self.open:
            return _("This payment stands in the ledger. Reverse its entry there first.")
        if self.rule and new - base.due >= self.rule.whole_from:
            words = _("%(sum)s yuan or more beyond what is due: enter it as one-off large dues.")
            return words % {"sum": f"{self.rule.whole_from:,.2f}"}
        return ""

    def write(self) -> None:
        now = timezone.now()
        for one in self.dirty.values():
            one.changed_at = now
        DuesPayment.objects.bulk_create([one for one in self.dirty.values() if one.pk is None])
        DuesPayment.objects.bulk_update(
            [one for one in self.dirty.values() if one.pk is not None],
            ["amount", "paid_on", "late_why", "entry", "changed_at"],
        )


@transaction.atomic
def pay_month(place: Organization, *, year: int, month: int, paid_on: date, by: Any) -> int:
    """Mark a month as paid for all there who owe it and have not paid; how many."""
    paid = DuesPayment.objects.filter(year=year, month=month, amount__gt=0).values("person")
    owing = DuesBase.objects.filter(
        year=year,
        organization__path__startswith=place.path,
        from_month__lte=month,
        to_month__gte=month,
        due__gt=0,
    ).exclude(person__in=paid)
    typed = {(pk, month): due for pk, due in owing.values_list("pk", "due")}
    saved = save_months(place, Sheet(year, paid_on, typed), by=by)
    if saved.faults:
        raise Refused(next(iter(saved.faults.values())))
    return len(saved.written)
