from datetime import date, timedelta

import pytest
from django.utils import timezone

from cadres.actions.elections import Tally, conclude_election, postpone_election, void_election
from cadres.choices.checks import CheckState
from cadres.choices.elections import Electing, ElectionState
from cadres.choices.posts import Chosen, Position
from cadres.models import CadreRule, Candidate, Election, JointCheck, Post
from portal import pages
from portal.errors import Refused
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    user_over,
)

pytestmark = pytest.mark.django_db
HELD = date(2026, 1, 20)
VOTE = Tally(due=50, present=45, issued=45, returned=45, valid=44)


@pytest.fixture
def county():
    return OrganizationFactory(code="county")


@pytest.fixture
def village(county):
    return OrganizationFactory(parent=TownshipFactory(parent=county), code="village")


@pytest.fixture
def user(county):
    return user_over(county)


@pytest.fixture
def election(village):
    return Election.objects.create(
        organization=village, year=2026, due_on=HELD, planned_on=HELD, seats=3
    )


def stand(election, position, votes=40, *, checked=True, elected=True, person=None):
    person = person or PersonFactory(organization=election.organization)
    if checked:
        JointCheck.objects.create(
            person=person,
            organization=election.organization,
            position=position,
            asked_on=date(2025, 12, 1),
            state=CheckState.PASSED,
            concluded_on=date(2025, 12, 10),
            valid_until=date(2026, 12, 10),
        )
    return Candidate.objects.create(
        election=election, person=person, position=position, votes=votes, elected=elected
    )


def conclude(election, user, vote=VOTE, on=HELD, **more):
    conclude_election(election, held_on=on, tally=vote, by=user, **more)


def test_a_concluded_election_fills_the_posts(user, village, election):
    """004-10, 001-06: the new team takes its posts, the old team's end, the organization knows."""
    old = PostFactory(organization=village, position=Position.SECRETARY, since=date(2021, 1, 15))
    director = PostFactory(organization=village, position=Position.DIRECTOR)
    secretary, member = stand(election, Position.SECRETARY), stand(election, Position.MEMBER, 30)
    stand(election, Position.DEPUTY, 10, elected=False)
    conclude(election, user, approval_no="镇委3号", term_ends=date(2031, 1, 20))
    old.refresh_from_db()
    assert (old.until, old.left_why) == (HELD, "term")
    held = set(Post.objects.at(HELD).values_list("person", "position"))
    assert held == {
        (secretary.person_id, "secretary"),
        (member.person_id, "member"),
        (director.person_id, "director"),
    }
    new = Post.objects.get(person=secretary.person)
    assert (new.chosen, new.term_ends, new.approval_no) == (
        Chosen.TWO_STEPS,
        date(2031, 1, 20),
        "镇委3号",
    )
    village.refresh_from_db()
    assert (village.elected_on, village.election_due, village.election_present) == (HELD, 50, 45)
    assert election.state == ElectionState.HELD
    with pytest.raises(Refused):
        conclude(election, user)


def test_who_is_elected_again_begins_a_new_term(user, village, election):
    again = PostFactory(organization=village, position=Position.SECRETARY)
    stand(election, Position.SECRETARY, person=again.person)
    conclude(election, user)
    assert list(again.person.posts.order_by("since").values_list("since", "until")) == [
        (date(2021, 1, 1), HELD),
        (HELD, None),
    ]


@pytest.mark.parametrize(
    ("vote", "words"),
    [
        ({"present": 40}, "more than 80 %"),
        ({"present": 51}, "entitled"),
        ({"returned": 46}, "not valid"),
        ({"valid": 46}, "valid than came back"),
    ],
)
def test_a_vote_that_does_not_hold_is_refused(user, election, vote, words):
    """Domain 2.1: more than four fifths present, no more ballots back than were issued."""
    stand(election, Position.SECRETARY)
    with pytest.raises(Refused, match=words):
        conclude(election, user, Tally(**{**vars(VOTE), **vote}))
    assert not Post.objects.exists()


def test_the_quorum_is_dated_data(user, county, election):
    stand(election, Position.SECRETARY)
    CadreRule.objects.create(organization=county, limit="quorum", value=95, since=date(2026, 1, 1))
    with pytest.raises(Refused, match="95"):
        conclude(election, user)


