"""An account as its book: every line in the order of days, and what the account held after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Count, Q, Sum

from funding.choices import Way
from funding.models import Account, Entry

LEAF = 100  # lines of a page on screen
NOUGHT = Decimal("0.00")
ORDER = ("day", "number")
NAMED: tuple[str, ...] = ("use", "entered_by", "reversed_by", "reverses")
SHOWN: tuple[str, ...] = (
    "account",
    *ORDER,
    "way",
    "amount",
    "voucher",
    "counterparty",
    "handler",
    "note",
)
SHOWN += ("use__name", "use__name_en", "entered_by__name", "entered_by__full_name")
SHOWN += ("reversed_by__voucher", "reverses__voucher")
# What the account held after each line of a leaf: all that was there before it is summed by the
# index alone, and line by line only what lies between its first and its last.
RUNNING = """
    SELECT number, running FROM (
        SELECT number, held + sum(amount) OVER (ORDER BY day, number) AS running
        FROM funding_entry, (
            SELECT coalesce(sum(amount), 0) AS held FROM funding_entry
            WHERE account_id = %(account)s AND (day, number) < %(first)s
        ) AS earlier
        WHERE account_id = %(account)s AND (day, number) BETWEEN %(first)s AND %(last)s
    ) AS lines WHERE number = ANY(%(numbers)s)
