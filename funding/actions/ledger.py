"""What may happen to an account: money comes in, goes out, moves to another; a mistake is answered
by its opposite."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from funding.choices import Way
from funding.models import Account, Entry, Source, Use
from organizations.actions.wording import worded
from portal.errors import Refused
from portal.refusing import refusing
from web.templatetags.portal import day as in_words

FEN = Decimal("0.01")
BATCH = 1000
MADE = r"^(DF|SJ|DE|SD|GZ)[0-9]{4}"


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


@dataclass(frozen=True)
class Posting:
    """A line and the account it goes into. What is sent again with the same `token` is there
    already."""

    account: Account
    line: Line
    token: uuid.UUID = field(default_factory=uuid.uuid4)


def post_entry(account: Account, line: Line, *, by: Any, token: uuid.UUID | None = None) -> Entry:
    """Enter a line; the same `token` again returns the entry it made, whatever else happened.

    Raises Refused: an amount finer than a fen or of nothing, another year, a closed month, a
    voucher or use that does not fit, more than the account holds on that day or any later one.
    """
    return post_entries([Posting(account, line, token or uuid.uuid4())], by=by)[0]


@transaction.atomic
def post_entries(postings: Iterable[Posting], *, by: Any) -> list[Entry]:
    """Enter many lines in one act, in this order, all or none; the entries in the same order.

    Six queries and one more for each thousand lines. Raises Refused as `post_entry` does, and
    says of which voucher.
    """
    wanted = list(postings)
    held = locked(one.account.pk for one in wanted)
    there = known(one.token for one in wanted)
    fresh = [one for one in wanted if not same(there.get(one.token), one)]
    check_vouchers(fresh, held)
    for one in fresh:
        with naming(one, len(wanted)):
            check_line(held[one.account.pk], one.line)
    check_cover(fresh, held)
    rows = [
        Entry(account=held[one.account.pk], entered_by=by, token=one.token, **words_of(one.line))
        for one in fresh
    ]
    with refusing():
        Entry.objects.bulk_create(rows, batch_size=BATCH)
    there |= known(one.token for one in fresh)
    return [there[one.token] for one in wanted]


class naming:  # noqa: N801 - reads as a word
    """A refusal of one line among `many` says which."""

    def __init__(self, one: Posting, many: int) -> None:
        self.one, self.many = one, many

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: Any, no: BaseException | None, _trace: Any) -> None:
        if self.many > 1 and isinstance(no, Refused):
            words = {"account": self.one.account, "number": self.one.line.voucher, "why": no}
            raise Refused(_("%(account)s, voucher “%(number)s”: %(why)s") % words) from no


def words_of(line: Line) -> dict[str, Any]:
    return {one.name: getattr(line, one.name) for one in fields(line)}


def locked(accounts: Iterable[int]) -> dict[int, Account]:
    """The accounts as they are now; whoever else wants to enter something waits."""
    rows = Account.objects.select_for_update(of=("self",)).select_related("source", "organization")
    return {one.pk: one for one in rows.filter(pk__in=set(accounts)).order_by("pk")}


def known(tokens: Iterable[uuid.UUID]) -> dict[uuid.UUID, Entry]:
    rows = Entry.objects.select_related("account", "use", "reverses")
    return {one.token: one for one in rows.filter(token__in=list(tokens))}


def same(there: Entry | None, wanted: Posting) -> bool:
    """What was sent twice is there once; the same token with other words is a mistake."""
    if there is None:
        return False
    words = words_of(wanted.line) | {"account": wanted.account}
    if all(getattr(there, name) == value for name, value in words.items()):
        return True
    raise Refused(_("This entry was already made with other figures. Look at the account again."))


def check_line(held: Account, line: Line) -> None:
    check_amount(line.amount)
    check_day(held, line.day)
    check_use(held, line.way, line.use)


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


def check_use(held: Account, way: str, use: Use | None) -> None:
    if way == Way.PAYMENT and use is None:
        raise Refused(_("Say what the money is spent on."))
    if use and use.purse and use.purse != held.source.purse:
        words = _("“%(use)s” is never paid out of %(source)s.")
        raise Refused(words % {"use": use, "source": held.source})


def check_vouchers(fresh: Sequence[Posting], held: dict[int, Account]) -> None:
    """A voucher number stands once in an account: here, or among what is sent together."""
    pairs = [(one.account.pk, one.line.voucher) for one in fresh]
    rows = Entry.objects.filter(account__in=held, voucher__in={one for _account, one in pairs})
    taken = set(rows.values_list("account", "voucher"))
    for account, number in pairs:
        if (account, number) in taken:
            words = _("Voucher “%(number)s” is already in %(account)s.")
            raise Refused(words % {"number": number, "account": held[account]})
        taken.add((account, number))


def check_cover(fresh: Sequence[Posting], held: dict[int, Account]) -> None:
    """No account below nought, on the day of a line or on any later one (safety T16)."""
    for place, sentence in uncovered(fresh, held):
        with naming(fresh[place], len(fresh)):
            raise Refused(sentence)


def uncovered(fresh: Sequence[Posting], held: dict[int, Account]) -> Iterator[tuple[int, str]]:
    """(place, sentence) of each line that takes more than its account holds then; the next ones
    are looked at without it. One query."""
    asked = [one for one in fresh if not held[one.account.pk].overdraws]
    short = {one.account.pk for one in asked if one.line.amount < 0}
    days = {pk: defaultdict(Decimal, sums) for pk, sums in by_day(short).items()}
    for place, one in enumerate(fresh):
        if one.account.pk not in short:
            continue
        sums, line = days[one.account.pk], one.line
        lowest = lowest_from(sums, line.day)
        if line.amount < 0 and lowest + line.amount < 0:
            yield place, too_little(held[one.account.pk], line, lowest)
        else:
            sums[line.day] += line.amount


def too_little(held: Account, line: Line, lowest: Decimal) -> str:
    words = _("%(account)s holds %(lowest)s yuan: not enough for %(amount)s yuan on %(day)s.")
    return words % {
        "account": held,
        "lowest": f"{lowest:,.2f}",
        "amount": f"{-line.amount:,.2f}",
        "day": in_words(line.day),
    }


def by_day(accounts: set[int]) -> dict[int, dict[date, Decimal]]:
    """What each account took in and gave out, day by day: at most 366 lines each."""
    found: dict[int, dict[date, Decimal]] = {pk: {} for pk in accounts}
    rows = Entry.objects.filter(account__in=accounts).order_by().values_list("account", "day")
    for account, day, total in rows.annotate(total=Sum("amount")) if accounts else ():
        found[account][day] = total
    return found


def lowest_from(sums: dict[date, Decimal], day: date) -> Decimal:
    """The least that an account with these days holds at the end of `day` or of any after it."""
    running = sum((total for at, total in sums.items() if at <= day), Decimal(0))
    lowest = running
    for at in sorted(at for at in sums if at > day):
        running += sums[at]
        lowest = min(lowest, running)
    return lowest


@transaction.atomic
def reverse_entry(
    entry: Entry, *, day: date, voucher: str, reason: str, by: Any, token: uuid.UUID | None = None
) -> Entry:
    """Answer a mistake by its opposite, which names it; both stay to be seen. A transfer is
    answered by one back."""
    if entry.way == Way.REVERSAL:
        raise Refused(_("A reversal is not reversed. Enter it anew as it should have been."))
    if entry.act:
        raise Refused(_("An end of a transfer is not reversed alone. Transfer the money back."))
    said = worded(reason, _("Say why."))
    locked([entry.account_id])
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
        note=said[:200],
        reverses=entry,
    )
    return post_entry(entry.account, line, by=by, token=token)


def keep_apart(giver: Source, taker: Source) -> None:
    """Party dues, budget money and a village's own income are never mixed (domain 2.5)."""
    if giver.purse != taker.purse:
        words = _("%(giver)s and %(taker)s are kept apart: no money goes from one to the other.")
        raise Refused(words % {"giver": giver, "taker": taker})