def test_winners_need_votes_seats_and_a_joint_check(user, election):
    with pytest.raises(Refused, match="candidates"):
        conclude(election, user)
    few = stand(election, Position.SECRETARY, 22)
    with pytest.raises(Refused, match="more than half"):
        conclude(election, user)
    few.votes = 23
    few.save()
    unchecked = stand(election, Position.MEMBER, checked=False)
    with pytest.raises(Refused, match="no valid joint check"):
        conclude(election, user)
    JointCheck.objects.create(
        person=unchecked.person,
        organization=election.organization,
        position="member",
        asked_on=date(2025, 12, 1),
        state=CheckState.FAILED,
        concluded_on=date(2025, 12, 9),
    )
    with pytest.raises(Refused, match="failed the joint check"):
        conclude(election, user)
    unchecked.elected = False
    unchecked.save()
    for _number in range(3):
        stand(election, Position.MEMBER)
    with pytest.raises(Refused, match="3 seats"):
        conclude(election, user)


def test_another_day_needs_approval_and_lies_within_a_year(user, election):
    """Domain 2.1: early or late with approval, by a year at most."""
    stand(election, Position.SECRETARY)
    with pytest.raises(Refused, match="later needs approval"):
        conclude(election, user, on=date(2026, 3, 1))
    with pytest.raises(Refused, match="approval"):
        postpone_election(
            election, planned_on=date(2026, 3, 1), shift_no=" ", shift_why="", by=user
        )
    with pytest.raises(Refused, match="12 months"):
        postpone_election(
            election, planned_on=date(2027, 1, 21), shift_no="1", shift_why="", by=user
        )
    postpone_election(
        election, planned_on=date(2026, 3, 1), shift_no="县组2号", shift_why="合村", by=user
    )
    conclude(election, user, on=date(2026, 3, 1))
    assert election.held_on == date(2026, 3, 1)


def test_an_early_election_needs_approval(user, village):
    election = Election.objects.create(organization=village, year=2026, due_on=date(2026, 10, 20))
    stand(election, Position.SECRETARY)
    with pytest.raises(Refused, match="so early"):
        conclude(election, user)
    with pytest.raises(Refused, match="future"):
        conclude(election, user, on=timezone.localdate() + timedelta(days=1))


def test_the_villagers_committee_is_elected_by_more_than_half(user, village):
    """000-46, 004-10: another body, another quorum; a party seat is not elected there."""
    election = Election.objects.create(
        organization=village, year=2026, electing=Electing.VILLAGERS, due_on=HELD,
        method=Chosen.VILLAGERS,
    )  # fmt: skip
    graduate = stand(election, Position.VILLAGE_MEMBER, 300)
    vote = Tally(due=1000, present=510, issued=510, returned=505, valid=500)
    wrong = stand(election, Position.SECRETARY, 400)
    with pytest.raises(Refused, match="not elected here"):
        conclude(election, user, vote)
    wrong.delete()
    with pytest.raises(Refused, match="50 %"):
        conclude(election, user, Tally(1000, 500, 500, 500, 500))
    conclude(election, user, vote)
    assert Post.objects.get().person == graduate.person
    village.refresh_from_db()
    assert village.elected_on is None
    found = pages.get("election").filter(
        "electing=villagers&year=2026&state=held", Election.objects.all()
    )
    assert found.qs.get() == election


def test_elections_due_are_found_and_reminded(client, user, village, election):
    """Reminded half a year before (domain 2.1), overdue after it; what was put off waits."""
    today = timezone.localdate()
    Election.objects.filter(pk=election.pk).update(due_on=today + timedelta(days=30))
    listed = pages.get("election").filter
    assert listed("due_within=6", Election.objects.all()).qs.get() == election
    assert not listed("due_within=0", Election.objects.all()).qs.exists()
    client.force_login(user)
    assert "due_within=6" in client.get("/todo/").content.decode()
    Election.objects.filter(pk=election.pk).update(due_on=today)
    assert listed("due_within=0", Election.objects.all()).qs.get() == election
    void_election(election, remarks="合并", by=user)
    assert not listed("due_within=0", Election.objects.all()).qs.exists()


def test_the_result_is_entered_by_a_button(client, user, election):
    stand(election, Position.SECRETARY)
    client.force_login(user)
    url = pages.get("election").url("conclude_election", election.pk)
    vote = {"held_on": "2026-01-20", **{name: str(n) for name, n in vars(VOTE).items()}}
    refused = client.post(url, vote | {"present": "30"})
    assert refused.status_code == 422
    assert client.post(url, vote | {"due": ""}).status_code == 422
    assert client.post(url, vote).status_code == 302
    assert Post.objects.count() == 1
