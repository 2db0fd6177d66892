"""What people do with an account on its pages: enter, look, print, reverse, transfer, close."""

import io
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from funding.actions import closing
from funding.actions.amounts import read_amount
from funding.actions.ledger import Line, Posting, post_entries, post_entry
from funding.actions.verifying import verify_ledger
from funding.models import Account, Entry
from funding.pages.ledger import carried, may_be_closed
from funding.views import statements
from organizations.models import User
from portal import pages
from portal.errors import Refused
from tests.factories import (
    AccountFactory,
    EntryFactory,
    OrganizationFactory,
    SourceFactory,
    TownshipFactory,
    UseFactory,
    user_over,
)
from workbooks import excel, imports
from workbooks.models import Import

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture
def county():
    return OrganizationFactory(code="county")


@pytest.fixture
def user(county):
    return User.objects.get(pk=user_over(county).pk)


@pytest.fixture
def account(county):
    return AccountFactory(organization=county, year=YEAR)


@pytest.fixture
def use(county):
    return UseFactory(organization=county, name="办公经费")


@pytest.fixture
def signed_in(client, user):
    client.force_login(user)
    return client


def fill(client, account, **typed):
    """What a browser sends of the entry form."""
    page = client.get(reverse("account-enter", args=[account.pk])).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    return {"way": "receipt", "day": f"{YEAR}-03-02", "key": key} | typed


def test_an_entry_pressed_twice_is_entered_once(signed_in, account, use):
    url = reverse("account-enter", args=[account.pk])
    sent = fill(signed_in, account, amount="1.2万元", another="1")
    for _again in range(3):
        answer = signed_in.post(url, sent, follow=True)
        assert answer.status_code == 200
    told = answer.content.decode()
    assert "12,000.00" in told
    assert "1.2万元" in told  # how it was read
    assert list(account.entries.values_list("amount", "voucher")) == [(Decimal(12000), "记-0001")]
    sent = fill(signed_in, account, way="payment", amount="１，２３４．５０", use=use.pk)
    assert signed_in.post(url, sent).status_code == 302
    entry = account.entries.last()
    assert (entry.amount, entry.voucher) == (Decimal("-1234.50"), "记-0002")
    assert entry.entered_by is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "10.001"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1,23"}, "amount"),
        ({"amount": "约100"}, "amount"),
        ({"amount": "5", "day": "2025-03-02"}, ""),
        ({"amount": "5", "day": "2026-01-15"}, ""),
        ({"amount": "5", "voucher": "v1"}, ""),
        ({"amount": "5", "way": "payment"}, ""),
        ({"amount": "5", "use": "999999"}, "use"),
        ({"amount": "1000000", "way": "payment", "use": "dues"}, ""),
        ({"amount": "1000000", "way": "payment", "use": "known"}, ""),
    ],
)
def test_what_does_not_fit_is_refused_and_kept(signed_in, account, use, typed, field):
    EntryFactory(account=account, voucher="v1")
    closing.close_account(account, until=date(YEAR, 1, 31), by=None)
    uses = {"known": use.pk, "dues": UseFactory(organization=use.organization, purse="dues").pk}
    typed = typed | {"use": uses.get(typed.get("use"), typed.get("use", ""))}
    url = reverse("account-enter", args=[account.pk])
    answer = signed_in.post(url, fill(signed_in, account, note="留着", **typed))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert next(iter(form.errors)) in {field or "__all__", "use"}
    assert "留着" in answer.content.decode()
    assert account.entries.count() == 1


def test_amounts_are_read_as_people_write_them():
    for text in (
        "1234.50",
        "1,234.50",
        "￥1,234.50元",
        "１２３４．５",
        "0.12345万元",
        " 1 234.50 ",
    ):
        assert read_amount(text) == Decimal("1234.50")


def mark(row):
    return f"{row.entry.day:%Y-%m-%d}.{row.entry.number}"


