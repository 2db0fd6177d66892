"""Months and years that are over: an account takes no more entries there, and what a year leaves
goes into the next."""

from __future__ import annotations

import uuid
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.actions.ledger import Line, Posting, locked, next_voucher, post_entries
from funding.choices import Way
from funding.models import Account, AccountAct, Entry
from organizations.actions.wording import worded
from portal.errors import Refused
from web.templatetags.portal import day as in_words

DECEMBER = 12


def end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@transaction.atomic
def close_account(account: Account, *, until: date, by: Any) -> None:
    """Take no more entries up to and with `until`, the end of a month of the account's year."""
    held = locked([account.pk])[account.pk]
    if until.year != held.year or (until + timedelta(days=1)).day != 1:
        raise Refused(_("Close a month of the account's own year."))
    if held.closed_until and until <= held.closed_until:
        words = _("%(account)s is closed until %(day)s already.")
        raise Refused(words % {"account": held, "day": in_words(held.closed_until)})
    moved(held, until, AccountAct.Kind.CLOSED, "", by)


def close_month(account: Account, *, month: int, by: Any) -> None:
    """Close the account up to the end of a month that is over."""
    until = end_of(account.year, month)
    refuse_before_the_end(until)
    close_account(account, until=until, by=by)


def refuse_before_the_end(until: date) -> None:
    if until >= timezone.localdate():
        words = _("%(day)s is not over yet: close the month afterwards.")
        raise Refused(words % {"day": in_words(until)})


def close_months(
    accounts: Iterable[Account], *, month: int, by: Any
) -> tuple[list[Account], list[tuple[Account, str]]]:
    """Close a month of many accounts; those that were closed, and those that were not and why."""
    done, left = [], []
    for account in accounts:
        try:
            close_month(account, month=month, by=by)
        except Refused as no:
            left.append((account, str(no)))
        else:
            done.append(account)
    return done, left


@transaction.atomic
def close_year(account: Account, *, by: Any) -> None:
    """Carry what the account holds into next year's, in one act, and close it for good. Next
    year's account is opened where it is missing."""
    held = locked([account.pk])[account.pk]
    end = end_of(held.year, DECEMBER)
    refuse_before_the_end(end)
    before = Account.objects.filter(organization=held.organization, source=held.source)
    for one in before.filter(year=held.year - 1).exclude(closed_until__month=DECEMBER):
        words = _("Close %(account)s first: what it holds is carried over into this one.")
        raise Refused(words % {"account": one})
    if held.closed_until == end:
        raise Refused(_("The year of %(account)s is closed already.") % {"account": held})
    if balance := held.entries.balance():
        held = opened(held)
        carry(held, balance, by)
    moved(held, end, AccountAct.Kind.CLOSED, "", by)


def opened(held: Account) -> Account:
    """December may be closed already, month by month; the line that ends the year still goes in."""
    Account.objects.filter(pk=held.pk).update(closed_until=None)
    held.closed_until = None
    return held


def carry(account: Account, amount: Decimal, by: Any) -> None:
    """`amount` yuan from the last day of the year to the first of the next; below nought, back."""
    following, _made = Account.objects.get_or_create(
        organization=account.organization, source=account.source, year=account.year + 1
    )
    end, act = end_of(account.year, DECEMBER), uuid.uuid4()
    out = Line(Way.CLOSING, end, -amount, next_voucher(account), act=act)
    into = Line(Way.OPENING, end + timedelta(days=1), amount, next_voucher(following), act=act)
    ends = [Posting(account, out), Posting(following, into)]
    post_entries(ends if amount > 0 else ends[::-1], by=by)


@transaction.atomic
def reopen_account(account: Account, *, until: date | None, by: Any, reason: str) -> None:
    """Take entries again after `until` (none: of the whole year). The reason stays to be read.
    What was carried into the next year comes back."""
    held = locked([account.pk])[account.pk]
    said = worded(reason, _("Say why the account is reopened."))
    if not held.closed_until or (until and until >= held.closed_until):
        raise Refused(_("%(account)s is open there.") % {"account": held})
    carried = Entry.objects.filter(account=held, way=Way.CLOSING).aggregate(sum=Sum("amount"))
    moved(held, until, AccountAct.Kind.REOPENED, said, by)
    if carried["sum"]:
        held.closed_until = until
        carry(held, carried["sum"], by)


def reopen_months(account: Account, *, month: int, reason: str, by: Any) -> None:
    """Take entries again from this month on."""
    until = end_of(account.year, month - 1) if month > 1 else None
    reopen_account(account, until=until, by=by, reason=reason)


def moved(held: Account, until: date | None, kind: str, reason: str, by: Any) -> None:
    Account.objects.filter(pk=held.pk).update(closed_until=until)
    AccountAct.objects.create(account=held, kind=kind, until=until, reason=reason, by=by)