"""
MOVED = ~Q(way__in=[Way.OPENING, Way.CLOSING])


@dataclass(frozen=True)
class Row:
    """A line of the book, and the balance after it."""

    entry: Entry
    balance: Decimal

    @property
    def received(self) -> Decimal | None:
        return self.entry.amount if self.entry.amount > 0 else None

    @property
    def paid(self) -> Decimal | None:
        return -self.entry.amount if self.entry.amount < 0 else None

    @property
    def words(self) -> str:
        """What the line says: what for, with whom, why."""
        entry = self.entry
        way = "" if entry.way in {Way.RECEIPT, Way.PAYMENT} else entry.get_way_display()
        said = [way, str(entry.use) if entry.use else "", entry.counterparty, entry.note]
        return " · ".join(filter(None, said)) or entry.get_way_display()

    @property
    def reversal(self) -> Entry | None:
        return getattr(self.entry, "reversed_by", None)


@dataclass(frozen=True)
class Sums:
    """What some lines come to, in yuan."""

    count: int = 0
    opening: Decimal = NOUGHT
    received: Decimal = NOUGHT
    paid: Decimal = NOUGHT
    balance: Decimal = NOUGHT


def sums_of(rows: Any) -> Sums:
    """One query. What was carried over or forward neither came in nor went out."""
    found = rows.aggregate(
        count=Count("*"),  # with a column it would not go by the index alone
        opening=Sum("amount", filter=Q(way=Way.OPENING)),
        received=Sum("amount", filter=MOVED & Q(amount__gt=0)),
        paid=Sum("amount", filter=MOVED & Q(amount__lt=0)),
        balance=Sum("amount"),
    )
    found = {name: value if value is not None else NOUGHT for name, value in found.items()}
    return Sums(**found | {"paid": -found["paid"]})


@dataclass(frozen=True)
class Leaf:
    """A page of the statement; `before` and `after` lead to the neighbours, "" at either end."""

    rows: list[Row]
    before: str = ""
    after: str = ""


def leaf_of(
    account: Account, rows: Any, *, after: str = "", before: str = "", held: Decimal | None = None
) -> Leaf:
    """`LEAF` lines of `rows` after or before a place in the book, else the last of them. Two
    queries, however long the account is; one where `rows` is the whole book, and `held` what it
    comes to."""
    if place := place_in(after):
        found = list(known(rows).filter(later(*place)).order_by(*ORDER)[: LEAF + 1])
        more, found = len(found) > LEAF, found[:LEAF]
        ends = (bool(found), more)
    else:
        place = place_in(before)
        earlier = known(rows).exclude(later(*place, equal=True)) if place else known(rows)
        found = list(earlier.order_by(*(f"-{name}" for name in ORDER))[: LEAF + 1])
        more, found = len(found) > LEAF, found[:LEAF][::-1]
        ends = (more, bool(place))
    if held is not None and place is None:
        lines = backwards(found, held)
    else:
        lines = list(with_balances(account, found))
    if not lines:
        return Leaf([])
    first, last = mark(lines[0].entry), mark(lines[-1].entry)
    return Leaf(lines, first if ends[0] else "", last if ends[1] else "")


def known(rows: Any) -> Any:
    """With all that a line shows, and no more: a book is read a thousand times for each entry."""
    return rows.select_related(*NAMED).only(*SHOWN)


def later(day: date, number: int, equal: bool = False) -> Q:
    how = "gte" if equal else "gt"
    return Q(day__gt=day) | Q(day=day, **{f"number__{how}": number})


def mark(entry: Entry) -> str:
    return f"{entry.day:%Y-%m-%d}.{entry.number}"


def place_in(text: str) -> tuple[date, int] | None:
    """A place in the book as its address says it; None where it says nothing that is one."""
    day, _dot, number = text.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def backwards(entries: list[Entry], held: Decimal) -> list[Row]:
    """The last lines of a book, from what it holds after them."""
    found = []
    for one in reversed(entries):
        found.append(Row(one, held))
        held -= one.amount
    return found[::-1]


def with_balances(account: Account, entries: list[Entry]) -> Iterator[Row]:
    if not entries:
        return
    first, last = ((one.day, one.number) for one in (entries[0], entries[-1]))
    given: dict[str, Any] = {"account": account.pk, "first": first, "last": last}
    given["numbers"] = [one.number for one in entries]
    with connection.cursor() as cursor:
        cursor.execute(RUNNING, given)
        running = dict(cursor.fetchall())
    for one in entries:
        yield Row(one, running[one.number])


def book_of(account: Account) -> list[Row]:
    """The whole account, line by line."""
    entries = known(account.entries.all()).order_by(*ORDER)
    found, running = [], NOUGHT
    for one in entries:
        running += one.amount
        found.append(Row(one, running))
    return found


@dataclass
class Month:
    """A month of the book and what it comes to; `year` is the same from January on."""

    number: int
    rows: list[Row]
    received: Decimal = NOUGHT
    paid: Decimal = NOUGHT
    year_received: Decimal = NOUGHT
    year_paid: Decimal = NOUGHT
    balance: Decimal = NOUGHT


def months_of(rows: Iterable[Row]) -> Iterator[Month]:
    received = paid = NOUGHT
    for number, inside in groupby(rows, key=lambda row: row.entry.day.month):
        lines = list(inside)
        moved = [row for row in lines if row.entry.way not in {Way.OPENING, Way.CLOSING}]
        month = Month(number, lines, balance=lines[-1].balance)
        month.received = sum((row.received or NOUGHT for row in moved), NOUGHT)
        month.paid = sum((row.paid or NOUGHT for row in moved), NOUGHT)
        received, paid = received + month.received, paid + month.paid
        month.year_received, month.year_paid = received, paid
        yield month


@dataclass(frozen=True)
class Printed:
    """A line on paper: an entry, or a sum said in `text`."""

    text: str = ""
    row: Row | None = None
    received: Decimal | None = None
    paid: Decimal | None = None
    balance: Decimal | None = None


@dataclass
class Sheet:
    """A page of the printed book: what was brought over, its lines, its sums."""

    number: int
    lines: list[Printed] = field(default_factory=list)
    brought: Decimal = NOUGHT
    received: Decimal = NOUGHT
    paid: Decimal = NOUGHT
    balance: Decimal = NOUGHT


def sheets_of(lines: Iterable[Printed], each: int) -> list[Sheet]:
    """The lines cut into pages of `each`; each carries over what the one before it came to."""
    sheets = [Sheet(1)]
    for line in lines:
        if len(sheets[-1].lines) == each:
            last = sheets[-1].balance
            sheets.append(Sheet(len(sheets) + 1, brought=last, balance=last))
        sheet = sheets[-1]
        sheet.lines.append(line)
        if line.row:
            sheet.received += line.row.received or NOUGHT
            sheet.paid += line.row.paid or NOUGHT
            sheet.balance = line.row.balance
    return sheets
