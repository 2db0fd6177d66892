"""What is due of somebody on the way into the party, and since when it is overdue; one condition
for lists, to-do and the board, by the rules of the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.development import StepKind
from members.choices.standing import LeftWhy, Standing
from members.models import DevelopmentStep, LostContact, MobileContact, RuleSet
from portal.dates import MONTHS, months_after

Condition = Callable[[RuleSet, date, str], Q]

OVERDUE_WORDS = {
    "talk": _("talk with the applicant"),
    "review": _("half-yearly review"),
    "meeting": _("branch meeting after the pre-review"),
    "approval": _("approval of the admission"),
    "oath": _("oath"),
    "confirmation": _("confirmation"),
}


def overdue_since(day: date, months: int) -> date:
    """Whatever began before this day, and had so many months, is overdue on `day`."""
    first = months_after(day, -months)
    return first if first.day == day.day else first + timedelta(days=1)


def stands(standing: str, prefix: str) -> Q:
    return Q(**{f"{prefix}standing": standing, f"{prefix}left__isnull": True})


def began_before(field: str, day: date, prefix: str) -> Q:
    return Q(**{f"{prefix}{field}__lt": day})


def took(kind: str, prefix: str, **when: Any) -> Q:
    steps = DevelopmentStep.objects.filter(kind=kind, undone_on=None, **when)
    return Q(**{f"{prefix}pk__in": steps.order_by().values("person")})


def talk(rules: RuleSet, day: date, prefix: str) -> Q:
    late = began_before("applied", overdue_since(day, rules.talk_months), prefix)
    return stands(Standing.APPLICANT, prefix) & late & ~took(StepKind.TALK, prefix)


def review(rules: RuleSet, day: date, prefix: str) -> Q:
    limit = overdue_since(day, rules.review_months)
    late = began_before("activist_on", limit, prefix)
    recent = took(StepKind.REVIEW, prefix, day__gte=limit)
    return stands(Standing.ACTIVIST, prefix) & late & ~recent


def meeting(rules: RuleSet, day: date, prefix: str) -> Q:
    limit = overdue_since(day, rules.meeting_months)
    old = took(StepKind.PRE_REVIEW, prefix, day__lt=limit)
    return (
        stands(Standing.TARGET, prefix) & old & ~took(StepKind.PRE_REVIEW, prefix, day__gte=limit)
    )


def approval(rules: RuleSet, day: date, prefix: str) -> Q:
    late = began_before("joined", overdue_since(day, rules.approval_months), prefix)
    waits = took(StepKind.ADMIT, prefix) & ~took(StepKind.APPROVE, prefix)
    return stands(Standing.PROBATIONARY, prefix) & late & waits


def oath(rules: RuleSet, day: date, prefix: str) -> Q:
    if not rules.oath_months:
        return Q(pk__in=[])
    old = took(StepKind.APPROVE, prefix, day__lt=overdue_since(day, rules.oath_months))
    return stands(Standing.PROBATIONARY, prefix) & old & ~took(StepKind.OATH, prefix)


def confirmation(rules: RuleSet, day: date, prefix: str) -> Q:
    """The probation, extension included, has run out."""
    extended = f"{prefix}extended_months"
    plain = Q(**{f"{extended}__isnull": True}) | Q(**{extended: 0})
    spans = {0: plain} | {n: Q(**{extended: n}) for n in range(1, 2 * MONTHS + 1)}
    ended = (
        known & began_before("joined", overdue_since(day, rules.probation_months + months), prefix)
        for months, known in spans.items()
    )
    return stands(Standing.PROBATIONARY, prefix) & reduce(or_, ended)


OVERDUE: dict[str, Condition] = {
    "talk": talk,
    "review": review,
    "meeting": meeting,
    "approval": approval,
    "oath": oath,
    "confirmation": confirmation,
}


def overdue(what: str, day: date, prefix: str = "") -> Q:
    rules = RuleSet.for_day(day)
    return OVERDUE[what](rules, day, prefix) if rules else Q(pk__in=[])


def confirmation_soon(day: date, prefix: str = "") -> Q:
    """The probation ends within a month."""
    rules = RuleSet.for_day(day)
    if not rules:
        return Q(pk__in=[])
    soon = confirmation(rules, months_after(day, 1), prefix)
    return soon & ~confirmation(rules, day, prefix)


def silent(day: date, prefix: str = "") -> Q:
    """Mobile members of whom nothing has been heard for the months of the rules."""
    rules = RuleSet.for_day(day)
    limit = overdue_since(day, rules.contact_months if rules else 6)
    heard = MobileContact.objects.filter(day__gte=limit).order_by().values("registration")
    return away_since(limit, prefix) & ~Q(**{f"{prefix}pk__in": heard})


def to_suspend(day: date, prefix: str = "") -> Q:
    """Lost for longer than the rules allow, and still on the rolls."""
    rules = RuleSet.for_day(day)
    limit = overdue_since(day, rules.lost_months if rules else 6)
    return away_since(limit, prefix) & Q(**{f"{prefix}person__left__isnull": True})


def away_since(limit: date, prefix: str) -> Q:
    return Q(**{f"{prefix}until": None, f"{prefix}since__lt": limit})


def to_remove(day: date, prefix: str = "") -> Q:
    """Suspended for want of contact, and for longer than the rules allow."""
    rules = RuleSet.for_day(day)
    limit = overdue_since(day, rules.suspended_months if rules else 24)
    lost = LostContact.objects.filter(until=None).order_by().values("person")
    return Q(
        **{
            f"{prefix}left_why": LeftWhy.SUSPENDED,
            f"{prefix}left__lt": limit,
            f"{prefix}pk__in": lost,
        }
    )
