"""Membership that moves, members away and members lost.

000-34d and 003-05: mobile members with both organizations, contacts and what they contribute.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from members.actions import standing as state
from members.actions import transfers as moves
from members.actions.rulesets import load_rules
from members.actions.steps import undo_last_step
from members.filters.persons import PersonFilter
from members.filters.transfers import LostContactFilter, MobileRecordFilter, TransferFilter
from members.models import Exit, LostContact, MobileRecord, Person, Transfer
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def town():
    county = OrganizationFactory(code="county")
    load_rules(county)
    return TownshipFactory(parent=county, code="town")


@pytest.fixture
def home(town):
    return OrganizationFactory(parent=town, code="home")


def ago(days):
    return TODAY - timedelta(days=days)


def refused(sentence, do, record, **values):
    with pytest.raises(Refused, match=sentence):
        do(record, by=None, **values)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def test_inside_the_county_in_one_step(town, home):
    person, other = PersonFactory(organization=home), OrganizationFactory(parent=town)
    closed = OrganizationFactory(parent=town, closed=date(2020, 1, 1))
    day = ago(30)
    refused("already", moves.transfer_within, person, day=day, target=home)
    refused("closed", moves.transfer_within, person, day=day, target=closed)
    refused("branch, not to a committee", moves.transfer_within, person, day=day, target=town)
    moves.transfer_within(person, day=day, target=other, by=None)
    places = list(person.affiliations.values_list("organization", "since", "until"))
    assert places == [(home.pk, None, day), (other.pk, day, None)]
    refused("only since", moves.transfer_within, person, day=day, target=home)
    undo_last_step(person, reason="弄错", by=None)
    assert list(person.affiliations.values_list("organization", "until")) == [(home.pk, None)]
    assert Transfer.objects.get(person=person).undone_why == "弄错"


def test_out_by_a_letter_that_is_confirmed(home):
    person = PersonFactory(organization=home)
    day = ago(100)
    late = {"elsewhere": "外县", "letter": "1", "valid_until": day + timedelta(days=91)}
    refused("90 days at most", moves.transfer_out, person, day=day, **late)
    moves.transfer_out(person, day=day, elsewhere="外县某支部", letter="1", by=None)
    assert fresh(person).left_why == "transferred"
    letter = Transfer.objects.get(person=person)
    assert letter.valid_until == day + timedelta(days=90)
    assert list(TransferFilter("expired=true", Transfer.objects.all()).qs) == [letter]
    refused("was valid until", moves.confirm_receipt, letter, day=TODAY)
    moves.confirm_receipt(letter, day=ago(50), by=None)
    refused("already", moves.confirm_receipt, letter, day=ago(50))
    assert not TransferFilter("open=true", Transfer.objects.all()).qs


def test_back_in_from_outside(home):
    person = PersonFactory(organization=home)
    coming = {"day": ago(10), "target": home, "elsewhere": "外县"}
    refused("Only who was", moves.transfer_in, person, **coming)
    moves.transfer_out(person, day=ago(60), elsewhere="外县", letter="1", by=None)
    refused("ask for a new", moves.transfer_in, person, **coming, valid_until=ago(11))
    moves.transfer_in(person, **coming, by=None)
    spans = list(person.affiliations.values_list("since", "until"))
    assert spans == [(None, ago(60)), (ago(10), None)]


def test_suspended_restored_and_removed(home):
    person = PersonFactory(organization=home)
    refused("Only a suspended", state.restore_membership, person, day=ago(5))
    state.suspend_membership(person, day=ago(100), note="出国", by=None)
    assert fresh(person).membership == "suspended"
    refused("24 months", state.remove_member, person, day=ago(5), kind="withdrew", note="x")
    state.restore_membership(person, day=ago(20), by=None)
    assert not Person.objects.at(ago(50)).filter(pk=person.pk).exists()
    assert Person.objects.at(ago(19)).filter(pk=person.pk).exists()
    state.remove_member(person, day=ago(5), kind="expelled", note="违纪", by=None)
    refused("may apply again", state.restore_membership, person, day=ago(1))
    assert set(Exit.objects.values_list("kind", flat=True)) == {"suspended", "expelled"}


def test_a_lost_member_is_suspended_after_six_months_and_removed_two_years_later(home):
    person = PersonFactory(organization=home)
    moves.register_lost(person, since=ago(150), reason="1", by=None)
    refused("already", moves.register_lost, person, since=ago(150), reason="1")
    refused("after 6 months", state.suspend_membership, person, day=ago(1), note="失联")
    record = LostContact.objects.get(person=person)
    assert not LostContactFilter("suspension_due=true", LostContact.objects.all()).qs
    LostContact.objects.update(since=ago(1000))
    assert LostContactFilter("suspension_due=true", LostContact.objects.all()).qs.get() == record
    state.suspend_membership(person, day=ago(800), note="失联", by=None)
    query = PersonFilter("removal_due=true&ended=all", Person.objects.all())
    assert query.qs.get() == person
    state.remove_member(person, day=ago(1), kind="withdrew", note="自行脱党", by=None)
    assert fresh(person).left_why == "withdrew"


def test_mobile_members_are_one_person_with_both_organizations(home):
    person, host = PersonFactory(organization=home), OrganizationFactory(parent=home.parent)
    facts = {"location": "上海", "host": host, "contact": "王联络"}
    moves.register_mobile(person, since=ago(400), **facts, by=None)
    refused("already", moves.register_mobile, person, since=ago(1), **facts)
    record = MobileRecord.objects.get(person=person)
    assert Person.objects.count() == 1
    assert PersonFilter("mobile=true", Person.objects.all()).qs.get() == person
    silent = MobileRecordFilter("silent=true", MobileRecord.objects.all())
    assert silent.qs.get() == record
    moves.note_contact(record, day=ago(3), how="phone", contact="王联络", by=None)
    refused("already", moves.note_contact, record, day=ago(3), how="phone")
    assert not MobileRecordFilter("silent=true", MobileRecord.objects.all()).qs
    MobileRecord.objects.update(contributions="带动返乡创业")
    assert MobileRecordFilter("contributes=true", MobileRecord.objects.all()).qs.get() == record
    moves.end_mobile(record, day=TODAY, by=None)
    assert not fresh(person).mobile
    refused("ended on", moves.note_contact, fresh(record), day=TODAY, how="phone")


def test_nobody_is_deleted_by_death(home):
    person = PersonFactory(organization=home)
    state.record_death(person, day=ago(3), by=None)
    assert (fresh(person).left_why, Exit.objects.get().kind) == ("died", "died")
    refused("has left", state.record_death, person, day=ago(1))


def test_a_suspended_member_dies_off_the_rolls(home):
    person = PersonFactory(organization=home)
    state.suspend_membership(person, day=ago(100), note="失联", by=None)
    refused("undo the suspension", state.record_death, person, day=ago(100))
    state.record_death(person, day=ago(3), by=None)
    assert (fresh(person).left, fresh(person).left_why) == (f"{ago(100)}", "died")
    assert set(Exit.objects.values_list("kind", flat=True)) == {"suspended", "died"}
    undo_last_step(person, reason="误报", by=None)
    assert fresh(person).left_why == "suspended"
    assert not Exit.objects.filter(kind="died", undone_on=None)


def test_what_was_changed_since_is_not_undone_with_the_step(home):
    person = PersonFactory(organization=home, membership="normal")
    state.suspend_membership(person, day=ago(100), note="出国", by=None)
    Person.objects.filter(pk=person.pk).update(left=f"{ago(90)}")
    refused("“Left” of", undo_last_step, person, reason="x")
    Person.objects.filter(pk=person.pk).update(left=f"{ago(100)}", phone="13800000000")
    undo_last_step(person, reason="x", by=None)
    assert (fresh(person).left, fresh(person).membership) == (None, "normal")
    assert fresh(person).phone == "13800000000"
