"""An account's book in a real browser: entered with the keyboard, pressed twice, reversed,
transferred, closed, printed; and an application that three people pass on."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from funding.models import Account, Application, Entry
from tests.factories import (
    AccountFactory,
    OrganizationFactory,
    SourceFactory,
    TownshipFactory,
    UseFactory,
    user_over,
)

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = 2026


class Village:
    """Two villages of a township, each with an account of the county's money."""

    def __init__(self):
        self.county = OrganizationFactory(code="990101", name="清源县委")
        self.town = TownshipFactory(parent=self.county, name="云溪镇党委")
        source = SourceFactory(organization=self.county)
        self.use = UseFactory(organization=self.county, name="办公经费")
        self.accounts = [
            AccountFactory(
                organization=OrganizationFactory(parent=self.town, name=name),
                source=source,
                year=YEAR,
            )
            for name in ("新河村党支部", "大坪村党支部")
        ]


def press(reader, place=0):
    reader.page.locator("main form .actionbar button[type=submit]").nth(place).click()


def enter_with_the_keyboard(clerk, at):
    clerk.go(reverse("account-enter", args=[at.accounts[0].pk]))
    assert clerk.faults() == []
    page = clerk.page
    page.get_by_label("收入", exact=True).check()
    page.fill("[name=day]", f"{YEAR}-03-02")
    page.fill("[name=amount]", "1.2万元")
    page.focus("[name=note]")
    page.keyboard.type("拨付经费")
    page.keyboard.press("Enter")
    expect(page.locator(".note.ok, .alert, [role=status]").first).to_contain_text("12,000.00")
    page.get_by_label("支出", exact=True).check()
    page.fill("[name=amount]", "300")
    page.select_option("[name=use]", label="办公经费")
    page.locator("main form .actionbar button[type=submit]").nth(1).dblclick(no_wait_after=True)
    page.wait_for_url("**/statement/")
    assert Entry.objects.count() == 2
    expect(page.locator("table.book tbody tr")).to_have_count(2)
    assert clerk.faults() == []


def mend_and_move(clerk, at):
    paid = Entry.objects.get(way="payment")
    clerk.go(reverse("entry-reverse_entry", args=[paid.pk]))
    clerk.page.fill("[name=reason]", "重复报销")
    press(clerk)
    clerk.page.wait_for_url(f"**{Entry.objects.get(reverses=paid).get_absolute_url()}")
    clerk.go(reverse("account-transfer_out", args=[at.accounts[0].pk]))
    clerk.page.fill("[name=target]", f"#{at.accounts[1].pk}")
    clerk.page.fill("[name=amount]", "2,000")
    press(clerk)
    clerk.page.wait_for_url(f"**{at.accounts[0].get_absolute_url()}")
    expect(clerk.page.locator(".moneys .balance dd")).to_have_text("10,000.00")
    assert clerk.faults() == []


def close_and_print(clerk, phone, at):
    clerk.go(f"{reverse('close-months')}?organization={at.town.pk}&year={YEAR}&month=2")
    press(clerk)
    expect(clerk.page.locator(".note.ok")).to_contain_text("2")
    assert clerk.faults() == []
    assert {one.closed_until for one in Account.objects.all()} == {date(YEAR, 2, 28)}
    for route in ("account-statement", "account-enter"):
        phone.go(reverse(route, args=[at.accounts[0].pk]))
        assert phone.faults() == [], route
    clerk.go(reverse("account-print-book", args=[at.accounts[0].pk]))
    expect(clerk.page.locator(".ledger tbody tr")).to_have_count(9)
    assert clerk.faults() == []


def ask_for_money(people, at):
    asker, reviewer, approver = people
    asker.go(f"{reverse('application-add')}?account=%23{at.accounts[0].pk}")
    for name, text in (
        ("code", "申-1"),
        ("use", at.use.code),
        ("amount", "500"),
        ("payee", "李四"),
        ("purpose", "维修活动室"),
    ):
        asker.page.fill(f"[name={name}]", text)
    press(asker)
    asker.page.wait_for_url("**/application/*/")
    made = Application.objects.get()
    for reader, act in (
        (asker, "submit_application"),
        (reviewer, "review_application"),
        (approver, "approve_application"),
        (reviewer, "pay_application"),
    ):
        reader.go(reverse(f"application-{act}", args=[made.pk]))
        press(reader)
        reader.page.wait_for_url(f"**{made.get_absolute_url()}")
    made.refresh_from_db()
    assert (made.state, made.entry.amount) == ("paid", -500)
    expect(reviewer.page.locator("ol.path li")).to_have_count(4)
    assert reviewer.faults() == []


def test_a_villages_money_is_kept_from_the_first_entry_to_the_printed_book(visitor):
    at = Village()
    users = [user_over(at.county) for _ in range(3)]
    people = [visitor().log_in(user, Client()) for user in users]
    phone = visitor(size="phone", language="en").log_in(users[0], Client())
    enter_with_the_keyboard(people[0], at)
    mend_and_move(people[0], at)
    close_and_print(people[0], phone, at)
    ask_for_money(people, at)
