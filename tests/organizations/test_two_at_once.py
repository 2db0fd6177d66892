"""Two hands on the tree at once: exactly one change is made, and nobody is moved twice."""

from datetime import date, timedelta

import pytest

from members.actions.transfers import transfer_within
from members.models import Affiliation, Person
from organizations.actions.changes import (
    close_organization,
    establish_organization,
    merge_organization,
    move_organization,
)
from organizations.actions.undoing import undo_change
from organizations.models import Organization, OrganizationChange, Placement
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory
from tests.web.test_two_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2025, 7, 1)
ONE = ["done", "refused"]


@pytest.fixture
def town():
    return TownshipFactory(code="T")


@pytest.fixture
def three(town):
    return [OrganizationFactory(code=code, parent=town) for code in "ABC"]


def read(record):
    return type(record).objects.get(pk=record.pk)


def merging(organization, into):
    return lambda: merge_organization(organization, into=into, day=DAY, by=None)


def moving(organization, parent):
    return lambda: move_organization(organization, parent=parent, day=DAY, by=None)


def one_change(kind):
    (change,) = OrganizationChange.objects.all()
    assert change.kind == kind
    return change


def test_two_mergers_of_the_same_organization_end_as_one(three):
    a, b, c = three
    people = PersonFactory.create_batch(5, organization=a)
    group = OrganizationFactory(code="A1", parent=a)
    assert at_once(merging(a, b), merging(a, c)) == ONE
    into = one_change("merge").lines.get(role="into").organization
    assert (read(a).parent, read(a).closed, read(group).parent) == (into, DAY, into)
    assert {read(one).organization for one in people} == {into}
    open_now = Affiliation.objects.filter(person__in=people, until=None)
    assert [one.organization for one in open_now] == [into] * 5
    assert Placement.objects.filter(organization=a, until=None).count() == 1


def test_two_that_merge_into_one_another_leave_one(three):
    a, b, _c = three
    assert at_once(merging(a, b), merging(b, a)) == ONE
    assert Organization.objects.filter(pk__in=[a.pk, b.pk], closed=None).count() == 1


def test_two_moves_of_the_same_organization_follow_one_another(three):
    """The second sees where the first has put it: on the same day it comes too late."""
    a, b, c = three
    assert at_once(moving(a, b), moving(a, c)) == ONE
    change = one_change("move")
    assert read(a).parent_id == int(change.kept["fields"]["parent"][1])
    assert Placement.objects.filter(organization=a, until=None).count() == 1


def test_a_merger_and_a_move_of_the_same_organization_leave_one(three):
    a, b, c = three
    assert at_once(merging(a, b), moving(a, c)) == ONE
    assert OrganizationChange.objects.count() == 1


def test_two_that_move_below_what_hangs_below_the_other_make_no_ring(three):
    a, b, _c = three
    below_a, below_b = (OrganizationFactory(parent=one) for one in (a, b))
    assert at_once(moving(a, below_b), moving(b, below_a)) == ONE
    assert {read(a).parent, read(b).parent} & {a.parent}


def test_a_branch_that_moves_away_meanwhile_stays_where_it_went(three):
    a, b, c = three
    group = OrganizationFactory(code="A1", parent=a)
    at_once(merging(a, b), moving(group, c))
    moved = OrganizationChange.objects.filter(kind="move").exists()
    assert read(group).parent == (c if moved else b)


def test_a_member_who_is_transferred_meanwhile_is_moved_once(three):
    a, b, c = three
    person, other = PersonFactory.create_batch(2, organization=a)
    day = DAY + timedelta(days=1)
    at_once(merging(a, b), lambda: transfer_within(person, day=day, target=c, by=None))
    assert read(other).organization == b
    now = Affiliation.objects.get(person=person, until=None).organization
    assert Person.objects.get(pk=person.pk).organization == now


def test_nothing_is_founded_below_what_is_closed_at_the_same_time(three):
    a = three[0]
    values = {"kind": "branch", "setting": "village", "day": DAY, "by": None}
    found = lambda: establish_organization(a, code="N", name="新", **values)  # noqa: E731
    close = lambda: close_organization(a, day=DAY, by=None)  # noqa: E731
    assert at_once(found, close) == ONE
    assert not Organization.objects.filter(parent=a, parent__closed__isnull=False).exists()


def test_a_change_is_undone_once(three):
    a, b, _c = three
    merging(a, b)()
    change = OrganizationChange.objects.get()
    undo = lambda: undo_change(change, reason="x", by=None)  # noqa: E731
    assert at_once(undo, undo) == ONE
    assert read(a).closed is None
