"""Random changes of a small county, undone in reverse, give back the county as it was."""

import random
from datetime import date, timedelta

import pytest

from organizations.actions.changes import (
    close_organization,
    establish_organization,
    merge_organization,
    move_organization,
    rename_organization,
    split_organization,
    upgrade_organization,
)
from organizations.actions.undoing import undo_change
from organizations.choices.tree import Kind, Setting
from organizations.models import Organization, OrganizationChange, Placement
from portal.errors import Refused
from portal.measures import Tree
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, VillageFactory
from tests.organizations.test_changes import snapshot

pytestmark = pytest.mark.django_db

FIRST = date(2024, 1, 1)


@pytest.fixture
def county():
    top = OrganizationFactory(code="county")
    for town in [TownshipFactory(parent=top) for _ in range(3)]:
        VillageFactory(organization=town)
        for branch in [OrganizationFactory(parent=town) for _ in range(3)]:
            PersonFactory.create_batch(2, organization=branch)
    return top


def pick(rng):
    return rng.choice(list(Organization.objects.filter(closed=None).order_by("pk")))


def change(rng, day, number):
    """One change, if the rules allow it; says which."""
    one, other, kind = pick(rng), pick(rng), rng.choice(list(Kind))
    shared = {"day": day, "by": None}
    new = {"code": f"N{number}", "name": f"新{number}", "kind": Kind.BRANCH} | shared
    persons = [f"#{person.pk}" for person in one.persons.all()[:1]]
    branches = list(one.children.filter(closed=None)[:1])
    verbs = (
        lambda: rename_organization(one, name=f"名{number}", **shared),
        lambda: upgrade_organization(one, kind=kind, setting=Setting.VILLAGE, **shared),
        lambda: move_organization(one, parent=other, **shared),
        lambda: merge_organization(one, into=other, **shared),
        lambda: split_organization(one, branches=branches, members=persons, **new),
        lambda: establish_organization(one, setting=Setting.VILLAGE, **new),
        lambda: close_organization(one, **shared),
    )
    try:
        rng.choice(verbs)()
    except Refused:
        return None
    return OrganizationChange.objects.order_by("pk").last()


@pytest.mark.parametrize("seed", range(6))
def test_changes_undone_in_reverse_give_the_same_tree(county, seed):
    rng = random.Random(seed)  # noqa: S311 - a test that repeats itself
    day, before, made = FIRST, [snapshot()], []
    for number in range(25):
        day += timedelta(days=rng.choice((1, 1, 30)))
        if done := change(rng, day, number):
            made.append(done)
            before.append(snapshot())
            check_tree()
    assert len(made) > 5
    for done in reversed(made):
        assert snapshot() == before.pop()
        undo_change(done, reason="撤回", by=None)
    assert snapshot() == before.pop()


def check_tree():
    """The tree of today is that of the placements, and every past day has one root."""
    now = dict(Placement.objects.filter(until=None).values_list("organization", "parent"))
    assert now == dict(Organization.objects.values_list("pk", "parent"))
    for day in (FIRST, FIRST + timedelta(days=90)):
        tree = Tree.at(day)
        assert len(tree.order) == len(tree.parents)
