from datetime import date

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction

from cadres.actions.posts import (
    Taking,
    appoint_person,
    extend_post,
    hand_post,
    remove_post,
    transfer_post,
)
from cadres.actions.rules import load_rules
from cadres.choices.posts import Chosen, Position, PostLeft, Source
from cadres.forms.posts import PostForm
from cadres.models import CadreRule, Post, SeatRule
from cadres.rules.limits import limit_on, seats_on
from members.choices.standing import Standing
from organizations.choices.tree import Kind, Level
from portal import pages
from portal.dates import months_after
from portal.errors import Refused
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    make,
    user_over,
)
from workbooks import imports

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)


@pytest.fixture
def county():
    return OrganizationFactory(code="county")


@pytest.fixture
def town(county):
    return TownshipFactory(parent=county, code="town")


@pytest.fixture
def village(town):
    return OrganizationFactory(parent=town, code="village", name="团结村党支部")


@pytest.fixture
def user(county):
    return user_over(county)


def appoint(place, person, position, user, on=DAY, **how):
    return appoint_person(place, person=person, position=position, how=Taking(on, **how), by=user)


def sent(user, place, person, **values):
    data = {
        "person": f"#{person.pk}",
        "organization": place.code,
        "position": "secretary",
        "workload": "full",
        "since": "2024-03-01",
    }
    return PostForm(data | values, user=user)


def test_a_village_has_its_level(village):
    assert village.level == Level.VILLAGE


def test_a_secretary_is_chosen_one_of_four_ways_and_from_a_source(client, user, village):
    """000-02, 000-03, 003-13, 002-01, 003-14, 004-08: recorded by the form, found by the filter."""
    client.force_login(user)
    ways = [Chosen.TWO_STEPS, Chosen.OPEN_ELECTION, Chosen.OPEN_SELECTION, Chosen.APPOINTED]
    for number, way in enumerate(ways):
        place = OrganizationFactory(parent=village.parent, code=f"v{number}")
        person = PersonFactory(organization=place)
        form = sent(user, place, person, chosen=way, source=Source.RICH, approval_no="清组干1号")
        assert form.is_valid(), form.errors
        form.save()
    other = PersonFactory(organization=village)
    PostFactory(person=other, organization=village, chosen=Chosen.HIRED, source=Source.FARMER)
    listed = pages.get("post").filter
    assert listed("four_ways=true", Post.objects.all()).qs.count() == 4
    assert listed("chosen=appointed&source=rich", Post.objects.all()).qs.count() == 1
    assert listed("source=farmer", Post.objects.all()).qs.get().person == other
    assert client.get(pages.get("post").url("list") + "?four_ways=true").status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"until": "2024-02-01", "left_why": "resigned"}, "until"),
        ({"until": "2024-05-01"}, "left_why"),
        ({"left_why": "resigned"}, "until"),
        ({"term_ends": "2024-01-01"}, "term_ends"),
    ],
)
def test_days_of_a_post_fit_together(user, village, values, field):
    form = sent(user, village, PersonFactory(organization=village), **values)
    assert field in form.errors


def test_nobody_holds_a_post_of_an_organization_that_is_closed(user, village):
    """Domain 2.13: no post beyond the life of its organization."""
    person = PersonFactory(organization=village)
    type(village).objects.filter(pk=village.pk).update(
        established=date(2000, 1, 1), closed=date(2024, 6, 30)
    )
    assert "until" in sent(user, village, person).errors
    ended = {"until": "2024-06-30", "left_why": "reorganized"}
    assert sent(user, village, person, **ended).is_valid()
    assert "since" in sent(user, village, person, since="1999-01-01", **ended).errors


def test_party_posts_are_for_full_members(user, village):
    activist = PersonFactory(organization=village, standing=Standing.ACTIVIST)
    probationary = PersonFactory(organization=village, standing=Standing.PROBATIONARY)
    assert "person" in sent(user, village, activist).errors
    assert "person" in sent(user, village, probationary).errors
    assert sent(user, village, activist, position="director").is_valid()
    with pytest.raises(Refused, match="member"):
        appoint(village, activist, Position.SECRETARY, user)


