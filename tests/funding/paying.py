"""Pay sheets at any of their steps."""

from datetime import date
from decimal import Decimal

from funding.actions.dues_posting import account_of
from funding.actions.ledger import Line, post_entry
from funding.actions.pay_sheets import (
    make_sheet,
)
from funding.models import PaySheet, Source
from tests.factories.funding import PaySheetFactory

MARCH = date(2026, 3, 1)


def sheet_of(township, month=MARCH, **more):
    source = Source.objects.get(code="county")
    return PaySheetFactory(organization=township, month=month, source=source, **more)


def made(township, by=None, **more):
    sheet = sheet_of(township, **more)
    make_sheet(sheet, by=by)
    return sheet


def money(village, yuan):
    account = account_of(village, 2026, Source.objects.get(code="county"))
    line = Line(way="receipt", day=date(2026, 1, 5), amount=Decimal(yuan), voucher="拨-1")
    return post_entry(account, line, by=None)


def totals(sheet):
    return {one.person: one.total for one in sheet.lines.select_related("person")}


def in_state(sheet, state):
    PaySheet.objects.filter(pk=sheet.pk).update(state=state)
    sheet.refresh_from_db()
