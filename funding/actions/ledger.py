"""What may happen to an account: money comes in, goes out, moves to another; a mistake is answered
by its opposite; months are closed and opened again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from funding.choices import Way
from funding.models import Account, AccountAct, Entry, Use
from portal.errors import Refused
from portal.refusing import refusing
from web.templatetags.portal import day as in_words

FEN = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """What somebody wants entered; `amount` in yuan, above nought when it comes in."""

    way: str
    day: date
    amount: Decimal
    voucher: str
    use: Use | None = None
    counterparty: str = ""
    handler: str = ""
    note: str = ""
    reverses: Entry | None = None
    act: uuid.UUID | None = None


@transaction.atomic
def post_entry(account: Account, line: Line, *, by: Any, token: uuid.UUID | None = None) -> Entry:
    """Enter a line; the same `token` again returns the entry it made, whatever else happened.

    Raises Refused: an amount finer than a fen or of nothing, another year, a closed month, a
    voucher or use that does not fit, more than the account holds on that day or any later one.
    """
    held = locked(account)
    if token and (there := Entry.objects.filter(token=token).first()):
        return same(there, held, line)
    check_amount(line.amount)
    check_day(held, line.day)
    check_use(held, line)
    if Entry.objects.filter(account=held, voucher=line.voucher).exists():
        raise Refused(
            _("Voucher “%(number)s” is already in %(account)s.")
            % {"number": line.voucher, "account": held}
        )
    if line.amount < 0 and not held.overdraws:
        check_cover(held, line)
    with refusing():
        entry = Entry.objects.create(
            account=held, entered_by=by, **words_of(line), **({"token": token} if token else {})
        )
    entry.refresh_from_db()
    return entry


def words_of(line: Line) -> dict[str, Any]:
    return {one.name: getattr(line, one.name) for one in fields(line)}


def locked(account: Account) -> Account:
    """The account as it is now; whoever else wants to enter something waits."""
    rows = Account.objects.select_for_update(of=("self",)).select_related("source", "organization")
    found: Account = rows.get(pk=account.pk)
    return found


def same(there: Entry, held: Account, line: Line) -> Entry:
    """What was sent twice is there once; the same token with other words is a mistake."""
    wanted = words_of(line) | {"account": held}
    if all(getattr(there, name) == value for name, value in wanted.items()):
        return there
    raise Refused(_("This entry was already made with other figures. Look at the account again."))


def check_amount(amount: Decimal) -> None:
    if not amount:
        raise Refused(_("An entry of nothing is no entry."))
    if amount != amount.quantize(FEN):
        raise Refused(_("Amounts end with fen: two places behind the point."))


def check_day(held: Account, day: date) -> None:
    if day.year != held.year:
        words = _("%(account)s takes entries of %(year)s alone, not of %(day)s.")
        raise Refused(words % {"account": held, "year": held.year, "day": in_words(day)})
    if held.closed_until and day <= held.closed_until:
        words = _("%(account)s is closed until %(day)s. Choose a later day, or have it reopened.")
        raise Refused(words % {"account": held, "day": in_words(held.closed_until)})


def check_use(held: Account, line: Line) -> None:
    if line.way == Way.PAYMENT and line.use is None:
        raise Refused(_("Say what the money is spent on."))
    if line.use and line.use.purse and line.use.purse != held.source.purse:
        words = _("“%(use)s” is never paid out of %(source)s.")
        raise Refused(words % {"use": line.use, "source": held.source})


def check_cover(held: Account, line: Line) -> None:
    """No account below nought, on that day or later (safety T16)."""
    lowest = lowest_from(held, line.day)
    if lowest + line.amount < 0:
        words = _("%(account)s holds %(lowest)s yuan: not enough for %(amount)s yuan on %(day)s.")
        raise Refused(
            words
            % {
                "account": held,
                "lowest": f"{lowest:,.2f}",
                "amount": f"{-line.amount:,.2f}",
                "day": in_words(line.day),
            }
        )


def lowest_from(account: Account, day: date) -> Decimal:
    """The least that the account holds at the end of `day` or of any day after it."""
    days = account.entries.order_by("day").values("day").annotate(total=Sum("amount"))
    running = lowest = Decimal(0)
    later: list[Decimal] = []
    for one in days:
        running += one["total"]
        if one["day"] <= day:
            lowest = running
        else:
            later.append(running)
    return min([lowest, *later])


@transaction.atomic
def reverse_entry(
    entry: Entry, *, day: date, voucher: str, reason: str, by: Any, token: uuid.UUID | None = None
) -> Entry:
    """Answer a mistake by its opposite, which names it; both stay to be seen. An end of a transfer
    is reversed by a transfer back."""
    if entry.way == Way.REVERSAL:
        raise Refused(_("A reversal is not reversed. Enter it anew as it should have been."))
    if entry.act:
        raise Refused(_("An end of a transfer is not reversed alone. Transfer the money back."))
    locked(entry.account)
    there = Entry.objects.filter(reverses=entry).first()
    if there and there.token != token:
        words = _("“%(entry)s” is already reversed by “%(other)s”.")
        raise Refused(words % {"entry": entry, "other": there})
    line = Line(
        way=Way.REVERSAL,
        day=day,
        amount=-entry.amount,
        voucher=voucher,
        use=entry.use,
        counterparty=entry.counterparty,
        handler=entry.handler,
        note=reason[:200],
        reverses=entry,
    )
    return post_entry(entry.account, line, by=by, token=token)


@transaction.atomic
def transfer_money(
    source: Account, target: Account, line: Line, *, by: Any, token: uuid.UUID | None = None
) -> tuple[Entry, Entry]:
    """Move `line.amount` yuan from one account to another in one act: both ends, or none (T16)."""
    if source.pk == target.pk:
        raise Refused(_("Money is transferred to another account."))
    if line.amount <= 0:
        raise Refused(_("Say how much is transferred: above nought."))
    list(Account.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk"))
    act = uuid.uuid5(token, "act") if token else uuid.uuid4()
    ends = []
    for account, other, sign in ((source, target, -1), (target, source, 1)):
        end = replace(
            line,
            way=Way.TRANSFER,
            amount=sign * line.amount,
            counterparty=str(other.organization)[:120],
            act=act,
        )
        own = uuid.uuid5(token, f"{sign}") if token else None
        ends.append(post_entry(account, end, by=by, token=own))
    return ends[0], ends[1]


@transaction.atomic
def close_account(account: Account, *, until: date, by: Any, reason: str = "") -> None:
    """Take no more entries up to and with `until`, the end of a month of the account's year."""
    held = locked(account)
    if until.year != held.year or (until + timedelta(days=1)).day != 1:
        raise Refused(_("Close a month of the account's own year."))
    if held.closed_until and until <= held.closed_until:
        words = _("%(account)s is closed until %(day)s already.")
        raise Refused(words % {"account": held, "day": in_words(held.closed_until)})
    moved(held, until, AccountAct.Kind.CLOSED, reason, by)


@transaction.atomic
def reopen_account(account: Account, *, until: date | None, by: Any, reason: str) -> None:
    """Take entries again after `until` (none: of the whole year). The reason stays to be read."""
    held = locked(account)
    if not reason.strip():
        raise Refused(_("Say why the account is reopened."))
    if not held.closed_until or (until and until >= held.closed_until):
        raise Refused(_("%(account)s is open there.") % {"account": held})
    moved(held, until, AccountAct.Kind.REOPENED, reason, by)


def moved(held: Account, until: date | None, kind: str, reason: str, by: Any) -> None:
    Account.objects.filter(pk=held.pk).update(closed_until=until)
    AccountAct.objects.create(account=held, kind=kind, until=until, reason=reason, by=by)