def test_nobody_is_in_a_post_before_growing_up_or_after_death(user, village):
    child = PersonFactory(
        organization=village, born="2008-01-01", joined="2023-01-01", confirmed=None
    )
    assert "person" in sent(user, village, child).errors
    gone = PersonFactory(organization=village, left="2020-01-01", left_why="died")
    assert "person" in sent(user, village, gone).errors


def test_an_age_over_the_limit_of_the_day_is_a_caution(user, county, village):
    """The limit is dated data: what a county sets goes before what comes with the portal."""
    old = PersonFactory(organization=village, born="1966-01-01")  # 58
    form = sent(user, village, old)
    assert form.is_valid()
    assert [name for name, _text in form.warnings()] == ["person"]
    CadreRule.objects.create(organization=county, limit="new_age", value=62, since=date(2024, 1, 1))
    cache.clear()
    form = sent(user, village, old)
    assert form.is_valid()
    assert list(form.warnings()) == []
    assert limit_on("new_age", date(2023, 12, 31), village.path) == 55
    assert limit_on("new_age", DAY, "/999/") == 55


def test_a_sole_post_has_one_holder(user, village):
    PostFactory(organization=village, position=Position.SECRETARY, since=date(2021, 1, 1))
    other = PersonFactory(organization=village)
    form = sent(user, village, other)
    assert not form.is_valid()
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(organization=village, position=Position.SECRETARY, person=other)
    with pytest.raises(Refused, match="seats"):
        appoint(village, other, Position.SECRETARY, user)


def test_no_more_are_appointed_than_there_are_seats(user, county, village):
    """003-03 seats: the number set nearest above counts."""
    load_rules(county)
    for _number in range(2):
        appoint(village, PersonFactory(organization=village), Position.VILLAGE_MEMBER, user)
    with pytest.raises(Refused, match="2 seats"):
        appoint(village, PersonFactory(organization=village), Position.VILLAGE_MEMBER, user)
    SeatRule.objects.create(
        organization=village.parent,
        level=Level.VILLAGE,
        position=Position.VILLAGE_MEMBER,
        seats=3,
        since=date(2022, 1, 1),
    )
    assert seats_on(village, DAY)["village_member"] == 3
    appoint(village, PersonFactory(organization=village), Position.VILLAGE_MEMBER, user)


def test_a_post_ends_by_removal_only_once(user, village):
    post = appoint(village, PersonFactory(organization=village), Position.SECRETARY, user)
    with pytest.raises(Refused, match="before"):
        remove_post(post, on=date(2024, 2, 1), why=PostLeft.RESIGNED, by=user)
    with pytest.raises(Refused, match="future"):
        remove_post(post, on=date(2999, 2, 1), why=PostLeft.RESIGNED, by=user)
    remove_post(post, on=date(2024, 9, 1), why=PostLeft.RESIGNED, removal_no="9", by=user)
    assert list(Post.objects.at(date(2024, 8, 31))) == [post]
    assert list(Post.objects.at(date(2024, 9, 1))) == []
    with pytest.raises(Refused, match="ended"):
        remove_post(post, on=date(2024, 9, 2), why=PostLeft.RESIGNED, by=user)


def test_a_transfer_ends_one_post_and_begins_another(user, town, village):
    """001-06, 000-05: a village secretary comes into a township's leading body."""
    post = appoint(
        village, PersonFactory(organization=village), Position.SECRETARY, user,
        source=Source.SECRETARY,
    )  # fmt: skip
    with pytest.raises(Refused):
        transfer_post(
            post, on=DAY, organization=village, position=post.position, approval_no="", by=user
        )
    transfer_post(
        post,
        on=date(2025, 1, 1),
        organization=town,
        position=Position.TOWN_LEADER,
        approval_no="7",
        by=user,
    )
    post.refresh_from_db()
    assert (post.until, post.left_why) == (date(2025, 1, 1), PostLeft.MOVED)
    found = pages.get("post").filter("four_groups=true&position=town_leader", Post.objects.all())
    assert found.qs.get().person == post.person


