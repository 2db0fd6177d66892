"""What is in force ends after it begins: the form says so, and of every imported row, too."""

import pytest
from django.utils import translation

from portal import pages
from tests.factories import OrganizationFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db

OFTEN = {"times": "1", "per": "quarter", "grace_days": "0"}
# What else a row of the register must say. Its end is the day it begins.
ROWS = {
    "rule": {"title": "议事规则", "topic": "other", "version": "1"},
    "formrule": {"kind": "branch", "ground": "any"},
    "procedure": {"code": "yi", "name": "议事"},
    "meetingduty": {"kind": "members", "applies_to": "branches", **OFTEN},
    "disclosureduty": {"kind": "party", "applies_to": "villages", **OFTEN},
}


@pytest.fixture
def county():
    return OrganizationFactory(parent=None, kind="county_committee")


def said(name, values, user):
    """The sentences of the form, and those of the import of the same row."""
    book = f"{','.join(values)}\n{','.join(values.values())}\n".encode()
    with translation.override("en"):
        outcome = imports.load(pages.get(name), book, "rows.csv", by=user)
        form = pages.get(name).form(values, user=user)
        return form.errors.get_json_data(), outcome.refused


@pytest.mark.parametrize("name", ROWS)
def test_nothing_ends_on_the_day_it_comes_into_force(county, name):
    days = {"since": "2020-01-01", "until": "2020-01-01"}
    row = {"organization": county.code, **ROWS[name], **days}
    errors, refused = said(name, row, user_over(county))
    assert set(errors) == {"until"}
    assert "must lie after" in errors["until"][0]["message"]
    assert len(refused) == 1


def test_shares_are_per_cent(county):
    row = {"organization": county.code, "since": "2020-01-01", "pass_score": "101"}
    row |= {"most_dissatisfied": "200", "rectify_months": "1", "follow_months": "1"}
    errors, refused = said("weakrule", row, user_over(county))
    assert set(errors) == {"pass_score", "most_dissatisfied"}
    assert len(refused) == 2