def paid(account, use, count):
    """A receipt, then payments of one yuan, two a day."""
    lines = [Line("receipt", date(YEAR, 1, 1), Decimal(count), "r")]
    lines += [
        Line(
            "payment",
            date.fromordinal(date(YEAR, 1, 2).toordinal() + n // 2),
            Decimal(-1),
            f"p{n}",
            use=use,
            note=f"第{n}笔",
        )
        for n in range(count)
    ]
    return post_entries([Posting(account, line) for line in lines], by=None)


def test_the_statement_turns_its_pages_and_keeps_its_balance(signed_in, account, use, monkeypatch):
    entries = paid(account, use, 250)
    late = post_entry(account, Line("receipt", date(YEAR, 1, 3), Decimal(5), "late"), by=None)
    url = reverse("account-statement", args=[account.pk])
    with CaptureQueriesContext(connection) as asked:
        page = signed_in.get(url)
    assert len(asked) <= 13
    leaf, seen = page.context["leaf"], []
    while True:
        seen = [*leaf.rows, *seen]
        if not leaf.before:
            break
        leaf = signed_in.get(url, {"before": leaf.before}).context["leaf"]
    assert len(seen) == 252
    assert [row.entry.voucher for row in seen[:6]] == ["r", "p0", "p1", "p2", "p3", "late"]
    assert [row.balance for row in seen[:6]] == [250, 249, 248, 247, 246, 251]
    assert seen[-1].balance == 5
    again = signed_in.get(url, {"after": mark(seen[99])}).context["leaf"]
    assert [row.entry for row in again.rows] == [row.entry for row in seen[100:200]]
    some = signed_in.get(url, {"since": "2026-01-03", "until": "2026-01-03"})
    assert [row.balance for row in some.context["leaf"].rows] == [247, 246, 251]
    assert (some.context["sums"].paid, some.context["sums"].received) == (2, 5)
    assert some.context["whole"].balance == 5
    assert late in {row.entry for row in some.context["leaf"].rows}
    assert len(entries) == 251


def test_paper_and_workbook_say_what_the_portal_says(signed_in, account, use):
    paid(account, use, 70)
    page = signed_in.get(reverse("account-print-book", args=[account.pk]))
    sheets = page.context["sheets"]
    assert len(sheets) == 3
    for one, following in pairwise(sheets):
        assert following.brought == one.balance
        assert len(one.lines) == statements.LINES
    assert sum(one.paid for one in sheets) == 70
    assert sheets[-1].balance == 0
    body = signed_in.get(reverse("account-workbook", args=[account.pk])).content
    shown = openpyxl.load_workbook(io.BytesIO(body), data_only=True).active
    live = openpyxl.load_workbook(io.BytesIO(body)).active
    assert live["F5"].value == "=ROUND(F4+N(D5)-N(E5),2)"
    assert live["D75"].value == "=SUM(D4:D74)"
    assert (shown["F4"].value, shown["F5"].value, shown["F76"].value) == (70, 69, 0)
    assert str(live["F77"].value).startswith("=IF(ROUND(F75-F76,2)=0")


def test_a_mistake_is_reversed_on_its_page(signed_in, account, use):
    post_entry(account, Line("receipt", date(YEAR, 2, 1), Decimal(100), "1"), by=None)
    line = Line("payment", date(YEAR, 2, 2), Decimal(-30), "2", use=use)
    entry = post_entry(account, line, by=None)
    url = reverse("entry-reverse_entry", args=[entry.pk])
    key = re.search(r'name="key" value="([^"]+)"', signed_in.get(url).content.decode())[1]
    assert signed_in.post(url, {"day": "2026-02-03", "key": key, "reason": ""}).status_code == 422
    sent = {"day": "2026-02-03", "key": key, "reason": "重复报销"}
    for _again in range(2):
        assert signed_in.post(url, sent).status_code == 302
    back = Entry.objects.get(reverses=entry)
    assert (back.amount, back.voucher, back.note) == (30, "3", "重复报销")
    page = signed_in.get(reverse("account-statement", args=[account.pk])).content.decode()
    assert 'class="undone"' in page
    assert signed_in.get(entry.get_absolute_url()).status_code == 200


def test_money_moves_between_accounts_in_one_act(signed_in, county, account):
    post_entry(account, Line("receipt", date(YEAR, 2, 1), Decimal(100), "记-0001"), by=None)
    other = AccountFactory(organization=OrganizationFactory(parent=county), year=YEAR)
    post_entry(other, Line("receipt", date(YEAR, 2, 1), Decimal(1), "记-0007"), by=None)
    url = reverse("account-transfer_out", args=[account.pk])
    key = re.search(r'name="key" value="([^"]+)"', signed_in.get(url).content.decode())[1]
    sent = {"target": f"#{other.pk}", "day": "2026-02-05", "amount": "40", "key": key}
    for _again in range(2):
        assert signed_in.post(url, sent).status_code == 302
    assert (account.entries.balance(), other.entries.balance()) == (60, 41)
    assert other.entries.last().voucher == "记-0008"
    assert account.entries.last().act == other.entries.last().act
    too_much = signed_in.post(url, sent | {"amount": "900", "key": ""})
    assert too_much.status_code == 422
    assert (account.entries.balance(), other.entries.balance()) == (60, 41)


def test_a_township_closes_a_month_at_once_and_hears_what_it_cannot(client):
    county = OrganizationFactory(code="county")
    town = TownshipFactory(parent=county)
    villages = [OrganizationFactory(parent=town) for _ in range(3)]
    accounts = [AccountFactory(organization=one, year=YEAR) for one in villages]
    closing.close_account(accounts[0], until=date(YEAR, 4, 30), by=None)
    client.force_login(user_over(town, "close_account", "view_account"))
    asked = {"organization": town.pk, "year": YEAR, "month": 3}
    page = client.get(reverse("close-months"), asked)
    assert [len(page.context[name]) for name in ("open", "closed")] == [2, 1]
    page = client.post(reverse("close-months"), asked)
    assert len(page.context["done"]) == 2
    assert [one for one, _why in page.context["left"]] == [accounts[0]]
    for one in Account.objects.filter(pk__in=[accounts[1].pk, accounts[2].pk]):
        assert one.closed_until == date(YEAR, 3, 31)
        with pytest.raises(Refused):
            post_entry(one, Line("receipt", date(YEAR, 3, 31), Decimal(5), "x"), by=None)
    ahead = client.get(reverse("close-months"), asked | {"month": 12})
    assert ahead.context["early"]


def test_a_year_is_carried_over_and_comes_back_when_reopened(county, use):
    source = SourceFactory(organization=county)
    old = AccountFactory(organization=county, source=source, year=2025)
    post_entry(old, Line("receipt", date(2025, 5, 1), Decimal("88.80"), "1"), by=None)
    closing.close_account(old, until=date(2025, 12, 31), by=None)
    closing.reopen_account(old, until=date(2025, 11, 30), reason="补记", by=None)
    going_on = AccountFactory(year=timezone.localdate().year)
    assert (may_be_closed(old), may_be_closed(going_on)) == (True, False)
    assert "88.80" in next(carried(old, by=None)).text
    closing.close_year(old, by=None)
    new = Account.objects.get(organization=county, source=source, year=2026)
    assert (old.entries.balance(), new.entries.balance()) == (0, Decimal("88.80"))
    with pytest.raises(Refused):
        closing.close_year(Account.objects.get(pk=old.pk), by=None)
    with pytest.raises(Refused):
        closing.close_year(new, by=None)  # the year is not over
    with pytest.raises(Refused):
        closing.reopen_account(old, until=None, reason=" ", by=None)
    closing.reopen_account(old, until=date(2025, 11, 30), reason="漏记一笔", by=None)
    assert (old.entries.balance(), new.entries.balance()) == (Decimal("88.80"), 0)
    late = Line("payment", date(2025, 12, 30), Decimal(-8), "补1", use=use)
    post_entry(old, late, by=None)
    closing.close_year(old, by=None)
    assert (old.entries.balance(), new.entries.balance()) == (0, Decimal("80.80"))
    assert old.acts.count() == 5
    assert list(verify_ledger()) == []


def test_a_sheet_whose_total_differs_is_asked_about(user, account, use):
    account = Account.objects.get(pk=account.pk)
    lines = [
        ["账户", "类型", "日期", "用途", "金额", "凭证号", "摘要"],
        [str(account), "收入", "2026-03-01", "", "1,000.00", "记-1", "拨款"],
        [str(account), "支出", "2026-03-02", use.name, "１２．５０", "记-2", "文具"],
        ["合计", "", "", "", "1,112.50", "", ""],
    ]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    book = excel.read_bytes(text.encode(), "流水.csv")
    register = pages.get("entry")
    found = imports.preview(register, book, by=user)
    assert (found.new, found.refused) == (2, [])
    assert [one.field for one in found.warnings] == ["amount"]
    assert "1,112.50" in found.warnings[0].message
    outcome = imports.apply(register, book, by=user)
    assert outcome.written
    assert list(account.entries.values_list("amount", flat=True)) == [1000, Decimal("-12.50")]
    assert {one.entered_by for one in account.entries.all()} == {user}
    again = imports.apply(register, book, by=user)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    wrong = excel.read_bytes(text.replace("文具", "纸张").encode(), "流水.csv")
    told = imports.apply(register, wrong, by=user)
    assert not told.written
    assert told.refused[0].message == str(Entry.grows)
    assert list(verify_ledger()) == []
    with pytest.raises(Refused):
        imports.undo(Import.objects.get(), by=user)


def test_lines_that_take_more_than_there_is_are_named_before_anything_is_entered(
    user, account, use
):
    account = Account.objects.get(pk=account.pk)
    heads = ["账户", "类型", "日期", "用途", "金额", "凭证号"]
    lines = [
        ["收入", "2026-03-01", "", "100", "记-1"],
        ["支出", "2026-03-02", use.name, "80", "记-2"],
        ["支出", "2026-03-02", use.name, "30", "记-3"],
        ["支出", "2026-02-28", use.name, "1", "记-4"],
        ["支出", "2026-03-03", use.name, "20", "记-5"],
    ]
    rows = [heads, *([str(account), *line] for line in lines)]
    text = "\n".join(",".join(f'"{cell}"' for cell in line) for line in rows)
    book = excel.read_bytes(text.encode(), "流水.csv")
    told = imports.apply(pages.get("entry"), book, by=user)
    assert [(one.row, one.field) for one in told.refused] == [(4, "amount"), (5, "amount")]
    assert ["20.00" in told.refused[0].message, "0.00" in told.refused[1].message] == [True, True]
    assert "30.00" in told.refused[0].message
    assert not told.written
    assert not account.entries.exists()