def test_a_post_is_handed_over_on_one_day(user, village):
    post = appoint(village, PersonFactory(organization=village), Position.SECRETARY, user)
    heir = PersonFactory(organization=village)
    hand_post(post, on=date(2025, 5, 1), person=heir, why=PostLeft.AGE, approval_no="8", by=user)
    assert Post.objects.at(date(2025, 5, 1)).get().person == heir
    with pytest.raises(Refused):
        hand_post(
            Post.objects.get(person=heir), on=date(2025, 6, 1), person=heir, why="age",
            approval_no="", by=user,
        )  # fmt: skip


def test_a_refused_hand_over_leaves_everything_as_it_was(user, village):
    post = appoint(village, PersonFactory(organization=village), Position.SECRETARY, user)
    activist = PersonFactory(organization=village, standing=Standing.ACTIVIST)
    with pytest.raises(Refused):
        hand_post(post, on=date(2025, 5, 1), person=activist, why="age", approval_no="", by=user)
    post.refresh_from_db()
    assert post.until is None


def test_a_term_is_extended_by_a_year_at_most(user, village):
    post = appoint(
        village, PersonFactory(organization=village), Position.SECRETARY, user,
        term_ends=date(2026, 3, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="12 months"):
        extend_post(post, term_ends=date(2027, 3, 2), approval_no="5", by=user)
    with pytest.raises(Refused, match="already"):
        extend_post(post, term_ends=date(2026, 3, 1), approval_no="5", by=user)
    extend_post(post, term_ends=date(2027, 3, 1), approval_no="5", by=user)
    assert post.term_ends == date(2027, 3, 1)


def test_actions_are_buttons_and_answer_in_words(client, user, village):
    post = appoint(village, PersonFactory(organization=village), Position.SECRETARY, user)
    client.force_login(user)
    url = pages.get("post").url("remove_post", post.pk)
    refused = client.post(url, {"on": "2020-01-01", "why": "resigned"})
    assert refused.status_code == 422
    done = client.post(url, {"on": "2025-01-01", "why": "resigned"})
    assert done.status_code == 302
    post.refresh_from_db()
    assert post.until == date(2025, 1, 1)


def test_months_of_days_at_the_end_of_a_month():
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert months_after(date(2024, 12, 15), 12) == date(2025, 12, 15)


def test_posts_are_imported_from_a_county_s_workbook(user, village):
    """Months without days, words of the county, a bad cell named; a second time changes nothing."""
    people = [PersonFactory(organization=village, name=name) for name in ("张三", "李四", "王五")]
    rows = [
        "姓名,所在党组织,职务,任职时间,产生方式",
        f"#{people[0].pk},village,书记,2021.03,两推一选",
        f"#{people[1].pk},village,村主任,2021年4月1日,村民选举",
        f"#{people[2].pk},village,皇帝,2021-04-01,",
    ]
    book = "\n".join(rows).encode()
    of = pages.get("post")
    outcome = imports.load(of, book, "posts.csv", by=user, only_good=True)
    assert (outcome.new, len(outcome.refused)) == (2, 1)
    assert Post.objects.get(position="secretary").since == date(2021, 3, 1)
    again = imports.load(of, "\n".join(rows[:3]).encode(), "posts.csv", by=user)
    assert (again.new, again.changed, again.same) == (0, 0, 2)


def test_the_person_responsible_first_is_one(user, town):
    """001-18: the secretary answers first, a full-time deputy directly."""
    first = make(pages.get("responsibility").model, town, role="first", year=2026)
    deputy = PersonFactory(organization=town)
    form = pages.get("responsibility").form(
        {
            "organization": "town",
            "year": "2026",
            "role": "first",
            "person": f"#{deputy.pk}",
            "since": "2026-01-01",
        },
        user=user,
    )
    assert not form.is_valid()
    form = pages.get("responsibility").form(form.data | {"role": "direct"}, user=user)
    assert form.is_valid(), form.errors
    form.save()
    rows = pages.get("responsibility").filter("year=2026&role=direct", type(first).objects.all())
    assert [row.person for row in rows.qs] == [deputy]


def test_a_village_committee_s_kind_does_not_matter(town):
    committee = OrganizationFactory(parent=town, kind=Kind.VILLAGE_COMMITTEE)
    assert committee.level == Level.VILLAGE
