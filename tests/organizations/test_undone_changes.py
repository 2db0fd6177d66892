"""A change undone never writes over what somebody did after it: it is refused, and the words name
what stands in the way."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from cadres.models import ContactPoint, Post, Reserve
from organizations.actions.changes import (
    close_organization,
    establish_organization,
    merge_organization,
    move_organization,
    rename_organization,
    split_organization,
)
from organizations.actions.undoing import undo_change
from organizations.choices.tree import Kind
from organizations.models import Meeting, Organization, OrganizationChange, Village
from portal.errors import Refused
from tests.factories import (
    ContactPointFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    UserFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def town():
    return TownshipFactory(code="T")


@pytest.fixture
def pair(town):
    return [OrganizationFactory(code=code, name=f"{code}村党支部", parent=town) for code in "AB"]


def read(record):
    return type(record).objects.get(pk=record.pk)


def merge(pair):
    merge_organization(pair[0], into=pair[1], day=DAY, by=None)


def reserve_of(organization):
    return Reserve.objects.create(
        organization=organization,
        person=PersonFactory(organization=organization),
        position="secretary",
        state="listed",
        proposed_on=date(2024, 1, 1),
        since=date(2024, 1, 1),
    )


def led_by(organization):
    village = VillageFactory()
    Village.objects.filter(pk=village.pk).update(organization=organization)
    return read(village)


def undo(why="批复撤回"):
    undo_change(OrganizationChange.objects.latest("pk"), reason=why, by=None)


def test_a_field_edited_since_is_named(pair):
    rename_organization(pair[0], name="新名字", day=DAY, by=None)
    Organization.objects.filter(pk=pair[0].pk).update(name="更新的名字")
    with pytest.raises(Refused, match=r"更新的名字 \(name\) has been changed since"):
        undo()
    assert read(pair[0]).name == "更新的名字"


def test_other_edits_of_the_same_record_stay(pair):
    rename_organization(pair[0], name="新名字", day=DAY, by=None)
    Organization.objects.filter(pk=pair[0].pk).update(phone="0566-7011")
    undo()
    assert (read(pair[0]).name, read(pair[0]).phone) == ("A村党支部", "0566-7011")


def test_a_branch_moved_on_since_is_named(pair, town):
    group = OrganizationFactory(code="A1", name="一组", parent=pair[0])
    merge(pair)
    Organization.objects.filter(pk=group.pk).update(parent=town)
    with pytest.raises(Refused, match="一组 has been changed since"):
        undo()
    assert read(group).parent == town


def test_villages_and_accounts_given_on_since_stay_where_they_are(pair, town):
    village, user = led_by(pair[0]), UserFactory(organization=pair[0])
    merge(pair)
    for record in (village, user):
        type(record).objects.filter(pk=record.pk).update(organization=town)
    undo()
    assert [read(record).organization for record in (village, user)] == [town, town]


# What a merger does to records of cadres, and what somebody may have made of it since.
TOUCHED = [
    (PostFactory, {"until": DAY + timedelta(days=30)}),
    (PostFactory, {"left_why": "dismissed"}),
    (ContactPointFactory, {"until": DAY + timedelta(days=30)}),
]


@pytest.mark.parametrize(("make", "edit"), TOUCHED)
def test_what_the_merger_ended_is_not_reopened_over_a_newer_edit(pair, make, edit):
    record = make(organization=pair[0], since=DAY - timedelta(days=400), until=None)
    merge(pair)
    assert read(record).until == DAY
    type(record).objects.filter(pk=record.pk).update(**edit)
    with pytest.raises(Refused, match="has been changed since"):
        undo()
    assert {name: getattr(read(record), name) for name in edit} == edit


def test_a_reserve_cadre_taken_elsewhere_since_is_named(pair, town):
    reserve = reserve_of(pair[0])
    merge(pair)
    assert read(reserve).organization == pair[1]
    Reserve.objects.filter(pk=reserve.pk).update(organization=town)
    with pytest.raises(Refused, match="has been changed since"):
        undo()


def test_what_nobody_touched_comes_back(pair):
    post = PostFactory(organization=pair[0], since=DAY - timedelta(days=400), until=None)
    point = ContactPointFactory(organization=pair[0], since=DAY - timedelta(days=400), until=None)
    reserve = reserve_of(pair[0])
    merge(pair)
    undo()
    assert (Post.objects.get(pk=post.pk).until, Post.objects.get(pk=post.pk).left_why) == (None, "")
    assert ContactPoint.objects.get(pk=point.pk).until is None
    assert read(reserve).organization == pair[0]


def test_what_was_founded_does_not_vanish_below_what_was_recorded_there(pair, town):
    values = {"kind": Kind.BRANCH, "setting": "village", "day": DAY, "by": None}
    establish_organization(town, code="N", name="新党支部", **values)
    fresh = Organization.objects.get(code="N")
    meeting = Meeting.objects.create(
        organization=fresh, kind="members", held_on=DAY, subject="选举支委会"
    )
    with pytest.raises(Refused, match=r"选举支委会 \(meeting\) has come to it since"):
        undo()
    Meeting.objects.filter(pk=meeting.pk).update(organization=town)
    undo()
    assert not Organization.objects.at(DAY).filter(pk=fresh.pk).exists()


def test_a_split_is_undone_only_while_nothing_new_is_in_the_second(pair):
    village = led_by(pair[0])
    split_organization(
        pair[0], code="X", name="新", kind=Kind.BRANCH, day=DAY, villages=[village], by=None
    )
    second = Organization.objects.get(code="X")
    account = UserFactory(organization=second)
    with pytest.raises(Refused, match="has come to it since"):
        undo()
    assert read(village).organization == second
    type(account).objects.filter(pk=account.pk).update(organization=pair[0])
    undo()
    assert read(village).organization == pair[0]


def test_nothing_comes_back_below_what_was_closed_meanwhile(pair, town):
    group = OrganizationFactory(code="A1", parent=pair[0])
    move_organization(group, parent=pair[1], day=DAY, by=None)
    moved = OrganizationChange.objects.latest("pk")
    close_organization(pair[0], day=DAY + timedelta(days=9), by=None)
    with pytest.raises(Refused, match="A村党支部 has been closed since"):
        undo_change(moved, reason="x", by=None)
    undo()
    undo_change(moved, reason="x", by=None)
    assert read(group).parent == pair[0]
