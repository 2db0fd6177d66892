"""Promise of the ledger: a million entries, and still quick.

Entries go in by SQL through the same guards as any other. The statement of an account with 10,000
entries is its page, answered by Django's own client; the county table stands beside its raw SQL;
verifying works out every fingerprint anew. At the end sixteen writers post 500 lines each.

The raw SQL is what one would write by hand: what each organization spent on each use, and no sums
above that, which the table has too.
"""

from __future__ import annotations

import os
import statistics
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402 - the portal is set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from funding.actions.codes import load_codes  # noqa: E402
from funding.actions.county_table import Asked, county_table  # noqa: E402
from funding.actions.ledger import Line, post_entry  # noqa: E402
from funding.actions.verifying import verify_ledger  # noqa: E402
from funding.models import Account, Entry, Source, Use  # noqa: E402
from organizations.choices.tree import Kind, Setting  # noqa: E402
from organizations.models import Grant, Organization, User  # noqa: E402

YEAR, TOWNS, VILLAGES = 2026, 20, 29
ROWS = int(os.environ.get("LEDGER_ROWS", "1000000"))
LONG = 10_000  # entries of the account whose statement is opened
ROUNDS, WRITERS, EACH = 7, 16, 500
PAGE_LIMIT, RATIO_LIMIT = 0.060, 1.5  # seconds, times the raw SQL
POST_LIMIT, VERIFY_LIMIT = 300.0, 60.0  # seconds for a million
MILLION = 1_000_000
POST = """
    INSERT INTO funding_entry (account_id, way, day, use_id, amount, voucher, counterparty, handler,
        note, token, entered_at, created_at, changed_at, number, total, previous, fingerprint)
    SELECT %(account)s, CASE n %% 8 WHEN 1 THEN 'receipt' ELSE 'payment' END,
        make_date(2026, 1, 1) + (n * 320 / %(count)s), (%(uses)s::bigint[])[1 + n %% %(n_uses)s],
        CASE n %% 8 WHEN 1 THEN 700 ELSE -95.5 END, 'v' || n, 'payee', '', 'note',
        gen_random_uuid(), now(), now(), now(), 0, 0, '', ''
    FROM generate_series(1, %(count)s) AS n
"""
RAW = """
    SELECT account.organization_id, entry.use_id, -sum(entry.amount)
    FROM funding_entry AS entry JOIN funding_account AS account ON account.id = entry.account_id
    WHERE account.year = %s
        AND (entry.way = 'payment' OR entry.way = 'reversal' AND entry.amount > 0)
    GROUP BY account.organization_id, entry.use_id
"""


def main() -> int:
    call_command("migrate", verbosity=0)
    accounts = fill()
    began = time.perf_counter()
    post(accounts)
    posting = time.perf_counter() - began
    page = statement(accounts[0])
    table, raw = tables()
    began = time.perf_counter()
    wrong = list(verify_ledger())
    verifying = time.perf_counter() - began
    writing, exact = writers(accounts[1])
    print(report(posting, page, table, raw, verifying, writing))
    scale = ROWS / MILLION
    kept = page <= PAGE_LIMIT and table <= RATIO_LIMIT * raw
    quick = posting <= POST_LIMIT * scale and verifying <= VERIFY_LIMIT * scale
    return 0 if kept and quick and exact and not wrong else 1


def fill() -> list[Account]:
    """A county of townships and villages, an account each."""
    county = Organization.objects.create(kind=Kind.COUNTY_COMMITTEE, name="county", code="99")
    load_codes(county)
    places = []
    for town in range(TOWNS):
        above = Organization.objects.create(
            kind=Kind.TOWNSHIP_COMMITTEE, name=f"town {town}", code=f"99{town:02d}", parent=county
        )
        places += [
            Organization.objects.create(
                kind=Kind.BRANCH,
                setting=Setting.VILLAGE,
                name=f"village {town}-{number}",
                code=f"99{town:02d}{number:03d}",
                parent=above,
            )
            for number in range(VILLAGES)
        ]
    source = Source.objects.get(code="county")
    return Account.objects.bulk_create(
        Account(organization=place, source=source, year=YEAR) for place in places
    )


def post(accounts: list[Account]) -> None:
    uses = list(Use.objects.filter(purse="").values_list("pk", flat=True))
    each = (ROWS - LONG) // (len(accounts) - 1)
    with connection.cursor() as cursor:
        for number, account in enumerate(accounts):
            count = LONG if number == 0 else each
            given: dict[str, Any] = {
                "account": account.pk,
                "count": count,
                "uses": uses,
                "n_uses": len(uses),
            }
            cursor.execute(POST, given)
        cursor.execute("VACUUM ANALYZE")


def statement(account: Account) -> float:
    """Seconds of the server for the page of the longest account."""
    user = User.objects.create(name="staff", organization=Organization.objects.get(parent=None))
    group = Group.objects.get(name="county_staff")
    Grant.objects.create(user=user, role=group, organization=user.organization)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    url = reverse("account-statement", args=[account.pk])

    def opened() -> None:
        if client.get(url).status_code != 200:  # noqa: PLR2004
            raise SystemExit("the statement does not open")

    opened()
    return median(opened)


def tables() -> tuple[float, float]:
    """Seconds of the county table, and of what it shows of every organization in raw SQL."""
    county = Organization.objects.get(parent=None)

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(RAW, [YEAR])
            cursor.fetchall()

    raw()
    return median(lambda: county_table(Asked(county, YEAR), every=True)), median(raw)


def writers(account: Account) -> tuple[float, bool]:
    """Seconds for sixteen that write at once; whether every line is there, and the sum exact."""
    before = Entry.objects.filter(account=account).count()
    held = Entry.objects.filter(account=account).balance()

    def write(number: int) -> None:
        for count in range(EACH):
            line = Line("receipt", date(YEAR, 12, 1), Decimal("1.01"), f"w{number}-{count}")
            post_entry(account, line, by=None)
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    began = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    seconds = time.perf_counter() - began
    rows, many = Entry.objects.filter(account=account), WRITERS * EACH
    exact = rows.count() - before == many and rows.balance() - held == many * Decimal("1.01")
    return seconds, exact


def median(act: Callable[[], Any]) -> float:
    found = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def report(*seconds: float) -> str:
    posting, page, table, raw, verifying, writing = seconds
    return f"""\
## The ledger: {ROWS:,} entries in {TOWNS * VILLAGES} accounts

| | seconds | promised |
|---|---|---|
| entered by SQL, through the guards, {ROWS:,} | {posting:.1f} | {POST_LIMIT:.0f} for a million |
| the statement of an account with {LONG:,} entries | {page:.3f} | {PAGE_LIMIT} |
| the county table, raw SQL | {raw:.3f} | |
| the county table | {table:.3f} | {table / raw:.2f} times the SQL, at most {RATIO_LIMIT} |
| every fingerprint worked out anew | {verifying:.1f} | {VERIFY_LIMIT:.0f} for a million |
| {WRITERS} writers, {EACH} entries each into one account | {writing:.1f} | exact |"""


if __name__ == "__main__":
    sys.exit(main())