def ends_of(
    source: Account, target: Account, line: Line, token: uuid.UUID | None = None
) -> tuple[Posting, Posting]:
    """Both ends of a transfer of `line.amount` yuan, for `post_entries`."""
    if source.pk == target.pk:
        raise Refused(_("Choose another account: this is the one the money comes from."))
    if line.amount <= 0:
        raise Refused(_("Say how much is transferred: above nought."))
    keep_apart(source.source, target.source)
    token = token or uuid.uuid4()
    line = replace(line, way=Way.TRANSFER, act=uuid.uuid5(token, "act"))
    out = replace(line, amount=-line.amount, counterparty=str(target.organization)[:120])
    into = replace(line, counterparty=str(source.organization)[:120])
    return (
        Posting(source, out, uuid.uuid5(token, "-1")),
        Posting(target, into, uuid.uuid5(token, "1")),
    )


def transfer_money(source: Account, target: Account, line: Line, *, by: Any) -> tuple[Entry, Entry]:
    """Move `line.amount` yuan from one account to another in one act: both ends, or none (T16)."""
    out, into = post_entries(ends_of(source, target, line), by=by)
    return out, into


def next_voucher(account: Account) -> str:
    """The number that follows the last voucher of the account's own series; its line's, where that
    is a word. What dues and pay are entered with are series of their own."""
    rows = account.entries.exclude(voucher__regex=MADE).order_by("-number")
    last = rows.values_list("number", "voucher").first()
    line, voucher = last or (0, "记-0000")
    found = re.fullmatch(r"(.*?)(\d{1,9})", voucher)
    head, digits = found.groups() if found else ("记-", f"{line:04d}")
    return f"{head}{int(digits) + 1:0{len(digits)}d}"
