"""A small county with money, for the tests of budgets and their pages."""

from datetime import date
from decimal import Decimal

from funding.actions.ledger import Line, post_entry, reverse_entry, transfer_money
from funding.models import Standard
from tests.factories import OrganizationFactory, TownshipFactory, user_over
from tests.factories.funding import AccountFactory, SourceFactory, UseFactory

DAY = date(2026, 11, 23)
YUAN = Decimal


class County:
    """A township with two villages: one got 120,000 yuan and spent 90,100, one got 50,000."""

    def __init__(self):
        self.county = OrganizationFactory(code="county", kind="county_committee", parent=None)
        self.town = TownshipFactory(parent=self.county, code="town")
        self.rich = OrganizationFactory(parent=self.town, kind="village_committee", code="rich")
        self.poor = OrganizationFactory(parent=self.town, kind="village_committee", code="poor")
        self.source = SourceFactory(organization=self.county, code="county-money")
        self.office = UseFactory(organization=self.county, code="office", name="办公")
        self.pay = UseFactory(organization=self.county, code="basic-pay", name="报酬")
        self.clerk, self.chief = user_over(self.county), user_over(self.county)
        self.accounts = {
            place.code: AccountFactory(organization=place, source=self.source, year=2026)
            for place in (self.county, self.rich, self.poor)
        }
        self.entries = []
        self.post("county", "receipt", 200_000, "1", day=date(2026, 1, 9))
        for code, amount in (("rich", 120_000), ("poor", 50_000)):
            line = Line("transfer", date(2026, 1, 20), YUAN(amount), f"拨-{code}", use=self.pay)
            transfer_money(self.accounts["county"], self.accounts[code], line, by=self.clerk)
        self.post("rich", "payment", -90_000, "2", use=self.pay, counterparty="王小明")
        self.post("rich", "payment", -100, "3", use=self.office, counterparty="新华书店有限公司")
        wrong = self.post("rich", "payment", -700, "4", use=self.office, counterparty="张三")
        reverse_entry(wrong, day=DAY, voucher="5", reason="记错村", by=self.clerk)

    def post(self, code, way, amount, voucher, **more):
        words = {"day": date(2026, 5, 2), **more}
        line = Line(way, amount=YUAN(amount), voucher=voucher, **words)
        return post_entry(self.accounts[code], line, by=self.clerk)

    def standard(self, **given):
        values = {
            "organization": self.county,
            "code": "operating",
            "name": "运转经费",
            "kind": "operating",
            "value": YUAN("110000"),
            "uses": "basic-pay,office",
            "since": date(2020, 7, 1),
        }
        return Standard.objects.create(**values | given)
