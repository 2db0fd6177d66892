"""A township of villages whose cadres are paid."""

from datetime import date

import pytest

from funding.actions.codes import load_codes
from funding.actions.pay_rules import load_pay_rules
from funding.actions.standards import load_standards
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
)


@pytest.fixture
def township(db):
    """A county with the rules that the portal comes with, a township, a village with three cadres:
    secretary and director in one, a deputy, and somebody of two lesser posts."""
    county = OrganizationFactory(kind="county_committee", parent=None)
    load_codes(county)
    load_standards(county)
    load_pay_rules(county)
    return TownshipFactory(parent=county)


@pytest.fixture
def village(township):
    village = OrganizationFactory(parent=township, level="village", unit_type="village")
    village.refresh_from_db()
    head, deputy, other = (PersonFactory(organization=village) for _ in range(3))
    since = {"organization": village, "since": date(2024, 1, 1)}
    PostFactory(person=head, position="secretary", **since)
    PostFactory(person=head, position="director", **since)
    PostFactory(person=deputy, position="deputy", **since)
    PostFactory(person=other, position="women", **since)
    PostFactory(person=other, position="publicity", **since)
    return village
