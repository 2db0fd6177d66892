"""Membership moves: inside the county in one step, outside by a letter that is confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.actions.steps import Case, iso
from members.choices.development import StepKind
from members.choices.standing import MEMBERS, PIPELINE, LeftWhy, Standing
from members.choices.transfers import TransferKind
from members.models import (
    LostContact,
    MobileContact,
    MobileRecord,
    Person,
    Transfer,
)
from organizations.actions.tree import on_day
from organizations.choices.tree import Kind
from organizations.models import Organization
from portal.errors import Refused
from portal.fields import first_day
from portal.rules import refuse_future

HOMES = (Kind.BRANCH, Kind.JOINT_BRANCH, Kind.PARTY_GROUP)
MOVABLE = (*PIPELINE, Standing.FULL)


@transaction.atomic
def transfer_within(
    person: Person, *, day: date, target: Organization, reason: str = "", by: Any
) -> None:
    case = Case(person, day, StepKind.TRANSFER).stands(*MOVABLE)
    home = case.person.organization
    case.need(home != target, _("%(person)s is in this organization already.") % {"person": person})
    check_home(case, target)
    check_after_last_move(case)
    case.take({"organization": target}, note=reason, decided_by=home)
    Transfer.objects.create(
        person=person, kind=TransferKind.WITHIN, day=day, source=home, target=target, reason=reason
    )


def check_home(case: Case, target: Organization) -> None:
    open_then = not target.closed or target.closed > case.day
    case.need(open_then, _("%(organization)s is closed.") % {"organization": target})
    case.need(
        target.kind in HOMES,
        _("Members belong to a branch, not to a committee: name a branch of %(organization)s.")
        % {"organization": target},
    )


def check_after_last_move(case: Case) -> None:
    last = case.person.affiliations.filter(until=None).first()
    if last and last.since and case.day <= last.since:
        case.refuse(_("The person has been here only since %(day)s.") % {"day": iso(last.since)})


@transaction.atomic
def transfer_out(
    person: Person, *, day: date, elsewhere: str, letter: str, by: Any, **facts: Any
) -> None:
    """The letter is valid for the days of the rules; the receipt is confirmed on the transfer."""
    case = Case(person, day, StepKind.TRANSFER).stands(*MEMBERS)
    last_day = day + timedelta(days=case.rules.letter_days)
    valid = facts.get("valid_until") or last_day
    case.need(
        day <= valid <= last_day,
        _("A letter is valid for %(days)s days at most.") % {"days": case.rules.letter_days},
    )
    reason = facts.get("reason", "")
    changes = {"left": iso(day), "left_why": LeftWhy.TRANSFERRED}
    case.take(changes, note=reason, paper=letter)
    Transfer.objects.create(
        person=person,
        kind=TransferKind.OUT,
        day=day,
        source=case.person.organization,
        elsewhere=elsewhere,
        letter=letter,
        valid_until=valid,
        reason=reason,
    )


@transaction.atomic
def confirm_receipt(transfer: Transfer, *, day: date, by: Any) -> None:
    locked = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer.pk)
    if locked.received_on or locked.undone_on:
        raise Refused(_("The receipt has been confirmed already."))
    if not locked.day <= day <= timezone.localdate():
        raise Refused(_("This day lies before the transfer, or in the future."))
    if locked.valid_until and day > locked.valid_until:
        raise Refused(
            _("The letter was valid until %(day)s. Undo the transfer and issue a new letter.")
            % {"day": iso(locked.valid_until)}
        )
    locked.received_on = day
    locked.save(update_fields=["received_on", "changed_at"])


@transaction.atomic
def transfer_in(
    person: Person, *, day: date, target: Organization, elsewhere: str, by: Any, **facts: Any
) -> None:
    """Somebody who had been transferred out comes back."""
    case = Case(person, day, StepKind.TRANSFER)
    left = case.person.left
    case.need(
        case.person.left_why == LeftWhy.TRANSFERRED,
        _("Only who was transferred out comes back in."),
    )
    case.need(not left or day >= first_day(left), _("This day lies before the transfer out."))
    check_home(case, target)
    check_letter(day, facts)
    case.take({"organization": target, "left": None, "left_why": ""}, note=facts.get("reason", ""))
    note_arrival(person, day, target, elsewhere, facts)


@transaction.atomic
def take_in(person: Person, *, day: date, elsewhere: str, by: Any, **facts: Any) -> Person:
    """A member from outside whom the county does not know yet: `person` is not saved yet."""
    if person.standing not in MEMBERS:
        raise Refused(_("Only members are transferred in."))
    if person.joined and first_day(person.joined) > day:
        raise Refused(_("The day of joining lies after the transfer."))
    check_letter(day, facts)
    with on_day(day):
        person.save()
    check_home(Case(person, day, StepKind.TRANSFER), person.organization)
    note_arrival(person, day, person.organization, elsewhere, facts)
    return person


def check_letter(day: date, facts: dict[str, Any]) -> None:
    valid = facts.get("valid_until")
    if valid and valid < day:
        raise Refused(
            _("The letter was valid until %(day)s: ask for a new one.") % {"day": iso(valid)}
        )


def note_arrival(
    person: Person, day: date, target: Organization, elsewhere: str, facts: dict[str, Any]
) -> None:
    Transfer.objects.create(
        person=person,
        kind=TransferKind.IN,
        day=day,
        target=target,
        elsewhere=elsewhere,
        received_on=day,
        **facts,
    )


# --- members away from home, and members nobody can reach


@transaction.atomic
def register_mobile(person: Person, *, since: date, location: str, by: Any, **facts: Any) -> None:
    """Also for a person who is in two branches: one person, one registration (domain 2.12)."""
    if person.standing not in MEMBERS or person.left:
        raise Refused(_("Only members are registered as mobile."))
    if MobileRecord.objects.filter(person=person, until=None).exists():
        raise Refused(_("%(person)s is registered as mobile already.") % {"person": person})
    MobileRecord.objects.create(person=person, since=since, location=location, **facts)
    Person.objects.filter(pk=person.pk).update(mobile=True, mobile_to=location)


@transaction.atomic
def note_contact(
    record: MobileRecord, *, day: date, how: str, contact: str = "", note: str = "", by: Any
) -> None:
    check_open(record, day)
    if MobileContact.objects.filter(registration=record, day=day).exists():
        raise Refused(_("A contact on this day is recorded already."))
    MobileContact.objects.create(registration=record, day=day, how=how, by=contact, note=note)


@transaction.atomic
def end_mobile(record: MobileRecord, *, day: date, by: Any) -> None:
    """The member is back, or the membership has been moved to where they are."""
    check_open(record, day)
    MobileRecord.objects.filter(pk=record.pk).update(until=day)
    Person.objects.filter(pk=record.person_id).update(mobile=False, mobile_to="")


@transaction.atomic
def register_lost(person: Person, *, since: date, by: Any, **facts: Any) -> None:
    if person.standing not in MEMBERS or person.left:
        raise Refused(_("Only members are registered as lost."))
    refuse_future(since)
    if LostContact.objects.filter(person=person, until=None).exists():
        raise Refused(_("%(person)s is registered as lost already.") % {"person": person})
    LostContact.objects.create(person=person, since=since, **facts)
    Person.objects.filter(pk=person.pk).update(lost=True, lost_since=iso(since))


@transaction.atomic
def note_search(record: LostContact, *, day: date, note: str, by: Any) -> None:
    check_open(record, day)
    line = f"{iso(day)} {note}"
    searches = "\n".join(filter(None, [record.searches, line]))[-500:]
    LostContact.objects.filter(pk=record.pk).update(searches=searches, searched_on=day)


@transaction.atomic
def find_again(record: LostContact, *, day: date, outcome: str = "", by: Any) -> None:
    check_open(record, day)
    LostContact.objects.filter(pk=record.pk).update(until=day, outcome=outcome)
    Person.objects.filter(pk=record.person_id).update(lost=False, lost_since=None)


def check_open(record: MobileRecord | LostContact, day: date) -> None:
    if record.until:
        raise Refused(_("This ended on %(day)s.") % {"day": iso(record.until)})
    if not record.since <= day <= timezone.localdate():
        raise Refused(_("This day lies before the beginning, or in the future."))
