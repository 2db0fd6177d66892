from datetime import date

import pytest

from cadres.actions.checks import (
    Said,
    accept_filing,
    asked,
    check_candidate,
    conclude_check,
    file_post,
    record_view,
    return_filing,
)
from cadres.actions.contacts import make_demonstration
from cadres.actions.rules import load_rules
from cadres.choices.checks import CheckState, FilingState, View
from cadres.models import Candidate, ContactVisit, Election, JointCheck, NegativeItem, Post
from cadres.visits import visits_owed
from portal import pages
from portal.errors import Refused
from tests.factories import (
    ContactPointFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    user_over,
)
from tests.panels import panels_of

pytestmark = pytest.mark.django_db
ASKED, DAY = date(2025, 12, 1), date(2025, 12, 20)


@pytest.fixture
def county():
    made = OrganizationFactory(code="county")
    load_rules(made)
    return made


@pytest.fixture
def village(county):
    return OrganizationFactory(parent=TownshipFactory(parent=county), code="village")


@pytest.fixture
def user(county):
    return user_over(county)


def check_of(village, **person):
    return JointCheck.objects.create(
        person=PersonFactory(organization=village, **person),
        organization=village,
        position="secretary",
        asked_on=ASKED,
    )


def all_say(check, user, **views):
    for department in asked(check):
        said = views.get(department, Said())
        record_view(check, department=department, viewed_on=DAY, said=said, by=user)


def test_a_check_passes_once_every_department_has_spoken(user, village):
    """Domain 2.10: the departments named by the negative list of the day all speak."""
    check = check_of(village)
    with pytest.raises(Refused, match="Still to speak"):
        conclude_check(check, on=DAY, by=user)
    all_say(check, user)
    conclude_check(check, on=DAY, by=user)
    assert (check.state, check.valid_until) == (CheckState.PASSED, date(2026, 12, 20))
    assert check.is_valid(date(2026, 12, 20))
    assert not check.is_valid(date(2026, 12, 21))
    with pytest.raises(Refused, match="concluded"):
        record_view(check, department="court", viewed_on=DAY, said=Said(), by=user)


def test_an_objection_fails_the_check_and_names_the_item(user, village):
    check, item = check_of(village), NegativeItem.objects.get(item_no=8)
    with pytest.raises(Refused, match="rests on"):
        record_view(check, department="court", viewed_on=DAY, said=Said(View.OBJECTION), by=user)
    with pytest.raises(Refused, match="were asked on"):
        record_view(check, department="court", viewed_on=date(2025, 11, 1), said=Said(), by=user)
    all_say(check, user, court=Said(View.DOUBT))
    with pytest.raises(Refused, match="looks into"):
        conclude_check(check, on=DAY, by=user)
    all_say(check, user, court=Said(View.OBJECTION, item))
    conclude_check(check, on=DAY, by=user)
    assert check.state == CheckState.FAILED
    assert item.text in check.findings
    assert check.valid_until is None


@pytest.mark.parametrize(
    ("person", "fits"),
    [
        ({"born": "1970-12-01"}, True),  # 55
        ({"born": "1969-12-01"}, False),  # 56
        ({"education": "71"}, False),  # junior high school
        ({"education": "41"}, True),  # secondary vocational
    ],
)
def test_age_and_schooling_are_checked_by_the_values_of_the_day(user, village, person, fits):
    check = check_of(village, **person)
    all_say(check, user)
    conclude_check(check, on=DAY, by=user)
    assert (check.state == CheckState.PASSED) == fits


def test_who_stays_in_post_may_be_older(user, village):
    check = check_of(village, born="1966-01-01")  # 59
    PostFactory(person=check.person, organization=village, position="secretary")
    all_say(check, user)
    conclude_check(check, on=DAY, by=user)
    assert check.state == CheckState.PASSED


def test_a_candidate_is_checked_from_the_election(user, village):
    election = Election.objects.create(organization=village, year=2026)
    candidate = Candidate.objects.create(
        election=election, person=PersonFactory(organization=village), position="member"
    )
    check_candidate(candidate, on=ASKED, by=user)
    check = JointCheck.objects.get()
    assert (check.person, check.election, check.position) == (candidate.person, election, "member")
    found = pages.get("jointcheck").filter("state=open&position=member", JointCheck.objects.all())
    assert found.qs.get() == check


