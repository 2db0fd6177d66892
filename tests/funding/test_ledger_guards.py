"""Nobody changes the ledger: not by SQL, not by racing, not unseen (T16, T17)."""

import threading
import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from funding.actions.ledger import (
    Line,
    Posting,
    ends_of,
    post_entries,
    post_entry,
    reverse_entry,
)
from funding.actions.verifying import keep_heads, verify_ledger
from funding.models import Entry, LedgerHead
from funding.receivers import missing_in
from funding.tasks import verify_every_night
from portal.errors import Refused
from tests.factories import OrganizationFactory, TownshipFactory, user_over
from tests.factories.funding import AccountFactory, EntryFactory, UseFactory
from web.models import Message

DAY = date(2026, 5, 4)
ATTACKS = [
    "UPDATE funding_entry SET amount = 999",
    "UPDATE funding_entry SET amount = amount + 0.01 WHERE id = {id}",
    "UPDATE funding_entry SET note = 'x' WHERE id = {id}",
    "UPDATE funding_entry SET voucher = voucher || '1' WHERE id = {id}",
    "UPDATE funding_entry SET account_id = {other} WHERE id = {id}",
    "UPDATE funding_entry SET day = day - 1 WHERE id = {id}",
    "UPDATE funding_entry SET entered_by_id = NULL, fingerprint = '' WHERE id = {id}",
    "UPDATE ONLY funding_entry e SET amount = 1 FROM funding_account a WHERE a.id = e.account_id",
    "DELETE FROM funding_entry",
    "DELETE FROM funding_entry WHERE id = {id}",
    "DELETE FROM funding_entry USING funding_account",
    "TRUNCATE funding_entry CASCADE",
    "TRUNCATE funding_account CASCADE",
    "WITH gone AS (DELETE FROM funding_entry RETURNING *) SELECT count(*) FROM gone",
    "WITH more AS (UPDATE funding_entry SET amount = 5 RETURNING *) SELECT count(*) FROM more",
    """INSERT INTO funding_entry SELECT * FROM funding_entry WHERE id = {id}
       ON CONFLICT (id) DO UPDATE SET amount = 7""",
    """MERGE INTO funding_entry e USING (SELECT {id} AS id) s ON e.id = s.id
       WHEN MATCHED THEN UPDATE SET amount = 8""",
    """MERGE INTO funding_entry e USING (SELECT {id} AS id) s ON e.id = s.id
       WHEN MATCHED THEN DELETE""",
    "DO $$ BEGIN UPDATE funding_entry SET amount = 9; END $$",
    "DELETE FROM funding_account WHERE id = {account}",
    # guards told to stand aside
    "{aside}; UPDATE funding_entry SET amount = 999",
    "{aside}; DELETE FROM funding_entry",
    "{aside}; TRUNCATE funding_entry CASCADE",
    # lines that would lie
    "{insert} 'payment', '2026-05-04', -1000000, 'v1', NULL, NULL",
    "{insert} 'receipt', '2025-05-04', 5, 'v2', NULL, NULL",
    "{insert} 'receipt', '2026-05-04', 0, 'v3', NULL, NULL",
    "{insert} 'reversal', '2026-05-04', -99, 'v4', {id}, NULL",
    "{insert} 'transfer', '2026-05-04', 500, 'v5', NULL, gen_random_uuid()",
]
ASIDE = "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger"
INSERT = """INSERT INTO funding_entry (account_id, way, day, amount, voucher, reverses_id, act,
    counterparty, handler, note, token, entered_at, created_at, changed_at, number, total, previous,
    fingerprint) SELECT {account}, w, d::date, a, v, r::bigint, x::uuid, '', '', '',
    gen_random_uuid(), now(), now(), now(), 0, 0, '', ''
    FROM (VALUES (%s)) AS t (w, d, a, v, r, x)"""


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT md5(string_agg(e::text, '|' ORDER BY id)) FROM funding_entry e")
        return cursor.fetchone()[0]


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_sql_does_not_change_the_ledger(attack):
    entry, other = EntryFactory(account__year=2026), AccountFactory(year=2026)
    names = {"id": entry.pk, "account": entry.account_id, "other": other.pk, "aside": ASIDE}
    if attack.startswith("{insert}"):
        values = attack.removeprefix("{insert} ").format(**names)
        attack = INSERT.format(**names) % values
    else:
        attack = attack.format(**names)
    before = rows()
    with pytest.raises(DatabaseError), transaction.atomic():
        run(attack + "; SET CONSTRAINTS ALL IMMEDIATE")
    assert rows() == before
    assert list(verify_ledger()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE funding_entry SET amount = amount + 1 WHERE id = {id}",
        "UPDATE funding_entry SET note = 'other' WHERE id = {id}",
        "UPDATE funding_entry SET day = day + 1 WHERE id = {id}",
        "UPDATE funding_entry SET entered_at = entered_at + interval '1 us' WHERE id = {id}",
        "DELETE FROM funding_entry WHERE id = {id}",
        "UPDATE funding_entry SET number = number + 100 WHERE id = {id}",
        "UPDATE funding_entry SET total = total + 100 WHERE id = {id}",
    ],
)
def test_whoever_switches_the_guards_off_is_found(change):
    account = AccountFactory(year=2026)
    entries = [EntryFactory(account=account) for _ in range(5)]
    for entry in entries[:-1]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(change.format(id=entry.pk))
            cursor.execute("SET LOCAL session_replication_role = origin")
            assert list(verify_ledger())
            transaction.set_rollback(True)
        assert list(verify_ledger()) == []


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_lose_nothing_and_double_nothing():
    account, use = AccountFactory(year=2026), UseFactory()
    post_entry(account, Line("receipt", DAY, Decimal(1000), "r"), by=None)
    each, told = 12, []

    def writer(number):
        try:
            for count in range(each):
                token = uuid.uuid4()
                line = Line("payment", DAY, Decimal("-7.01"), f"{number}-{count}", use=use)
                for _again in range(5):
                    try:
                        post_entry(account, line, by=None, token=token)
                    except Refused as no:
                        told.append(str(no))
                        break
        finally:
            connection.close()

    threads = [threading.Thread(target=writer, args=(number,)) for number in range(16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    paid = Entry.objects.filter(account=account, way="payment").count()
    assert paid == 142  # 1,000 yuan pay 7.01 yuan that often, and no oftener
    assert len(told) == 16 * each - paid
    assert Entry.objects.filter(account=account).balance() == Decimal(1000) - 142 * Decimal("7.01")
    assert list(verify_ledger()) == []


@pytest.mark.django_db
def test_a_mistake_is_answered_once():
    entry = EntryFactory(account__year=2026)
    back = reverse_entry(entry, day=DAY, voucher="r1", reason="重复入账", by=None)
    assert (back.amount, back.reverses, back.note) == (-entry.amount, entry, "重复入账")
    with pytest.raises(Refused):
        reverse_entry(entry, day=DAY, voucher="r2", reason="again", by=None)
    with pytest.raises(Refused):
        reverse_entry(back, day=DAY, voucher="r3", reason="again", by=None)


@pytest.mark.django_db
def test_lines_cut_from_the_end_are_missed_by_the_night_before():
    county = OrganizationFactory(kind="county_committee", parent=None)
    account = AccountFactory(year=2026, organization=county)
    keeper = user_over(county, "reopen_account")
    user_over(TownshipFactory(parent=county), "reopen_account")
    entries = [EntryFactory(account=account) for _ in range(3)]
    call_command("verify_ledger", stdout=StringIO())
    assert keep_heads() == 0  # nothing has moved since
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM funding_entry WHERE id = %s", [entries[-1].pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
        assert [(one.account, one.number) for one in verify_ledger()] == [(account.pk, 3)]
        out = StringIO()
        with pytest.raises(CommandError):
            call_command("verify_ledger", stdout=out, language="en")
        assert "line 3" in out.getvalue()
        # Who keeps the county's ledger is told, once, in their own words; townships are not.
        verify_every_night()
        verify_every_night()
        assert {one.user: one.text for one in Message.objects.all()} == {
            keeper: f"账簿被改动：{account}，第3行：这一行曾经存在，现已不见。"
        }
        transaction.set_rollback(True)
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerHead.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    ["ALTER TABLE funding_entry DISABLE TRIGGER {name}", "DROP TRIGGER {name} ON funding_entry"],
)
def test_the_portal_does_not_start_without_its_guards(change):
    assert list(missing_in("default")) == []
    for guard in Entry._meta.triggers:
        with transaction.atomic():
            run(change.format(name=guard.get_pgid(Entry)))
            assert [one.id for one in missing_in("default")] == ["funding.E001"]
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_many_lines_are_entered_in_one_act_or_none():
    accounts = [AccountFactory(year=2026) for _ in range(3)]
    lines = [
        Posting(account, Line("receipt", DAY, Decimal(10), f"{number}"))
        for account in accounts
        for number in range(4)
    ]
    entries = post_entries(lines, by=None)
    assert [one.token for one in entries] == [one.token for one in lines]
    assert post_entries(lines, by=None) == entries  # sent again
    payment = Line("payment", DAY, Decimal(-30), "p", use=UseFactory())
    again = replace(payment, voucher="p2", amount=Decimal("-10.01"))
    with pytest.raises(Refused, match="p2"):
        post_entries([Posting(accounts[0], payment), Posting(accounts[0], again)], by=None)
    ends = ends_of(accounts[0], accounts[1], Line("transfer", DAY, Decimal(40), "t"))
    post_entries(ends, by=None)
    assert [one.entries.balance() for one in accounts] == [0, 80, 40]
    assert list(verify_ledger()) == []
