"""Dues and pay in a real browser: a year is opened, a village types and pastes what was paid, the
township enters it into the ledger; a pay sheet goes from being made to the bank."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from funding.actions.codes import load_codes
from funding.actions.dues_rates import load_dues_rules
from funding.actions.dues_years import open_dues_year
from funding.actions.ledger import Line, post_entry
from funding.actions.pay_rules import load_pay_rules
from funding.actions.standards import load_standards
from funding.models import DuesBase, DuesPayment, Entry, PaySheet, Source
from tests.assessments.rating import in_role
from tests.browser.test_report_grid import PASTE
from tests.factories import OrganizationFactory, PersonFactory, PostFactory, TownshipFactory
from tests.factories.funding import AccountFactory, BankCardFactory

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = timezone.localdate().year
JANUARY = date(YEAR, 1, 1)


@pytest.fixture
def village(transactional_db):
    county = OrganizationFactory(kind="county_committee", parent=None, name="中共清源县委员会")
    town = TownshipFactory(parent=county, name="河口镇党委")
    village = OrganizationFactory(
        parent=town, name="新河村党支部", level="village", unit_type="village"
    )
    for load in (load_codes, load_dues_rules, load_standards, load_pay_rules):
        load(county)
    head, _deputy = (PersonFactory(name=f"王建{n}", organization=village) for n in "甲乙")
    for position in ("secretary", "director"):
        PostFactory(
            organization=village, person=head, position=position, since=date(YEAR - 2, 1, 1)
        )
    BankCardFactory(person=head)
    village.refresh_from_db()
    open_dues_year(county, year=YEAR, by=None)
    account = AccountFactory(
        organization=village, year=YEAR, source=Source.objects.get(code="county")
    )
    line = Line(way="receipt", day=JANUARY, amount=Decimal(90_000), voucher="拨-1")
    post_entry(account, line, by=None)
    return village


def press(reader):
    reader.page.locator("main form .actionbar button[type=submit]").first.click()


def act_on(reader, sheet, action):
    reader.go(reverse(f"paysheet-{action}", args=[sheet.pk]))
    press(reader)
    expect(reader.page.locator(".note.ok")).to_be_visible()


def collect(secretary, village):
    """Typed, marked as due, pasted with a mistake, and put right: saved as one goes."""
    secretary.go(reverse("dues-grid", args=[village.pk, YEAR, f"{JANUARY}", 1]))
    first, second = DuesBase.objects.order_by("pk")
    secretary.page.fill(f"#c{first.pk}x1", "=")
    secretary.page.keyboard.press("Enter")
    paid = secretary.page.locator(f'[data-computed="{first.pk}-paid"]')
    expect(paid).to_have_text("0.20")
    secretary.page.evaluate(PASTE, [f"c{first.pk}x1", "0.20\t0.50\n0.20\t0.555"])
    expect(secretary.page.locator("[data-faults] li")).to_contain_text("0.555")
    expect(paid).to_have_text("0.70")
    secretary.page.locator("[data-faults] a").click()  # the phone shows a member at a time
    secretary.page.fill(f"#c{second.pk}x2", "0.5")
    expect(secretary.page.locator('[data-computed="all-paid"]')).to_have_text("1.40")
    assert secretary.faults() == []


def enter(office, town):
    office.go(f"{reverse('dues-totals')}?organization={town.code}")
    assert office.faults() == []
    office.page.fill("#post-day", f"{JANUARY}")
    office.page.locator("button[value=post]").click()
    expect(office.page.locator(".note.ok")).to_be_visible()
    payment = DuesPayment.objects.order_by("pk").first()
    for page in (
        reverse("dues-receipt", args=[payment.pk]),
        reverse("dues-publication", args=[payment.organization_id, YEAR]),
    ):
        office.go(page)
        assert office.faults() == []


def pay_out(clerk, office, other, town):
    sheet = PaySheet.objects.create(
        organization=town,
        kind="cadres",
        month=JANUARY,
        source=Source.objects.get(code="county"),
    )
    act_on(clerk, sheet, "make_sheet")
    clerk.read_on()
    expect(clerk.page.locator("main")).to_contain_text("王建甲")
    assert clerk.faults() == []
    act_on(clerk, sheet, "check_sheet")
    act_on(office, sheet, "approve_sheet")
    office.go(reverse("paysheet-post_sheet", args=[sheet.pk]))
    office.page.fill("[name=day]", f"{date(YEAR, 1, 20)}")
    press(office)
    expect(office.page.locator("main [role=status]")).to_contain_text("5,420.00")
    office.go(reverse("pay-paper", args=[sheet.pk]))
    assert office.faults() == []
    other.go(reverse("pay-bank", args=[sheet.pk]))
    assert other.faults() == []
    other.page.fill("[name=reason]", "发放")
    with other.page.expect_download() as got:
        other.page.locator("main form button[type=submit]").click()
    assert got.value.suggested_filename.endswith(".xlsx")


def test_dues_are_collected_and_cadres_are_paid(visitor, client, village):
    town = village.parent
    secretary = visitor(size="phone").log_in(in_role("village_secretary", village), client)
    clerk = visitor(language="en").log_in(in_role("township_secretary", town), Client())
    office = visitor().log_in(in_role("county_staff", town.parent), Client())
    collect(secretary, village)
    enter(clerk, town)
    pay_out(clerk, office, office, town)
    assert Entry.objects.filter(account__source__purse="dues").count() == 1
    assert Entry.objects.filter(way="payment").count() == 2
