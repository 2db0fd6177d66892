"""Encouragement, care and help: 000-35, 001-07, 002-07; heart-to-heart talks."""

from datetime import date

import pytest

from members.filters.care import CareCaseFilter, HelpFilter
from members.filters.persons import PersonFilter
from members.forms.care import CareCaseForm, HelpForm, PairingForm, TalkForm
from members.models import CareCase, Help, Pairing, Person
from portal import pages
from tests.factories import OrganizationFactory, PersonFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return OrganizationFactory(code="county")


@pytest.fixture
def boss(county):
    return user_over(county)


@pytest.fixture
def member(county):
    return PersonFactory(name="何大山", organization=OrganizationFactory(parent=county))


def found(query):
    return set(PersonFilter(query, Person.objects.all()).qs)


def test_old_and_needy_members_are_listed_and_those_not_visited_are_found(county, boss, member):
    """000-35, 001-07: the list, the visit, the money, the date."""
    other = PersonFactory(organization=county, born="1940-01-01")
    for person, need in ((member, "poor"), (other, "old")):
        asked = {"person": f"#{person.pk}", "need": need, "since": "2025-01-15"}
        assert CareCaseForm(asked, user=boss).save().pk
    assert found("looked_after=old&on=2026-02-01") == {other}
    asked = {
        "organization": "county",
        "helped": f"#{member.pk}",
        "kind": "money",
        "given_on": "2026-01-25",
        "money": "500",
    }
    form = HelpForm(asked, user=boss)
    assert form.is_valid(), form.errors
    assert form.save().helped_name == "何大山"
    rows = CareCase.objects.all()
    assert [one.person for one in CareCaseFilter("visited=false&on=2026-02-01", rows).qs] == [other]
    assert [one.person for one in CareCaseFilter("visited=true&on=2026-02-01", rows).qs] == [member]
    assert CareCaseFilter("visited=false&on=2025-12-31", rows).qs.count() == 2
    assert [one.person for one in CareCaseFilter("age_over=80&on=2026-02-01", rows).qs] == [other]
    assert HelpFilter("kind=money&money_at_least=500", Help.objects.all()).qs.count() == 1


def test_members_are_paired_with_households(boss, member):
    """002-07: pair, visits, help."""
    asked = {"person": f"#{member.pk}", "helped_name": "王姓农户", "since": "2026-01-01"}
    pair = PairingForm(asked, user=boss).save()
    assert found("paired=true&on=2026-02-01") == {member}
    assert found("paired=true&on=2025-12-31") == set()
    help_given = {
        "organization": "county",
        "helper": f"#{member.pk}",
        "pairing": f"#{pair.pk}",
        "kind": "work",
        "given_on": "2026-02-01",
    }
    assert HelpForm(help_given, user=boss).save().helped_name == "王姓农户"
    wrong = {**help_given, "helped_name": "李姓农户", "kind": "visit"}
    assert list(HelpForm(wrong, user=boss).errors) == ["pairing"]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"helped_name": ""}, "helped_name"),
        ({"helped_name": "王姓农户", "kind": "money"}, "money"),
        ({"helped_name": "王姓农户", "given_on": "2099-01-01"}, "given_on"),
        ({"helped_name": "王姓农户", "money": "-1"}, "money"),
    ],
)
def test_help_names_whom_and_how_much(boss, given, fault):
    asked = {"organization": "county", "kind": "visit", "given_on": "2026-02-01"}
    assert list(HelpForm({**asked, **given}, user=boss).errors) == [fault]


def test_nobody_helps_themselves(boss, member):
    asked = {"person": f"#{member.pk}", "helped": f"#{member.pk}", "since": "2026-01-01"}
    assert list(PairingForm(asked, user=boss).errors) == ["helped"]
    assert Pairing.objects.count() == 0


def test_a_workbook_of_visits(boss, member):
    """000-35"""
    body = (
        "党组织,慰问对象,方式,慰问日期,慰问金\n"
        "county,何大山,money,2026-01-25,500元\n"
        "county,赵老六,money,2026-01-25,\n"
        "county,,visit,2026-01-25,\n"
    )
    outcome = imports.load(pages.get("help"), body.encode(), "h.csv", by=boss, only_good=True)
    assert (outcome.new, len(outcome.refused)) == (1, 2), outcome
    assert Help.objects.get().given_on == date(2026, 1, 25)


def test_talks_of_the_year(boss, member):
    asked = {
        "person": f"#{member.pk}",
        "held_on": "2026-03-01",
        "talker": "支部书记",
        "kind": "yearly",
    }
    assert TalkForm(asked, user=boss).save().pk
    assert found("talked_in=2026&on=2026-12-31") == {member}
    assert list(TalkForm({**asked, "held_on": "2099-01-01"}, user=boss).errors) == ["held_on"]
