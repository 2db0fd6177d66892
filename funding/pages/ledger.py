"""Accounts with their books, and the lines in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.actions.closing import close_month, close_year, reopen_months
from funding.actions.entering import reverse_entry, transfer_out
from funding.actions.statements import leaf_of, sums_of
from funding.choices import Way
from funding.filters.ledger import AccountFilter, EntryFilter
from funding.forms.entering import MonthForm, ReopenForm, ReverseForm, TransferForm
from funding.forms.ledger import AccountForm, EntryForm
from funding.models import Account, Entry
from funding.tables.ledger import AccountTable, EntryTable
from portal import pages

LAST = 12  # lines of the book that the account's own page shows
group = gettext_lazy("Funding")


def is_open(account: Any) -> bool:
    return not account.over


def may_be_closed(account: Any) -> bool:
    return is_open(account) and account.year < timezone.localdate().year


def carried(account: Any, *, by: Any) -> Iterator[pages.Touched]:
    """What closing the year takes along."""
    words = _("%(amount)s yuan are carried over into the account of %(year)s.")
    amount = f"{account.entries.balance():,.2f}"
    yield pages.Touched(words % {"amount": amount, "year": account.year + 1})
    words = _("%(account)s takes no more entries; reopening needs a reason.")
    yield pages.Touched(words % {"account": account})


def may_be_reversed(entry: Any) -> bool:
    return entry.way in {Way.RECEIPT, Way.PAYMENT, Way.OPENING} and not entry.act


def book_lines(account: Any) -> Iterator[tuple[Any, str]]:
    """Where the book is, on every page of the account."""
    yield _("Statement"), reverse("account-statement", args=[account.pk])
    yield _("Print the book"), reverse("account-print-book", args=[account.pk])


pages.add(
    Account,
    AccountForm,
    AccountFilter,
    AccountTable,
    group=group,
    icon="money",
    headline=book_lines,
    actions=(
        pages.Action(
            transfer_out, gettext_lazy("Transfer money"), form=TransferForm, offered=is_open
        ),
        pages.Action(
            close_month, gettext_lazy("Close a month"), form=MonthForm, many=True, offered=is_open
        ),
        pages.Action(
            close_year,
            gettext_lazy("Close the year"),
            perm="reopen",
            many=True,
            offered=may_be_closed,
            preview=carried,
        ),
        pages.Action(
            reopen_months,
            gettext_lazy("Reopen"),
            form=ReopenForm,
            danger=True,
            offered=lambda account: bool(account.closed_until),
        ),
    ),
)
pages.add(
    Entry,
    EntryForm,
    EntryFilter,
    EntryTable,
    group=group,
    icon="report",
    quiet=("reverses", "entered_by"),
    actions=(
        pages.Action(
            reverse_entry,
            gettext_lazy("Reverse"),
            form=ReverseForm,
            danger=True,
            offered=may_be_reversed,
        ),
    ),
)
pages.link(
    "close-months",
    gettext_lazy("Close a month"),
    icon="lock",
    group=group,
    perm="funding.close_account",
)


def book_of(account: Any, user: Any) -> dict[str, Any]:
    """What the account holds, its last lines, and who closed and reopened it."""
    rows = Entry.objects.filter(account=account)
    return {
        "sums": sums_of(rows),
        "rows": leaf_of(account, rows).rows[-LAST:],
        "acts": list(account.acts.select_related("by").order_by("-pk")[:LAST]),
        "may_enter": is_open(account) and user.has_perm("funding.enter_account", account),
    }


pages.panel(
    Account,
    gettext_lazy("The book"),
    "funding/parts/account.html",
    book_of,
    perm="funding.view_entry",
    wide=True,
    place=1,
    costs=4,
    tells=("entry/account",),
)
