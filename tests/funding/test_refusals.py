"""What people who try to break the ledger type: a sentence answers, nothing is written."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from funding.actions.amounts import read_amount
from funding.actions.applications import limit_of
from funding.actions.budgets import approve_move, move_budget
from funding.actions.entering import transfer_out
from funding.actions.ledger import next_voucher
from funding.choices import Way
from funding.forms.applications import ApplicationForm, ApprovalLimitForm
from funding.forms.budgets import BudgetForm
from funding.forms.ledger import EntryForm
from funding.forms.pay import PaySheetForm
from funding.models import Application, ApprovalLimit, Entry
from portal.errors import Refused
from tests.factories import OrganizationFactory
from tests.factories.funding import AccountFactory, BudgetFactory, SourceFactory
from tests.funding.county import County

YEAR = timezone.localdate().year


@pytest.fixture
def here(db):
    with translation.override("en"):
        yield County()


@pytest.mark.parametrize("text", ["9" * 29, "9" * 13, "1" * 12 + "万", "9" * 5000])
def test_an_amount_beyond_the_ledger_is_a_sentence(text):
    with (
        translation.override("zh-hans"),
        pytest.raises(ValidationError, match="999,999,999"),
    ):
        read_amount(text)


def test_fen_are_not_lost_far_behind_the_point():
    with pytest.raises(ValidationError):
        read_amount("1." + "0" * 40 + "1")


def test_money_of_different_kinds_is_never_mixed(here):
    dues = SourceFactory(organization=here.county, code="dues-kept", purse="dues")
    into = AccountFactory(organization=here.county, source=dues, year=2026)
    words = {"day": date(2026, 6, 1), "amount": Decimal(5)}
    with pytest.raises(Refused, match="kept apart"):
        transfer_out(here.accounts["county"], target=into, by=here.clerk, **words)
    assert not into.entries.exists()
    line = BudgetFactory(organization=here.rich, source=here.source, use=here.office, year=2026)
    asked = {"amount": Decimal(5), "reason": "调剂", "by": here.clerk}
    with pytest.raises(Refused, match="kept apart"):
        move_budget(line, use=here.office, source=dues, **asked)
    move = move_budget(line, use=here.pay, **asked)
    approve_move(move, by=here.chief)
    move.refresh_from_db()
    with pytest.raises(Refused, match="approved"):  # not: too little is left
        approve_move(move, by=here.chief)


def faults(form, user, **sent):
    return set(form(sent, user=user).errors)


def test_forms_answer_what_no_year_or_month_is(here):
    place, money = here.rich.code, {"source": here.source.code, "use": here.office.code}
    budget = {"organization": place, "amount": "5", **money}
    for year in ("99999999999", "0", "40000"):
        assert faults(BudgetForm, here.clerk, year=year, **budget) == {"year"}
    sheet = {"organization": here.town.code, "kind": "cadres", "source": here.source.code}
    for month in ("0001-01-01", "9999-12-01", f"{YEAR + 1}-05-01"):
        assert faults(PaySheetForm, here.clerk, month=month, **sheet) == {"month"}
    account = f"#{here.accounts['rich'].pk}"
    opening = {"account": account, "day": "2026-11-20", "amount": "9", "voucher": "x1"}
    assert faults(EntryForm, here.clerk, way=Way.OPENING, **opening) == {"way"}
    asked = {"account": account, "code": "S1", "use": here.office.code, "amount": "9"}
    asked |= {"payee": "某店", "purpose": "办公"}
    assert faults(ApplicationForm, here.clerk, asked_on="0001-01-01", **asked) == {"asked_on"}
    limit = {"organization": here.county.code, "up_to": "9", "since": "2020-01-01"}
    assert faults(ApprovalLimitForm, here.clerk, level="village", **limit) == {"level"}


def test_a_township_s_own_limit_goes_before_the_county_s(here):
    other = OrganizationFactory(kind="township_committee", parent=here.county)
    since = date(2020, 1, 1)
    for place, yuan in ((here.county, 100), (here.town, 50), (other, 900)):
        words = {"level": "township", "since": since, "up_to": yuan}
        ApprovalLimit.objects.create(organization=place, **words)
    application = Application(account=here.accounts["rich"], amount=Decimal(60))
    assert limit_of(application, "township").up_to == 50


def test_the_next_voucher_leaves_the_series_of_dues_and_pay_alone(here):
    account = here.accounts["rich"]
    for number, voucher in enumerate(("记-0009", "DF1124-33", "GZ202609-3-5")):
        here.post("rich", "payment", -1, voucher, use=here.office, day=date(2026, 7, 1 + number))
    assert next_voucher(account) == "记-0010"


def test_the_page_of_dues_opens_no_year_it_does_not_offer(client, here):
    client.force_login(here.clerk)
    for year in (1990, YEAR + 4, 2200):
        sent = {"organization": here.county.code, "act": "open", "year": year}
        assert client.post(reverse("dues-totals"), sent).status_code == 404
    assert Entry.objects.exclude(account__source=here.source).count() == 0


def test_the_list_of_accounts_adds_them_up_as_filtered(client, here, django_assert_max_num_queries):
    client.force_login(here.clerk)
    with django_assert_max_num_queries(14):
        page = client.get(reverse("account-list"), {"organization": here.town.code})
    foot = page.content.decode().partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert re.findall(r"[\d,]+\.\d\d", foot) == ["0.00", "170,700.00", "90,800.00", "79,900.00"]
