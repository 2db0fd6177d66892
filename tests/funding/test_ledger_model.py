"""The ledger against forty lines of plain Python: after every step both say the same (T16)."""

import os
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from funding.actions.closing import close_account, reopen_account
from funding.actions.ledger import Line, post_entry, reverse_entry, transfer_money
from funding.actions.verifying import verify_ledger
from funding.models import Entry
from portal.errors import Refused
from tests.factories.funding import AccountFactory, UseFactory

YUAN = st.decimals("-500", "500", places=2)
DAYS = st.integers(1, 12).map(lambda month: date(2026, month, 15))
ACCOUNTS = st.integers(0, 1)


class Model:
    """What an account is, said as plainly as can be."""

    def __init__(self):
        self.lines, self.closed, self.reversed = [[], []], [0, 0], set()

    def lowest(self, at, month):
        ends = [sum(a for m, a in self.lines[at] if m <= last) for last in range(month, 13)]
        return min(ends)

    def takes(self, at, month, amount):
        open_ = month > self.closed[at]
        return open_ and amount != 0 and (amount > 0 or self.lowest(at, month) + amount >= 0)

    def enter(self, at, month, amount):
        self.lines[at].append((month, amount))

    def balance(self, at):
        return sum((amount for _month, amount in self.lines[at]), Decimal(0))


class Ledger(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.point = transaction.atomic()
        self.point.__enter__()
        self.accounts, self.use = (
            [AccountFactory(year=2026), AccountFactory(year=2026)],
            UseFactory(),
        )
        self.model, self.entries, self.count = Model(), [], 0

    def teardown(self):
        if hasattr(self, "point"):
            assert list(verify_ledger()) == []
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def voucher(self):
        self.count += 1
        return f"{self.count}"

    def tries(self, may, act):
        """The act is done where the model says it may be, and refused where not."""
        try:
            with transaction.atomic():
                done = act()
        except Refused:
            assert not may
            return None
        assert may
        return done

    @rule(at=ACCOUNTS, day=DAYS, amount=YUAN)
    def post(self, at, day, amount):
        way = "receipt" if amount > 0 else "payment"
        line = Line(way, day, amount, self.voucher(), use=self.use)
        may, token = self.model.takes(at, day.month, amount), uuid.uuid4()
        for _again in range(2):  # sent twice, entered once
            entry = self.tries(
                may, lambda: post_entry(self.accounts[at], line, by=None, token=token)
            )
        if may:
            self.model.enter(at, day.month, amount)
            self.entries.append((at, entry))

    @rule(pick=st.integers(0, 50), day=DAYS)
    def reverse(self, pick, day):
        if not self.entries:
            return
        at, entry = self.entries[pick % len(self.entries)]
        fresh = entry.pk not in self.model.reversed
        may = fresh and self.model.takes(at, day.month, -entry.amount)
        voucher = self.voucher()
        self.tries(
            may,
            lambda: reverse_entry(entry, day=day, voucher=voucher, reason="错账", by=None),
        )
        if may:
            self.model.enter(at, day.month, -entry.amount)
            self.model.reversed.add(entry.pk)

    @rule(at=ACCOUNTS, day=DAYS, amount=YUAN)
    def transfer(self, at, day, amount):
        may = amount > 0 and self.model.takes(at, day.month, -amount)
        may = may and day.month > self.model.closed[1 - at]
        source, target = self.accounts[at], self.accounts[1 - at]
        line = Line("transfer", day, amount, self.voucher())
        self.tries(
            may,
            lambda: transfer_money(source, target, line, by=None),
        )
        if may:
            self.model.enter(at, day.month, -amount)
            self.model.enter(1 - at, day.month, amount)

    @rule(at=ACCOUNTS, month=st.integers(1, 11))
    def close(self, at, month):
        may = month > self.model.closed[at]
        until = date(2026, month + 1, 1).replace(day=1)
        until = date.fromordinal(until.toordinal() - 1)
        self.tries(may, lambda: close_account(self.accounts[at], until=until, by=None))
        self.model.closed[at] = max(self.model.closed[at], month)

    @rule(at=ACCOUNTS)
    def reopen(self, at):
        may = self.model.closed[at] > 0
        account = self.accounts[at]
        self.tries(may, lambda: reopen_account(account, until=None, by=None, reason="补记"))
        self.model.closed[at] = 0

    @invariant()
    def they_agree(self):
        for at, account in enumerate(getattr(self, "accounts", [])):
            assert Entry.objects.filter(account=account).balance() == self.model.balance(at)
            assert self.model.balance(at) >= 0


@pytest.mark.django_db
def test_the_ledger_does_what_the_model_says():
    sequences = 10_000 if os.environ.get("SOAK") else 300
    Ledger.TestCase.settings = settings(
        max_examples=sequences,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    Ledger.TestCase().runTest()