def test_appointments_and_removals_are_filed(user, village):
    """003-47: each appointment and each removal of a secretary is filed; what is not is found."""
    post = PostFactory(organization=village, position="secretary")
    listed = pages.get("post").filter
    assert listed("position=secretary&unfiled=true", Post.objects.all()).qs.get() == post
    sent = {"filed_with": "县委组织部", "number": "", "by": user}
    with pytest.raises(Refused, match="after it happened"):
        file_post(post, kind="appointment", sent_on=date(2020, 1, 1), **sent)
    with pytest.raises(Refused, match="no removal"):
        file_post(post, kind="removal", sent_on=DAY, **sent)
    file_post(post, kind="appointment", sent_on=DAY, **sent)
    with pytest.raises(Refused, match="already"):
        file_post(post, kind="appointment", sent_on=DAY, **sent)
    assert not listed("unfiled=true", Post.objects.all()).qs.exists()
    filing = post.filings.get()
    return_filing(filing, note="缺任职文件", by=user)
    assert listed("unfiled=true", Post.objects.all()).qs.exists()
    file_post(post, kind="appointment", sent_on=DAY, **sent)
    filing.refresh_from_db()
    with pytest.raises(Refused, match="sent in"):
        accept_filing(filing, on=date(2025, 12, 1), number="", by=user)
    accept_filing(filing, on=date(2025, 12, 22), number="清组备1号", by=user)
    assert (filing.state, filing.filing_no) == (FilingState.FILED, "清组备1号")
    post.until, post.left_why = date(2026, 1, 1), "term"
    post.save()
    rows = listed("ended=all&removal_unfiled=true", Post.objects.all()).qs
    assert rows.get() == post


def test_one_file_per_person_shows_posts_and_filings(client, user, village):
    """000-24, 003-17: a person's page holds the whole career, with the filing of each post."""
    person = PersonFactory(organization=village)
    PostFactory(
        organization=village, person=person, position="director", since=date(2016, 1, 1),
        until=date(2021, 1, 1), left_why="term",
    )  # fmt: skip
    post = PostFactory(organization=village, person=person, position="secretary")
    file_post(post, kind="appointment", sent_on=DAY, filed_with="", number="", by=user)
    client.force_login(user)
    page = panels_of(client, person)
    assert page.count(pages.get("post").url("detail", post.pk)) >= 1
    assert pages.get("post").url("detail", person.posts.get(position="director").pk) in page


def test_a_contact_point_becomes_a_demonstration_point(user, village):
    """001-14: after a visit, once, not before it began."""
    point = ContactPointFactory(organization=village)
    with pytest.raises(Refused, match="visit"):
        make_demonstration(point, on=date(2026, 6, 1), note="", by=user)
    ContactVisit.objects.create(point=point, visited_on=date(2026, 3, 1), done="走访")
    with pytest.raises(Refused, match="began"):
        make_demonstration(point, on=date(2025, 6, 1), note="", by=user)
    make_demonstration(point, on=date(2026, 6, 1), note="产业带动", by=user)
    with pytest.raises(Refused, match="since"):
        make_demonstration(point, on=date(2026, 6, 2), note="", by=user)
    found = pages.get("contactpoint").filter(
        "demonstration=true&year=2026", type(point).objects.all()
    )
    assert found.qs.get() == point


def test_a_visit_lies_in_the_time_of_its_contact_point(user, village):
    point = ContactPointFactory(organization=village)
    data = {"point": f"#{point.pk}", "visited_on": "2025-12-31", "done": "走访", "problems": "1"}
    form = pages.get("contactvisit").form(data | {"solved": "2"}, user=user)
    assert set(form.errors) == {"visited_on", "solved"}


def test_the_visits_owed_grow_with_the_year():
    """001-13: of two a year one is owed when June is over."""
    days = [(date(2026, 6, 30), 0), (date(2026, 7, 1), 1), (date(2026, 12, 30), 1)]
    assert [visits_owed(day) for day, _owed in days] == [owed for _day, owed in days]
    assert visits_owed(date(2026, 12, 31)) == 2
