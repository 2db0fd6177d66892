"""Has anybody changed the ledger? Every fingerprint is worked out again, in one scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from funding.triggers import fingerprint


@dataclass(frozen=True)
class Tampered:
    """A line that is not as it was entered."""

    account: int
    number: int
    why: Any  # said in the language of whoever reads it


CHECK = f"""
    SELECT account_id, number, whole, follows, counts, adds_up
    FROM (
        SELECT account_id, number,
            fingerprint = {fingerprint("entry")} AS whole,
            previous = coalesce(lag(fingerprint) OVER chain, '') AS follows,
            number = coalesce(lag(number) OVER chain, 0) + 1 AS counts,
            total = sum(amount) OVER chain AS adds_up
        FROM funding_entry AS entry
        WINDOW chain AS (PARTITION BY account_id ORDER BY number)
    ) AS lines
    WHERE NOT (whole AND follows AND counts AND adds_up)
    ORDER BY account_id, number
"""
UNPAIRED = """
    SELECT min(account_id), min(number) FROM funding_entry WHERE act IS NOT NULL
    GROUP BY act HAVING count(*) <> 2 OR sum(amount) <> 0
"""
OVERDRAWN = """
    SELECT account_id, min(number) FROM (
        SELECT entry.account_id, entry.number,
            sum(entry.amount) OVER (PARTITION BY entry.account_id ORDER BY entry.number) AS total
        FROM funding_entry AS entry JOIN funding_account AS account ON account.id = entry.account_id
        WHERE NOT account.overdraws
    ) AS running WHERE total < 0 GROUP BY account_id
"""
# The last line of every account, kept night by night: it shows lines taken from the end.
KEEP = """
    INSERT INTO funding_ledgerhead (account_id, number, fingerprint, at)
    SELECT account.id, head.number, head.fingerprint, now() FROM funding_account AS account
    CROSS JOIN LATERAL (
        SELECT number, fingerprint FROM funding_entry WHERE account_id = account.id
        ORDER BY number DESC LIMIT 1
    ) AS head
    ON CONFLICT DO NOTHING
"""
CUT = """
    SELECT head.account_id, head.number FROM funding_ledgerhead AS head
    LEFT JOIN funding_entry AS entry USING (account_id, number)
    WHERE entry.fingerprint IS DISTINCT FROM head.fingerprint ORDER BY 1, 2
"""


def verify_ledger() -> Iterator[Tampered]:
    """Every line that was altered, taken out or slipped in, and every account that does not add up;
    nothing where the ledger is whole. Four scans, whatever its size."""
    with connection.cursor() as cursor:
        cursor.execute(CHECK)
        for account, number, *fits in cursor.fetchall():
            yield Tampered(account, number, why(*fits))
        cursor.execute(CUT)
        for account, number in cursor.fetchall():
            yield Tampered(account, number, _("This line was there one night and is gone."))
        cursor.execute(UNPAIRED)
        for account, number in cursor.fetchall():
            yield Tampered(account, number, _("The other end of the transfer is missing."))
        cursor.execute(OVERDRAWN)
        for account, number in cursor.fetchall():
            yield Tampered(account, number, _("The account falls below nought here."))


def keep_heads() -> int:
    """Note the last line of every account that has moved since the last time; how many."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP)
        return int(cursor.rowcount)


def why(whole: bool, follows: bool, counts: bool, _adds_up: bool) -> Any:
    if not whole:
        return _("This line is not as it was entered.")
    if not counts:
        return _("Lines before this one are missing.")
    if not follows:
        return _("This line does not follow the one before it.")
    return _("The lines so far do not come to the total that this one was entered with.")
