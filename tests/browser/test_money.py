"""A county's money in a real browser: from a figure to its entries, villages that miss a floor on
a phone, budget moved by two people, a sheet prepared, printed and put up."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from funding.models import Budget, MoneySheet
from tests.factories.funding import BudgetFactory
from tests.funding.county import YUAN, County

pytestmark = pytest.mark.django_db(transaction=True)


def press(reader):
    reader.page.locator("main form .actionbar button[type=submit]").first.click()


def look_at_the_county(office, at):
    office.go(f"{reverse('money-table')}?year=2026&every=1")
    assert office.faults() == []
    office.page.locator(".money tr.nested a", has_text="90,000").click()
    expect(office.page.locator("table.tbl tbody tr")).to_have_count(1)
    expect(office.page.locator("table.tbl tbody")).to_contain_text("王小明")
    office.go(at.town.get_absolute_url())
    chart = office.page.locator("figure.chart").first
    for _look in range(20):  # panels with nothing to show come and go on the way
        if not chart.count():
            office.read_on()
    expect(chart).to_be_visible()
    assert office.faults() == []


def move_budget(office, other, at):
    line = BudgetFactory(organization=at.rich, source=at.source, use=at.pay, amount=YUAN(99_000))
    office.go(line.get_absolute_url())
    expect(office.page.locator("main")).to_contain_text("90,000")
    office.go(reverse("budget-move_budget", args=[line.pk]))
    office.page.fill("[name=use]", at.office.code)
    office.page.fill("[name=amount]", "１,000元")
    office.page.fill("[name=reason]", "取暖")
    press(office)
    office.page.wait_for_url("**/budgetmove/**")
    asked = office.page.url.removeprefix(office.address)
    other.go(f"{asked}approve_move/")
    press(other)
    expect(other.page.locator(".note.ok")).to_be_visible()
    assert Budget.objects.get(use=at.office).now == 1_000


def put_up_a_sheet(office, at):
    office.go(reverse("money-sheets"))
    assert office.faults() == []
    office.page.select_option("#period", "2026-2")
    office.page.locator("main form button").first.click()
    expect(office.page.locator("table.tbl tbody tr")).to_have_count(2)
    sheet = MoneySheet.objects.get(organization=at.rich)
    office.go(reverse("moneysheet-publish_sheet", args=[sheet.pk]))
    office.page.fill("[name=on]", f"{date(2026, 7, 6)}")
    press(office)
    expect(office.page.locator(".note.ok")).to_be_visible()
    office.go(reverse("moneysheet-paper", args=[sheet.pk]))
    expect(office.page.locator(".leaf")).to_contain_text("王**")
    assert office.faults() == []


def test_a_county_follows_its_money(visitor, client):
    at = County()
    at.standard()
    office = visitor().log_in(at.clerk, client)
    look_at_the_county(office, at)
    phone = visitor(size="phone", language="en").log_in(at.chief, Client())
    for page in ("money-floors", "money-late"):
        phone.go(f"{reverse(page)}?year=2026&missing=1")
        assert phone.faults() == []
    phone.go(f"{reverse('money-floors')}?year=2026&missing=1")
    expect(phone.page.locator("tr.nested")).to_have_count(1)
    expect(phone.page.locator("tr.nested")).to_contain_text("lacks 60,000")
    move_budget(office, phone, at)
    put_up_a_sheet(office, at)
