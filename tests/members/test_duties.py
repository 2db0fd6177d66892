"""Duty posts, commitments, deeds and councils of members without office.

000-34c 000-34e 000-34f 001-08 002-06 004-18
"""

from datetime import date

import pytest

from members.actions.defaults import load_defaults
from members.actions.duties import close_commitment, review_claim
from members.choices.standing import Standing
from members.filters.duties import CommitmentFilter, DeedFilter
from members.filters.persons import PersonFilter
from members.forms.duties import CommitmentForm, CouncilSeatForm, DeedForm, DutyClaimForm
from members.models import Commitment, DutyClaim, DutyPost, Person
from members.pages.duties import overdue_commitments
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def county():
    return OrganizationFactory(code="county")


@pytest.fixture
def boss(county):
    return user_over(county)


@pytest.fixture
def member(county):
    return PersonFactory(organization=OrganizationFactory(parent=county))


def found(query):
    return set(PersonFilter(query, Person.objects.all()).qs)


def test_a_member_takes_on_a_post_of_the_countys_list(county, boss, member):
    """000-34c, 002-06, 004-11: catalogue, claim, term, review."""
    load_defaults(county)
    asked = {"person": f"#{member.pk}", "post": "G05", "since": "2026-01-01"}
    form = DutyClaimForm(asked, user=boss)
    assert form.is_valid(), form.errors
    claim = form.save()
    assert found("has_duty_post=true&on=2026-06-01") == {member}
    assert found("has_duty_post=true&on=2025-12-31") == set()
    review_claim(claim, on=DAY, grade="good", review="", by=boss)
    claim.refresh_from_db()
    assert (claim.grade, claim.reviewed_on) == ("good", DAY)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"until": "2025-01-01"}, "until"),
        ({"grade": "good"}, "reviewed_on"),
        ({"reviewed_on": "2026-02-01"}, "grade"),
        ({"reviewed_on": "2099-02-01", "grade": "good"}, "reviewed_on"),
    ],
)
def test_a_claim_is_whole(county, boss, member, given, fault):
    load_defaults(county)
    asked = {"person": f"#{member.pk}", "post": "G05", "since": "2026-01-01"}
    assert list(DutyClaimForm({**asked, **given}, user=boss).errors) == [fault]


def test_only_members_take_on_posts_and_only_such_as_are_offered(county, boss, member):
    load_defaults(county)
    DutyPost.objects.filter(code="G01").update(closed=True)
    asked = {"person": f"#{member.pk}", "post": "G01", "since": "2026-01-01"}
    assert list(DutyClaimForm(asked, user=boss).errors) == ["post"]
    other = PersonFactory(organization=county, standing=Standing.ACTIVIST)
    asked |= {"person": f"#{other.pk}", "post": "G02"}
    assert list(DutyClaimForm(asked, user=boss).errors) == ["person"]


def test_a_review_lies_within_the_time_of_the_claim(county, boss, member):
    load_defaults(county)
    post = DutyPost.objects.first()
    claim = DutyClaim.objects.create(person=member, post=post, since=DAY)
    for day in (date(2026, 5, 31), date(2099, 1, 1)):
        with pytest.raises(Refused):
            review_claim(claim, on=day, grade="good", review="", by=boss)


def promise(member, **given):
    usual = {"text": "帮带两户", "made_on": date(2026, 1, 10), "due": date(2026, 5, 31)}
    return Commitment.objects.create(person=member, **{**usual, **given})


def test_a_commitment_is_recorded_found_overdue_and_closed(boss, member):
    """000-34f"""
    form = CommitmentForm(
        {
            "person": f"#{member.pk}",
            "kind": "yearly",
            "text": "帮带两户",
            "made_on": "2026-01-10",
            "due": "2026-05-31",
            "kept": "open",
        },
        user=boss,
    )
    one = form.save()
    rows = Commitment.objects.all()
    assert list(CommitmentFilter("overdue=true&on=2026-06-01", rows).qs) == [one]
    assert list(CommitmentFilter("overdue=true&on=2026-05-31", rows).qs) == []
    assert found("committed_in=2026&on=2026-06-01") == {member}
    assert len(list(overdue_commitments(boss))) == 1
    close_commitment(one, on=DAY, kept="kept", reviewer="支委会", result="", by=boss)
    assert list(CommitmentFilter("overdue=true&on=2026-06-02", rows).qs) == []
    assert list(overdue_commitments(boss)) == []
    with pytest.raises(Refused):
        close_commitment(one, on=DAY, kept="kept", reviewer="", result="", by=boss)


def test_a_commitment_is_not_closed_before_it_was_made_or_tomorrow(boss, member):
    one = promise(member)
    for day in (date(2026, 1, 9), date(2099, 1, 1)):
        with pytest.raises(Refused):
            close_commitment(one, on=day, kept="kept", reviewer="", result="", by=boss)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"due": "2026-01-09"}, "due"),
        ({"kept": "kept"}, "kept_on"),
        ({"kept_on": "2026-02-01"}, "kept"),
        ({"kept": "kept", "kept_on": "2026-01-01"}, "kept_on"),
    ],
)
def test_the_days_of_a_commitment_fit(boss, member, given, fault):
    asked = {
        "person": f"#{member.pk}",
        "kind": "yearly",
        "text": "帮带两户",
        "made_on": "2026-01-10",
        "kept": "open",
    }
    assert list(CommitmentForm({**asked, **given}, user=boss).errors) == [fault]


def test_a_workbook_of_commitments(boss, member):
    """000-34f: the bad cells are said, the good row goes in."""
    body = (
        "党员姓名,承诺类别,承诺内容,承诺日期,完成期限,践诺情况\n"
        f"#{member.pk},yearly,义务保洁,2026-01-10,2026-12-31,open\n"
        f"#{member.pk},service,代办五件事,2026-01-10,2025-12-31,open\n"
        "查无此人,yearly,义务保洁,2026-01-10,2026-12-31,open\n"
    )
    outcome = imports.load(pages.get("commitment"), body.encode(), "c.csv", by=boss, only_good=True)
    assert (outcome.new, len(outcome.refused)) == (1, 2)


def test_deeds_by_the_four_roles(boss, member):
    """001-08, 004-18: what members did, by role, with the hours of group service."""
    for role in ("economy", "society", "service", "harmony"):
        asked = {
            "person": f"#{member.pk}",
            "role": role,
            "text": f"活动{role}",
            "done_on": "2026-03-01",
            "hours": "3",
            "team": "党员服务小组",
        }
        assert DeedForm(asked, user=boss).save().hours == 3
    rows = member.deeds.all()
    assert [one.role for one in DeedFilter("role=service", rows).qs] == ["service"]
    assert found("active_in=2026&on=2026-12-31") == {member}
    assert found("active_in=2025&on=2026-12-31") == set()


def test_a_council_has_one_chair_and_members_only(county, boss, member):
    """000-34e"""
    asked = {
        "person": f"#{member.pk}",
        "organization": "county",
        "role": "chair",
        "since": "2026-01-01",
    }
    assert CouncilSeatForm(asked, user=boss).save().pk
    assert found("on_council=true&on=2026-06-01") == {member}
    second = PersonFactory(organization=county)
    assert not CouncilSeatForm({**asked, "person": f"#{second.pk}"}, user=boss).is_valid()
    farmer = PersonFactory(organization=county, standing=Standing.APPLICANT)
    asked |= {"person": f"#{farmer.pk}", "role": "member"}
    assert list(CouncilSeatForm(asked, user=boss).errors) == ["person"]
