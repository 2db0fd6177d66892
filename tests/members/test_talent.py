"""Practical rural talent, mentoring, start-ups and services.

000-34a 000-38 000-39 002-08 002-15 002-16 002-18 003-23
"""

import pytest

from members.choices.standing import Standing
from members.filters.persons import PersonFilter
from members.filters.talent import MentorshipFilter, StartUpFilter, TalentFilter
from members.forms.talent import MentorshipForm, StartUpForm, TalentForm, TalentServiceForm
from members.models import Mentorship, Person, StartUp, Talent, TalentService
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
    return PersonFactory(name="茶大师", organization=county, born="1990-01-01")


def found(query):
    return set(PersonFilter(query, Person.objects.all()).qs)


def test_talent_of_five_kinds_with_its_origin(boss, member):
    """000-38, 002-15, 002-18 (young talent by age)."""
    kinds = dict(Talent._meta.get_field("kind").choices)
    assert len(kinds) == 5
    asked = {
        "person": f"#{member.pk}",
        "kind": "production",
        "skill": "茶叶种植",
        "level": "county",
        "origin": "returned",
        "since": "2024-01-01",
    }
    assert TalentForm(asked, user=boss).save().pk
    rows = Talent.objects.all()
    assert TalentFilter("origin=returned&level=county&on=2026-01-01", rows).qs.count() == 1
    assert TalentFilter("age_under=35&on=2024-06-01", rows).qs.count() == 1
    assert TalentFilter("age_under=35&on=2026-06-01", rows).qs.count() == 0
    assert found("talent=production&on=2026-01-01") == {member}
    assert found("talent=craft&on=2026-01-01") == set()
    assert not TalentForm(asked, user=boss).is_valid()
    craft = {**asked, "kind": "craft", "until": "2023-01-01"}
    assert list(TalentForm(craft, user=boss).errors) == ["until"]


def led(person, **given):
    usual = {
        "person": f"#{person.pk}",
        "mentor_name": "老书记",
        "stage": "passing_on",
        "since": "2025-01-01",
        "reached": "under_way",
    }
    return {**usual, **given}


@pytest.mark.parametrize("stage", ["to_member", "to_prosper", "to_cadre", "passing_on", "young"])
def test_the_stages_of_cultivation(county, boss, member, stage):
    """003-23, 000-34a, 002-16: pairs with their stage and result."""
    learner = member
    if stage == "to_member":
        learner = PersonFactory(organization=county, standing=Standing.ACTIVIST)
    row = MentorshipForm(led(learner, stage=stage), user=boss).save()
    rows = Mentorship.objects.all()
    assert list(MentorshipFilter(f"stage={stage}&reached=under_way", rows).qs) == [row]
    assert found(f"mentored_to={stage}") == {learner}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"stage": "to_member"}, "stage"),
        ({"mentor_name": ""}, "mentor_name"),
        ({"reached": "reached"}, "until"),
        ({"until": "2024-01-01"}, "until"),
    ],
)
def test_mentoring_fits(boss, member, given, fault):
    """003-23: nobody is led to where they are."""
    assert list(MentorshipForm(led(member, **given), user=boss).errors) == [fault]


def test_the_later_stages_are_for_members(county, boss):
    farmer = PersonFactory(organization=county, standing=Standing.APPLICANT)
    assert list(MentorshipForm(led(farmer, stage="to_cadre"), user=boss).errors) == ["stage"]


def test_nobody_mentors_themselves_and_a_known_mentor_is_named_by_the_register(
    county, boss, member
):
    other = PersonFactory(name="徒弟", organization=county)
    own = led(member, mentor=f"#{member.pk}")
    assert list(MentorshipForm(own, user=boss).errors) == ["mentor"]
    row = MentorshipForm(led(other, mentor=f"#{member.pk}", mentor_name=""), user=boss).save()
    assert row.mentor_name == "茶大师"


def test_start_ups_with_support_and_households_led(boss, member):
    """000-39, 002-08: project, support given, households led."""
    asked = {
        "person": f"#{member.pk}",
        "name": "春茶家庭农场",
        "since": "2023-05-01",
        "support": "loan",
        "support_money": "50000",
        "households": "12",
    }
    row = StartUpForm(asked, user=boss).save()
    plain = {**asked, "name": "小卖部", "support": "", "support_money": "", "households": "1"}
    StartUpForm(plain, user=boss).save()
    rows = StartUp.objects.all()
    assert list(StartUpFilter("supported=true", rows).qs) == [row]
    assert list(StartUpFilter("households_at_least=10", rows).qs) == [row]
    assert found("starts_up=true&on=2026-01-01") == {member}
    assert found("starts_up=true&on=2023-04-30") == set()


def test_what_was_done_for_talent(boss, member):
    """002-18"""
    asked = {
        "person": f"#{member.pk}",
        "kind": "health",
        "served_on": "2026-03-01",
        "text": "组织健康体检",
    }
    assert TalentServiceForm(asked, user=boss).save().pk
    assert TalentService.objects.get().get_kind_display()
    late = {**asked, "served_on": "2099-01-01"}
    assert list(TalentServiceForm(late, user=boss).errors) == ["served_on"]


def test_a_workbook_of_talents(boss, member):
    """000-38, 002-15"""
    body = (
        "姓名,人才类别,特长,认定级别,人才来源,认定日期\n"
        f"#{member.pk},production,茶叶种植,county,返乡,2024-01-01\n"
        f"#{member.pk},天才,茶叶种植,county,返乡,2024-01-01\n"
    )
    outcome = imports.load(pages.get("talent"), body.encode(), "t.csv", by=boss, only_good=True)
    assert (outcome.new, len(outcome.refused)) == (1, 1), outcome
    assert Talent.objects.get().origin == "returned"
