"""What may be done with a person: the steps into the party, transfers, and how one leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from members.actions import development as way
from members.actions import standing as state
from members.actions import transfers as moves
from members.actions.persons import reveal_id_number
from members.actions.steps import undo_last_step
from members.choices.standing import CANDIDATES, MEMBERS, LeftWhy, Standing
from members.forms import standing as forms
from members.forms.persons import RevealForm
from members.models import Person
from portal.pages import Action

Offered = Callable[[Any], bool]


def at(*standings: str) -> Offered:
    """Offered to those here who have one of these standings."""
    return lambda person: not person.left and person.standing in standings


def left_by(*why: str) -> Offered:
    return lambda person: person.left_why in why


def may_apply(person: Person) -> bool:
    gave_up = person.left_why == LeftWhy.OTHER and not person.joined
    return gave_up or (not person.left and person.standing == Standing.NONE)


def may_be_removed(person: Person) -> bool:
    here = not person.left or person.left_why == LeftWhy.SUSPENDED
    return here and person.standing in MEMBERS


def develop(do: Any, label: Any, form: Any, offered: Offered, **options: Any) -> Action:
    return Action(do, label, form, perm="develop", offered=offered, **options)


applicant, activist = at(Standing.APPLICANT), at(Standing.ACTIVIST)
target, probationary = at(Standing.TARGET), at(Standing.PROBATIONARY)
cultivated = at(Standing.ACTIVIST, Standing.TARGET)
member = at(*MEMBERS)

STEPS = (
    develop(way.apply_to_join, _("Application to join"), forms.NotedForm, may_apply),
    develop(way.talk_with_applicant, _("Talk"), forms.NotedForm, applicant, many=True),
    develop(way.list_activist, _("List as activist"), forms.VotesForm, applicant, many=True),
    develop(way.assign_contacts, _("Assign contacts"), forms.ContactsForm, cultivated, many=True),
    develop(way.review_activist, _("Review"), forms.ReviewForm, cultivated, many=True),
    develop(way.list_target, _("List as development target"), forms.TargetForm, activist),
    develop(way.review_politically, _("Political review"), forms.PoliticsForm, target),
    develop(way.train_target, _("Short training"), forms.TrainingForm, target, many=True),
    develop(way.pre_review, _("Pre-review"), forms.PoliticsForm, target),
    develop(way.admit, _("Admit"), forms.AdmitForm, target),
    develop(way.approve_admission, _("Approve the admission"), forms.ApprovalForm, probationary),
    develop(way.take_oath, _("Oath"), forms.NotedForm, probationary, many=True),
    develop(state.confirm_member, _("Confirm"), forms.MeetingForm, probationary),
    develop(state.extend_probation, _("Extend the probation"), forms.ExtensionForm, probationary),
    develop(
        state.cancel_probation,
        _("Cancel the probation"),
        forms.CancelForm,
        probationary,
        danger=True,
    ),
    develop(
        way.stop_development,
        _("Leaves the pipeline"),
        forms.StopForm,
        at(*CANDIDATES),
        danger=True,
    ),
)

MOVES = (
    Action(
        moves.transfer_within,
        _("Transfer within the county"),
        forms.WithinForm,
        perm="transfer",
        many=True,
        offered=at(*CANDIDATES, *MEMBERS),
    ),
    Action(
        moves.transfer_out,
        _("Transfer out"),
        forms.OutForm,
        perm="transfer",
        offered=member,
    ),
    Action(
        moves.transfer_in,
        _("Transfer back in"),
        forms.InForm,
        perm="transfer",
        offered=left_by(LeftWhy.TRANSFERRED),
    ),
    Action(
        moves.register_mobile,
        _("Register as mobile"),
        forms.MobileForm,
        perm="change",
        offered=member,
    ),
    Action(
        moves.register_lost,
        _("Register as lost"),
        forms.LostForm,
        perm="change",
        offered=member,
    ),
)

ENDS = (
    Action(
        state.suspend_membership,
        _("Suspend the membership"),
        forms.SuspensionForm,
        perm="end",
        offered=member,
        danger=True,
    ),
    Action(
        state.restore_membership,
        _("Restore the membership"),
        forms.DecidedForm,
        perm="end",
        offered=left_by(LeftWhy.SUSPENDED),
    ),
    Action(
        state.remove_member,
        _("Remove"),
        forms.RemovalForm,
        perm="end",
        offered=may_be_removed,
        danger=True,
    ),
    Action(
        state.record_death,
        _("Record the death"),
        forms.NotedForm,
        perm="end",
        offered=lambda person: not person.left or person.left_why == LeftWhy.SUSPENDED,
        danger=True,
    ),
    Action(undo_last_step, _("Undo the last step"), forms.UndoForm, perm="undo"),
)

REVEAL = Action(
    reveal_id_number,
    _("Show the ID number"),
    RevealForm,
    offered=lambda person: bool(person.id_number),
)

ACTIONS = (*STEPS, *MOVES, *ENDS, REVEAL)
