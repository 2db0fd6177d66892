"""Steps of members in odd order, undone after newer ones: the register never contradicts itself."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from members.actions.flow import ALL, FULL, PROBATIONARY, Flow, Period
from members.actions.rulesets import load_rules
from members.actions.standing import (
    record_death,
    remove_member,
    restore_membership,
    suspend_membership,
)
from members.actions.steps import undo_last_step
from members.actions.transfers import transfer_in, transfer_out, transfer_within
from members.choices.standing import REMOVALS
from members.models import Affiliation, Person
from organizations.actions.tree import on_day
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    county = OrganizationFactory()
    load_rules(county)
    return county


@pytest.fixture
def branches(county):
    return [OrganizationFactory(parent=TownshipFactory(parent=county)) for _ in range(3)]


@pytest.fixture
def by(county):
    return UserFactory(organization=county)


def stays_one_line(person):
    """Affiliations follow one upon the other, and the last is where the person is."""
    lines = list(Affiliation.objects.filter(person=person).order_by("since", "pk"))
    spans = sorted((one.since or date.min, one.until or date.max) for one in lines)
    assert all(a[1] <= b[0] for a, b in pairwise(spans)), spans
    person.refresh_from_db()
    last = [one for one in lines if one.until is None]
    if not person.left:
        assert [one.organization_id for one in last] == [person.organization_id]


def adds_up(places, first, last):
    for place in places:
        for of in (ALL, FULL, PROBATIONARY):
            found = Flow(place, Period(first, last, of))
            for row in [found.whole(), *found.rows()]:
                ins, outs = sum(row.ins.values()), sum(row.outs.values())
                assert row.start + ins - outs == row.end, (place, of, row)


def steps(person, day, branches, by, dice):
    target = dice.choice(branches)
    said = {"by": by, "day": day}
    return dice.choice(
        [
            lambda: transfer_within(person, target=target, **said),
            lambda: transfer_out(person, elsewhere="外县", letter="1", **said),
            lambda: transfer_in(person, target=target, elsewhere="外县", **said),
            lambda: suspend_membership(person, note="x", **said),
            lambda: restore_membership(person, **said),
            lambda: remove_member(person, kind=dice.choice(list(REMOVALS)), note="x", **said),
            lambda: undo_last_step(person, reason="x", by=by),
            lambda: undo_last_step(person, reason="x", by=by),
            lambda: record_death(person, **said),
        ]
    )


@pytest.mark.parametrize("seed", range(12))
def test_start_in_out_and_end_agree_after_random_histories(county, branches, by, seed):
    dice = random.Random(seed)  # noqa: S311 - the same histories every time
    today = timezone.localdate()
    first = today - timedelta(days=300)
    people = [PersonFactory(organization=dice.choice(branches)) for _ in range(3)]
    day = first
    while day <= today:
        for person in people:
            try:
                steps(person, day, branches, by, dice)()
            except Refused:
                continue
            stays_one_line(person)
        day += timedelta(days=dice.choice([0, 1, 20, 45]))
    middle = first + timedelta(days=150)
    adds_up([county, *branches], first + timedelta(days=10), today)
    adds_up([county, *branches], middle, today)
    adds_up([county, *branches], middle, middle)


def test_a_transfer_is_not_undone_over_a_newer_change_of_place(branches, by):
    a, b, c = branches
    person = PersonFactory(organization=a)
    day = timezone.localdate() - timedelta(days=20)
    transfer_within(person, day=day, target=b, by=by)
    with on_day(day + timedelta(days=5)):
        Person.objects.filter(pk=person.pk).update(organization=c)
    with pytest.raises(Refused):
        undo_last_step(person, reason="x", by=by)
    stays_one_line(person)
