"""Bank accounts, and the workbook by which a sheet is paid."""

import io
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from funding.actions.bank_books import take_to_bank
from funding.actions.pay_sheets import (
    make_sheet,
)
from funding.models import BankCard
from portal.errors import Refused
from portal.models import SecurityEvent
from tests.factories import (
    PersonFactory,
    UserFactory,
    user_over,
)
from tests.factories.funding import BankCardFactory
from tests.funding.paying import in_state, made, sheet_of, totals


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_the_bank_gets_a_workbook_of_an_approved_sheet_with_every_account(township, village):
    sheet = sheet_of(township)

    def take(**more):
        return take_to_bank(sheet, io.BytesIO(), **{"whole": False, "reason": "发放", **more})

    with pytest.raises(Refused, match="approved sheet"):
        take(by=UserFactory())
    make_sheet(sheet, by=None)
    in_state(sheet, "approved")
    with pytest.raises(Refused, match="Without a bank account"):
        take(by=UserFactory())
    with pytest.raises(Refused, match="whole account numbers"):
        take(whole=True, by=UserFactory())


def test_the_banks_workbook_adds_up_and_whole_numbers_are_logged(client, township, village):
    user, sheet = user_over(township), made(township)
    cards = {one.person: BankCardFactory(person=one.person) for one in sheet.lines.all()}
    make_sheet(sheet, by=None)
    in_state(sheet, "approved")
    client.force_login(user)
    url = reverse("pay-bank", args=[sheet.pk])
    assert client.post(url, {"whole": "on"}).status_code == 422
    answer = client.post(url, {"whole": "on", "reason": "三月发放"})
    page = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert {row[2] for row in rows[:3]} == {card.account_no for card in cards.values()}
    assert rows[3][4] == "=SUM(E2:E4)"
    assert sum(Decimal(str(row[4])) for row in rows[:3]) == sum(totals(sheet).values())
    logged = SecurityEvent.objects.filter(user=user, record=sheet.pk, register="paysheet")
    assert sorted(logged.values_list("kind", flat=True)) == ["export", "reveal"]
    shown = client.get(sheet.get_absolute_url()).content.decode()
    paper = client.get(reverse("pay-paper", args=[sheet.pk])).content.decode()
    for card in cards.values():
        assert card.account_no not in shown + paper
        assert card.account_no not in client.get(card.get_absolute_url()).content.decode()


def test_account_numbers_are_stored_encrypted(township, village):
    card = BankCardFactory(person=PersonFactory(organization=village))
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_no FROM funding_bankcard WHERE id = %s", [card.pk])
        assert card.account_no not in cursor.fetchone()[0]
    assert BankCard.objects.get(account_no=card.account_no) == card
    with pytest.raises(DatabaseError, match="nobody_elses_card"), transaction.atomic():
        BankCardFactory(person=PersonFactory(organization=village), account_no=card.account_no)
