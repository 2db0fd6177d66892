"""Makers of money."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from funding.choices import Purse
from funding.models import Account, Entry, Source, Use
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
    source = factory.SubFactory(SourceFactory)
    year = 2026


class EntryFactory(DjangoModelFactory):
    """A hundred yuan that came in."""

    class Meta:
        model = Entry

    account = factory.SubFactory(AccountFactory)
    way = "receipt"
    day = date(2026, 3, 1)
    amount = Decimal("100.00")
    voucher = factory.Sequence(lambda n: f"记-{n:04d}")
