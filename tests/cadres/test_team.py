from datetime import date

import pytest

from cadres import receivers
from cadres.actions.rules import load_rules
from cadres.models import ContactPoint, Post, Reserve
from cadres.team import team_of
from organizations import signals
from organizations.actions.changes import merge_organization
from organizations.actions.undoing import undo_change
from organizations.choices.changes import ChangeKind
from organizations.models import OrganizationChange
from organizations.signals import Restructuring
from portal import pages, quality
from portal.errors import Refused
from tests.factories import (
    ContactPointFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    make,
    user_over,
)
from tests.panels import panels_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


@pytest.fixture
def county():
    made = OrganizationFactory(code="county")
    load_rules(made)
    return made


@pytest.fixture
def village(county):
    return OrganizationFactory(parent=TownshipFactory(parent=county), code="village")


def test_a_team_counts_seats_vacancies_and_other_posts(village, django_assert_num_queries):
    """003-07, 003-08, 003-09: against a count by hand."""
    head = PersonFactory(organization=village, born="1976-06-30", education="21")
    woman = PersonFactory(organization=village, born="1986-06-30", sex="2", education="61")
    PostFactory(organization=village, person=head, position="secretary")
    PostFactory(organization=village, person=head, position="director")
    PostFactory(organization=village, person=woman, position="women")
    PostFactory(
        organization=village, position="militia", until=date(2026, 3, 1), left_why="resigned"
    )
    with django_assert_num_queries(3):
        team = team_of(village, DAY)
    seats = {seat.label: seat for seat in team.seats}
    assert team.one_shoulder
    assert [one.others for one in seats["secretary"].holders] == [("village director",)]
    assert seats["militia company head"].empty_since == [date(2026, 3, 1)]
    assert seats["villagers' committee member"].empty_since == [None, None]
    assert team.vacancies == 7  # of ten: deputy, organization, two members, supervision, league, …
    assert team.facts == {
        "people": 2,
        "seats": 10,
        "filled": 3,
        "party": 1,
        "age": 45.0,
        "women": 1,
        "college": 1,
    }


def test_the_organization_s_page_shows_the_team(client, county, village):
    PostFactory(organization=village, position="secretary")
    client.force_login(user_over(county))
    assert "1 / 10" in panels_of(client, village)


def test_every_quality_rule_of_cadres_opens_its_list(client, county, village):
    """Issue 3: each rule is a filter that the list understands."""
    client.force_login(user_over(county))
    mine = {"secretary_vacant", "director_vacant", "reserves_missing", "post_term_ended"}
    mine |= {"post_before_election", "post_too_old", "post_unfiled", "election_overdue"}
    mine |= {"contact_visits_missing"}
    found = [check for check in quality.every() if check.name in mine]
    assert {check.name for check in found} == mine
    for check in found:
        url = pages.get(check.register).url("list")
        assert client.get(f"{url}?{check.asked()}").status_code == 200, check.name


def test_posts_end_when_their_organization_does(village):
    """001-06, 000-07: a merger ends the posts, moves the reserve along, and can be undone."""
    other = OrganizationFactory(parent=village.parent, code="other")
    post = PostFactory(organization=village, position="secretary")
    point = ContactPointFactory(organization=village)
    reserve = make(Reserve, village)
    plan = Restructuring(ChangeKind.MERGE, village, DAY, into=other)
    lines = [line for answer in signals.answers(signals.previewing, plan=plan) for line in answer]
    assert 1 in [line.count for line in lines if "post" in line.url]
    merge_organization(village, into=other, day=DAY, approval_no="x", by=None)
    assert Post.objects.get().until == DAY
    assert Reserve.objects.get().organization == other
    assert ContactPoint.objects.get().until == DAY
    undo_change(OrganizationChange.objects.get(), reason="x", by=None)
    post.refresh_from_db()
    assert (post.until, post.left_why) == (None, "")
    assert Reserve.objects.get() == reserve
    assert Reserve.objects.get().organization == village
    point.refresh_from_db()
    assert point.until is None


def test_an_organization_with_a_reserve_or_a_later_post_is_not_closed(village):
    make(Reserve, village)
    plan = Restructuring(ChangeKind.CLOSE, village, DAY)
    with pytest.raises(Refused, match="1 reserve"):
        receivers.check(plan=plan)
    Reserve.objects.all().delete()
    PostFactory(organization=village, since=date(2026, 8, 1))
    merge = Restructuring(ChangeKind.MERGE, village, DAY, into=village.parent)
    with pytest.raises(Refused, match="after this day"):
        receivers.check(plan=merge)
