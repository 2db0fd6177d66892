"""Two hands at once: one succeeds, the other is told why not; never an error of the server."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from members.actions.rulesets import load_rules
from members.actions.steps import undo_last_step
from members.actions.transfers import register_mobile, transfer_within
from members.models import Affiliation, MobileRecord, Transfer
from organizations.models import Organization
from portal.errors import Refused
from portal.refusing import refusing
from tests.factories import OrganizationFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """What came of each: "done", or "refused"."""
    gate = Barrier(len(works))

    def run(work):
        try:
            gate.wait(10)
            with refusing():
                work()
        except Refused:
            return "refused"
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(run, works))


@pytest.fixture
def scene():
    county = OrganizationFactory()
    load_rules(county)
    a, b, c = (OrganizationFactory(parent=county) for _ in range(3))
    return PersonFactory(organization=a), b, c, UserFactory(organization=county)


def test_two_transfers_at_once_leave_one(scene):
    person, b, c, by = scene
    day = timezone.localdate() - timedelta(days=1)
    assert at_once(
        lambda: transfer_within(person, day=day, target=b, by=by),
        lambda: transfer_within(person, day=day, target=c, by=by),
    ) == ["done", "refused"]
    assert Transfer.objects.count() == 1
    assert Affiliation.objects.filter(person=person, until=None).count() == 1


def test_two_undos_at_once_leave_one(scene):
    person, b, _c, by = scene
    day = timezone.localdate() - timedelta(days=1)
    transfer_within(person, day=day, target=b, by=by)
    undo = lambda: undo_last_step(person, reason="x", by=by)  # noqa: E731
    assert at_once(undo, undo) == ["done", "refused"]


def test_registering_twice_at_once_leaves_one(scene):
    person, _b, _c, by = scene
    say = lambda: register_mobile(person, since=timezone.localdate(), location="沪", by=by)  # noqa: E731
    assert at_once(say, say) == ["done", "refused"]
    assert MobileRecord.objects.count() == 1


def test_of_two_that_wait_for_one_another_one_is_told(scene):
    _person, b, c, _by = scene
    halfway = Barrier(2)

    def write(first, second):
        Organization.objects.filter(pk=first.pk).update(remarks=first.code)
        halfway.wait(10)
        Organization.objects.filter(pk=second.pk).update(remarks=first.code)

    assert at_once(lambda: write(b, c), lambda: write(c, b)) == ["done", "refused"]
    assert len(set(Organization.objects.filter(pk__in=[b.pk, c.pk]).values_list("remarks"))) == 1
