"""Probation and what comes after it: confirmed, extended, suspended, restored, removed, died."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.actions.development import check_votes
from members.actions.steps import Case, iso
from members.choices.development import StepKind
from members.choices.standing import (
    MEMBERS,
    REMOVALS,
    LeftWhy,
    Membership,
    Standing,
)
from members.models import Exit, LostContact, Person
from portal.dates import months_after
from portal.errors import Refused
from portal.fields import first_day


def probation_ends(case: Case) -> date:
    joined = first_day(case.person.joined or iso(case.day))
    months = case.rules.probation_months + (case.person.extended_months or 0)
    return months_after(joined, months)


@transaction.atomic
def confirm_member(person: Person, *, day: date, by: Any, **facts: Any) -> None:
    """Party age counts from the day the probation expired, not from the meeting (Art. 33)."""
    case = Case(person, day, StepKind.CONFIRM).stands(Standing.PROBATIONARY)
    ends = probation_ends(case)
    case.need(day >= ends, _("The probation lasts until %(day)s.") % {"day": iso(ends)})
    unapproved = case.last(StepKind.ADMIT) and not case.last(StepKind.APPROVE)
    case.need(not unapproved, _("The admission has not been approved yet."))
    check_votes(case, facts, needed=True)
    case.take({"standing": Standing.FULL, "confirmed": iso(ends)}, **facts)


@transaction.atomic
def extend_probation(person: Person, *, day: date, months: int, by: Any, **facts: Any) -> None:
    case = Case(person, day, StepKind.EXTEND).stands(Standing.PROBATIONARY)
    rules = case.rules
    taken = 1 if case.person.extended_months else 0
    case.need(taken < rules.extensions, _("The probation has been extended already."))
    case.need(
        rules.extension_least <= months <= rules.extension_most,
        _("A probation is extended by %(least)s to %(most)s months.")
        % {"least": rules.extension_least, "most": rules.extension_most},
    )
    check_votes(case, facts, needed=True)
    case.take({"extended_months": months}, months=months, **facts)


@transaction.atomic
def cancel_probation(person: Person, *, day: date, note: str, by: Any, **facts: Any) -> None:
    case = Case(person, day, StepKind.CANCEL).stands(Standing.PROBATIONARY)
    check_votes(case, facts, needed=True)
    case.exit(LeftWhy.CANCELLED, note=note, **facts)


@transaction.atomic
def suspend_membership(person: Person, *, day: date, note: str, by: Any, **facts: Any) -> None:
    """A member who was lost must have been so for the months of the rules (domain 2.3)."""
    case = Case(person, day, StepKind.SUSPEND).stands(*MEMBERS)
    lost = LostContact.objects.filter(person=person, until=None).first()
    if lost:
        due = months_after(lost.since, case.rules.lost_months)
        case.need(
            day > due,
            _("A lost member is suspended after %(months)s months: after %(day)s.")
            % {"months": case.rules.lost_months, "day": iso(due)},
        )
    case.exit(LeftWhy.SUSPENDED, {"membership": Membership.SUSPENDED}, note=note, **facts)


@transaction.atomic
def restore_membership(person: Person, *, day: date, note: str = "", by: Any, **facts: Any) -> None:
    """Whoever is suspended may come back; who was removed may only apply again."""
    case = Case(person, day, StepKind.RESTORE)
    left, why = case.person.left, case.person.left_why
    case.need(
        why == LeftWhy.SUSPENDED,
        _("Only a suspended member is restored; who was removed may apply again."),
    )
    case.need(not left or day >= first_day(left), _("This day lies before the suspension."))
    changes: dict[str, Any] = {"left": None, "left_why": "", "membership": Membership.RESTORED}
    changes |= {"lost": False, "lost_since": None}
    case.take(changes, note=note, **facts)
    LostContact.objects.filter(person=person, until=None, since__lte=day).update(until=day)
    Exit.objects.filter(person=person, kind=LeftWhy.SUSPENDED, ended_on=None).update(ended_on=day)


@transaction.atomic
def remove_member(
    person: Person, *, day: date, kind: str, note: str, by: Any, **facts: Any
) -> None:
    """Removed by decision of the party. A suspended member has left the rolls already: only the
    reason changes then."""
    case = Case(person, day, StepKind.REMOVE)
    case.need(kind in REMOVALS, _("Choose a kind of removal."))
    if case.person.left_why != LeftWhy.SUSPENDED:
        case.stands(*MEMBERS).exit(kind, note=note, **facts)
        return
    due = months_after(first_day(case.person.left or iso(day)), case.rules.suspended_months)
    case.need(
        day >= due,
        _("A suspended member is removed after %(months)s months: from %(day)s.")
        % {"months": case.rules.suspended_months, "day": iso(due)},
    )
    case.exit(kind, note=note, **facts)


@transaction.atomic
def record_death(person: Person, *, day: date, note: str = "", by: Any) -> None:
    """Somebody dies: nobody is deleted (domain 2.3)."""
    case = Case(person, day, StepKind.DEATH)
    if case.person.left and case.person.left_why != LeftWhy.SUSPENDED:
        raise Refused(_("%(person)s has left the rolls.") % {"person": person})
    if case.person.left:
        after = day > first_day(case.person.left)
        case.need(after, _("The death lies before the suspension: undo the suspension first."))
    since = case.since()
    case.need(not since or day >= since, _("This day lies before the last step."))
    case.exit(LeftWhy.DIED, note=note)
