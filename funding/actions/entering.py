"""What people do with an account on its page: receive, pay, transfer, reverse."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from funding.actions import ledger
from funding.actions.ledger import (
    Line,
    ends_of,
    locked,
    next_voucher,
    post_entries,
    post_entry,
)
from funding.choices import Way
from funding.models import Account, Entry, Use
from portal.errors import Refused
from portal.rules import refuse_future
from registers.attachments import attach_file


@transaction.atomic
def enter_money(
    account: Account, *, by: Any, key: uuid.UUID | None = None, files: Any = (), **words: Any
) -> Entry:
    """Enter a receipt or payment. `words` are those of a Line, with the amount above nought; one
    without a voucher number gets the next. `files`: its scanned vouchers."""
    line = asked(words)
    number = numbered(account, line.voucher, key)
    again = Entry.objects.filter(token=key).exists() if key else False
    signed = -line.amount if line.way == Way.PAYMENT else line.amount
    entry = post_entry(account, replace(line, amount=signed, voucher=number), by=by, token=key)
    for file in () if again else files:
        attach_file(entry, file=file, by=by)
    return entry


def asked(words: dict[str, Any]) -> Line:
    """What somebody typed, as a line; an amount above nought, on a day that has come."""
    line = Line(**{"voucher": "", **words})
    refuse_future(line.day)
    if line.amount <= 0:
        raise Refused(_("Give the amount above nought; say beside it which way it goes."))
    return line


@transaction.atomic
def transfer_out(
    account: Account, *, target: Account, by: Any, key: uuid.UUID | None = None, **words: Any
) -> None:
    """Move money to another account: both ends in one act. Each end gets the next voucher number
    of its own account where none is given."""
    if by and not by.has_perm("funding.transfer_account", target):
        raise Refused(_("You may not enter anything in %(account)s.") % {"account": target})
    line = asked({"way": Way.TRANSFER, **words})
    locked([account.pk, target.pk])
    ends = [
        replace(end, line=replace(end.line, voucher=numbered(end.account, line.voucher, end.token)))
        for end in ends_of(account, target, line, key)
    ]
    post_entries(ends, by=by)


@transaction.atomic
def reverse_entry(
    entry: Entry,
    *,
    day: date,
    reason: str,
    by: Any,
    voucher: str = "",
    key: uuid.UUID | None = None,
) -> Entry:
    """Answer a mistake by its opposite, for a reason; both stay to be seen."""
    refuse_future(day)
    number = numbered(entry.account, voucher, key)
    return ledger.reverse_entry(entry, day=day, voucher=number, reason=reason, by=by, token=key)


def numbered(account: Account, voucher: str, key: uuid.UUID | None) -> str:
    """The number as given; else the one it got when it was sent before; else the next."""
    if voucher:
        return voucher
    locked([account.pk])
    there = Entry.objects.filter(token=key).first() if key else None
    return there.voucher if there else next_voucher(account)


def uses_of(account: Account) -> Any:
    """The uses that this account's kind of money may be spent on."""
    return Use.objects.filter(purse__in=["", account.source.purse])
