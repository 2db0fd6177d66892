"""Makers of money."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from funding.choices import Purse
from funding.models import (
    Account,
    Application,
    BankCard,
    Budget,
    CollectiveReward,
    DuesBand,
    DuesBase,
    DuesPayment,
    Entry,
    ExtraDues,
    MoneySheet,
    PayLine,
    PayRule,
    PaySheet,
    Source,
    Standard,
    Use,
)
from tests.factories.members import PersonFactory
from tests.factories.organizations import OrganizationFactory


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    code = factory.Sequence(lambda n: f"source{n}")
    name = "县级财政"
    purse = Purse.BUDGET
    organization = factory.SubFactory(OrganizationFactory)


class UseFactory(DjangoModelFactory):
    class Meta:
        model = Use

    code = factory.Sequence(lambda n: f"use{n}")
    name = "办公经费"
    organization = factory.SubFactory(OrganizationFactory)


class AccountFactory(DjangoModelFactory):
    class Meta:
        model = Account

    organization = factory.SubFactory(OrganizationFactory)
    source = factory.SubFactory(SourceFactory, organization=factory.SelfAttribute("..organization"))
    year = factory.LazyFunction(lambda: timezone.localdate().year)


class EntryFactory(DjangoModelFactory):
    """A hundred yuan that came in."""

    class Meta:
        model = Entry

    account = factory.SubFactory(AccountFactory)
    way = "receipt"
    day = factory.LazyAttribute(lambda entry: date(entry.account.year, 3, 1))
    amount = Decimal("100.00")
    voucher = factory.Sequence(lambda n: f"记-{n:04d}")


def of_the_same_place():
    return factory.SubFactory(PersonFactory, organization=factory.SelfAttribute("..organization"))


class DuesBandFactory(DjangoModelFactory):
    """Farmers, 0.2 yuan a month; every one since another day."""

    class Meta:
        model = DuesBand

    organization = factory.SubFactory(OrganizationFactory)
    payer, least, most = "farmer", Decimal("0.20"), Decimal("1.00")
    since = factory.Sequence(lambda n: date(2008, 4, 1) + timedelta(days=n))


class DuesBaseFactory(DjangoModelFactory):
    """A farmer who owes half a yuan a month."""

    class Meta:
        model = DuesBase

    organization = factory.SubFactory(OrganizationFactory)
    person = of_the_same_place()
    year = 2026
    payer, due = "farmer", Decimal("0.50")


class DuesPaymentFactory(DjangoModelFactory):
    """March, paid in time."""

    class Meta:
        model = DuesPayment

    organization = factory.SubFactory(OrganizationFactory)
    person = of_the_same_place()
    year, month, amount, paid_on = 2026, 3, Decimal("0.50"), date(2026, 3, 20)


class ExtraDuesFactory(DjangoModelFactory):
    """A thousand yuan at once."""

    class Meta:
        model = ExtraDues

    organization = factory.SubFactory(OrganizationFactory)
    person = of_the_same_place()
    amount, paid_on = Decimal(1000), date(2026, 7, 1)


class PayRuleFactory(DjangoModelFactory):
    """Three thousand yuan a month; every one since another day."""

    class Meta:
        model = PayRule

    organization = factory.SubFactory(OrganizationFactory)
    paid_as, part, way, value = "secretary", "basic", "month", Decimal(3000)
    since = factory.Sequence(lambda n: date(2012, 1, 1) + timedelta(days=n))


class BankCardFactory(DjangoModelFactory):
    class Meta:
        model = BankCard

    person = factory.SubFactory(PersonFactory)
    account_no = factory.Sequence(lambda n: f"6228480000{n:09d}")
    bank = "农商银行"
    since = date(2020, 1, 1)


class ApplicationFactory(DjangoModelFactory):
    class Meta:
        model = Application

    account = factory.SubFactory(AccountFactory)
    code = factory.Sequence(lambda n: f"申-{n:04d}")
    asked_on = factory.LazyFunction(timezone.localdate)
    use = factory.SubFactory(
        UseFactory, organization=factory.SelfAttribute("..account.organization")
    )
    amount, payee, purpose = Decimal(800), "某商店", "添置办公设备"


class PaySheetFactory(DjangoModelFactory):
    """The cadres of a township; every sheet is of another month."""

    class Meta:
        model = PaySheet

    organization = factory.SubFactory(OrganizationFactory)
    kind = "cadres"
    month = factory.Sequence(lambda n: date(2001 + n // 12 % 20, 1 + n % 12, 1))
    source = factory.SubFactory(SourceFactory, organization=factory.SelfAttribute("..organization"))


class PayLineFactory(DjangoModelFactory):
    class Meta:
        model = PayLine

    organization = factory.SubFactory(OrganizationFactory)
    sheet = factory.SubFactory(
        PaySheetFactory, organization=factory.SelfAttribute("..organization")
    )
    person = of_the_same_place()
    paid_as, basic = "secretary", Decimal(3000)


class CollectiveRewardFactory(DjangoModelFactory):
    class Meta:
        model = CollectiveReward

    organization = factory.SubFactory(OrganizationFactory)
    person = of_the_same_place()
    year, income, percent, amount = 2025, Decimal(80000), Decimal(5), Decimal(4000)
    pay_month = date(2026, 3, 1)


class BudgetFactory(DjangoModelFactory):
    class Meta:
        model = Budget

    organization = factory.SubFactory(OrganizationFactory)
    source = factory.SubFactory(SourceFactory, organization=factory.SelfAttribute("..organization"))
    use = factory.SubFactory(UseFactory, organization=factory.SelfAttribute("..organization"))
    year = 2026
    amount = Decimal("50000.00")
    decided_on = date(2026, 1, 1)


class MoneySheetFactory(DjangoModelFactory):
    class Meta:
        model = MoneySheet

    organization = factory.SubFactory(OrganizationFactory)
    year = factory.Sequence(lambda n: 2000 + n)
    quarter = 3
    prepared_on = date(2026, 10, 3)


class StandardFactory(DjangoModelFactory):
    class Meta:
        model = Standard

    organization = factory.SubFactory(OrganizationFactory)
    code = factory.Sequence(lambda n: f"floor-{n}")
    name, kind, value, since = "办公经费标准", "office", Decimal(20000), date(2020, 1, 1)
