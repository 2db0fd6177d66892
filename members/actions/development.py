"""The way into the party, step by step, as the rules in force on the day of each step say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.actions.quotas import check_quota
from members.actions.rulesets import cited
from members.actions.steps import Case, iso
from members.choices.development import Result, StepKind
from members.choices.standing import CANDIDATES, LeftWhy, Standing
from members.models import Person
from organizations.actions.calendar import calendar_note, counts_working_days
from portal.dates import months_after
from portal.fields import first_day
from portal.filters import age_on


@transaction.atomic
def apply_to_join(person: Person, *, day: date, note: str = "", by: Any) -> None:
    case = Case(person, day, StepKind.APPLY)
    gave_up = case.person.left_why == LeftWhy.OTHER and not case.person.joined
    if not gave_up:
        case.stands(Standing.NONE)
    age = age_on(case.person.born, day)
    case.need(age is not None, _("Enter the birth date first: applicants must be of age."))
    case.need(
        (age or 0) >= case.rules.least_age,
        _("An applicant must be %(age)s years old.") % {"age": case.rules.least_age},
    )
    fresh: dict[str, Any] = {"standing": Standing.APPLICANT, "applied": iso(day)}
    fresh |= {"activist_on": None, "target_on": None}
    case.take(fresh | ({"left": None, "left_why": ""} if gave_up else {}), note=note)


@transaction.atomic
def talk_with_applicant(person: Person, *, day: date, note: str = "", by: Any) -> str | None:
    """Too late is better than not at all: it is recorded, and said."""
    case = Case(person, day, StepKind.TALK).stands(Standing.APPLICANT)
    since = case.since()
    case.take(note=note)
    if since and day > months_after(since, case.rules.talk_months):
        late = _("Recorded. The talk was due within %(months)s months of the application.")
        return cited(case.rules, StepKind.TALK, late % {"months": case.rules.talk_months})
    return None


@transaction.atomic
def list_activist(person: Person, *, day: date, by: Any, **facts: Any) -> None:
    case = Case(person, day, StepKind.ACTIVIST).stands(Standing.APPLICANT)
    case.need(bool(case.last(StepKind.TALK)), _("Talk with the applicant first."))
    check_votes(case, facts)
    case.take({"standing": Standing.ACTIVIST, "activist_on": iso(day)}, **facts)


@transaction.atomic
def assign_contacts(
    person: Person,
    *,
    day: date,
    first: Person,
    second: Person | None = None,
    note: str = "",
    by: Any,
) -> None:
    case = Case(person, day, StepKind.CONTACTS).stands(Standing.ACTIVIST, Standing.TARGET)
    chosen = [one for one in (first, second) if one]
    case.need(len(chosen) <= case.rules.most_contacts, _("That is one contact too many."))
    check_full_members(case, chosen)
    case.take(first=first, second=second, note=note)


@transaction.atomic
def review_activist(person: Person, *, day: date, result: str, note: str = "", by: Any) -> None:
    case = Case(person, day, StepKind.REVIEW).stands(Standing.ACTIVIST, Standing.TARGET)
    case.take(result=result, note=note)


@transaction.atomic
def list_target(
    person: Person, *, day: date, agreed_on: date | None = None, by: Any, **facts: Any
) -> str | None:
    """`agreed_on`: the day the higher committee agreed, `paper` its number; the 2026 rules ask for
    both, and for publicity after it."""
    case = Case(person, day, StepKind.TARGET).stands(Standing.ACTIVIST)
    check_cultivated(case)
    check_votes(case, facts)
    if case.rules.target_agreed:
        case.need(
            bool(agreed_on and agreed_on <= day and facts.get("paper")),
            _("The higher committee must agree first: give the day and the number of its answer."),
        )
    note = check_publicity(case, agreed_on, facts)
    case.take({"standing": Standing.TARGET, "target_on": iso(day)}, **facts)
    return note or None


def check_cultivated(case: Case) -> None:
    months, since = case.rules.cultivation_months, case.since()
    case.need(bool(since), _("Enter since when the person has been an activist."))
    if since and case.day < months_after(since, months):
        case.refuse(
            _("An activist is cultivated for %(months)s months first: until %(day)s.")
            % {"months": months, "day": iso(months_after(since, months))}
        )
    case.need(bool(case.last(StepKind.CONTACTS)), _("No contacts have been assigned."))
    review = case.last(StepKind.REVIEW)
    due = review and months_after(review.day, case.rules.review_months)
    case.need(bool(due and due >= case.day), _("The last half-year's review is missing."))
    case.need(bool(review and review.result != Result.FAILED), _("The last review was not passed."))


def check_publicity(case: Case, after: date | None, facts: dict[str, Any]) -> str:
    """The sentence for days that were counted without a holiday calendar."""
    wanted = case.rules.publicity_days
    if not wanted:
        return ""
    first, last = facts.get("publicity_from"), facts.get("publicity_to")
    if not first or not last:
        case.refuse(_("Give from when to when the publicity was."))
    case.need(last <= case.day, _("The publicity must have ended by the day of the step."))
    case.need(not after or first >= after, _("The publicity begins after the committee agrees."))
    counted = counts_working_days(first, last)
    if counted < wanted:
        case.refuse(
            _("The publicity lasts %(wanted)s working days at least; these are %(counted)s.")
            % {"wanted": wanted, "counted": counted}
        )
    return calendar_note(first, last)


@transaction.atomic
def review_politically(person: Person, *, day: date, result: str, by: Any, **facts: Any) -> None:
    case = Case(person, day, StepKind.POLITICAL_REVIEW).stands(Standing.TARGET)
    case.take(result=result, **facts)


@transaction.atomic
def train_target(person: Person, *, day: date, by: Any, **facts: Any) -> None:
    case = Case(person, day, StepKind.TRAINING).stands(Standing.TARGET)
    rules = case.rules
    enough = (facts.get("days") or 0) >= rules.training_days
    case.need(
        enough or (facts.get("hours") or 0) >= rules.training_hours,
        _("The training lasts %(days)s days or %(hours)s class hours at least.")
        % {"days": rules.training_days, "hours": rules.training_hours},
    )
    case.take(**facts)


@transaction.atomic
def pre_review(person: Person, *, day: date, result: str, by: Any, **facts: Any) -> None:
    case = Case(person, day, StepKind.PRE_REVIEW).stands(Standing.TARGET)
    check_politics(case)
    case.need(bool(case.last(StepKind.TRAINING)), _("The short training is missing."))
    case.take(result=result, **facts)


def check_politics(case: Case) -> None:
    review = case.last(StepKind.POLITICAL_REVIEW)
    passed = bool(review and review.result == Result.PASSED)
    case.need(passed, _("Without a passed political review nobody is admitted."))
    valid = months_after(review.day, case.rules.review_valid_months) if review else case.day
    case.need(
        case.day <= valid, _("The political review was valid until %(day)s.") % {"day": iso(valid)}
    )


@transaction.atomic
def admit(
    person: Person, *, day: date, first: Person, second: Person, by: Any, **facts: Any
) -> None:
    """The branch meeting admits: membership begins that day (domain 2.3). With a quota that is not
    binding, `beyond` says that going beyond it is meant."""
    case = Case(person, day, StepKind.ADMIT).stands(Standing.TARGET)
    beyond = bool(facts.pop("beyond", False))
    review = case.last(StepKind.PRE_REVIEW)
    case.need(bool(review and review.result == Result.PASSED), _("The pre-review is missing."))
    limit = months_after(review.day, case.rules.meeting_months) if review else day
    case.need(day <= limit, _("The meeting was to be held by %(day)s.") % {"day": iso(limit)})
    check_politics(case)
    check_full_members(case, [first, second])
    check_votes(case, facts, needed=True)
    check_quota(case, beyond)
    changes = {"standing": Standing.PROBATIONARY, "joined": iso(day)}
    case.take(changes, first=first, second=second, **facts)


@transaction.atomic
def approve_admission(
    person: Person, *, day: date, special: bool = False, by: Any, **facts: Any
) -> None:
    case = Case(person, day, StepKind.APPROVE).stands(Standing.PROBATIONARY)
    case.need(not case.last(StepKind.APPROVE), _("The admission has been approved already."))
    rules = case.rules
    months = rules.approval_special_months if special else rules.approval_months
    limit = months_after(first_day(case.person.joined or iso(day)), months)
    case.need(
        day <= limit,
        _("The committee was to approve by %(day)s; the branch must discuss it again.")
        % {"day": iso(limit)},
    )
    case.take(**facts)


@transaction.atomic
def take_oath(person: Person, *, day: date, note: str = "", by: Any) -> str | None:
    case = Case(person, day, StepKind.OATH).stands(Standing.PROBATIONARY)
    admitted, approved = case.last(StepKind.ADMIT), case.last(StepKind.APPROVE)
    case.need(bool(approved or not admitted), _("The admission has not been approved yet."))
    case.take(note=note)
    if approved and case.rules.oath_months:
        limit = months_after(approved.day, case.rules.oath_months)
        if day > limit:
            late = _("Recorded. The oath was due by %(day)s.") % {"day": iso(limit)}
            return cited(case.rules, StepKind.OATH, late)
    return None


@transaction.atomic
def stop_development(person: Person, *, day: date, note: str, by: Any) -> None:
    """An applicant, activist or target leaves the pipeline; they may apply again."""
    Case(person, day, StepKind.STOP).stands(*CANDIDATES).exit(LeftWhy.OTHER, note=note)


def check_full_members(case: Case, chosen: list[Person]) -> None:
    """Contacts and introducers are full members, each another person (domain 2.2)."""
    people = {one.pk for one in chosen}
    case.need(len(people) == len(chosen), _("Name two different persons."))
    case.need(case.person.pk not in people, _("Nobody vouches for themselves."))
    for one in chosen:
        confirmed = one.confirmed or one.joined
        full = one.standing == Standing.FULL and not (one.left and first_day(one.left) <= case.day)
        full = full and bool(confirmed and first_day(confirmed) <= case.day)
        case.need(full, _("%(person)s is not a full member on that day.") % {"person": one})


def check_votes(case: Case, facts: dict[str, Any], *, needed: bool = False) -> None:
    """Enough of those due attend, and enough of those due agree; secretly counted."""
    due, present, yes = (facts.get(name) for name in ("due", "present", "in_favour"))
    if due is None and present is None and yes is None and not needed:
        return
    if due is None or present is None or yes is None:
        case.refuse(_("Give how many were due, how many came and how many agreed."))
    against = facts.get("against") or 0
    case.need(due > 0 and present <= due, _("More came than were due."))
    case.need(yes + against <= present, _("More votes were given than voters came."))
    case.need(
        present * 100 > due * case.rules.quorum,
        _("More than %(share)s %% of those due must attend.") % {"share": case.rules.quorum},
    )
    case.need(
        yes * 100 > due * case.rules.majority,
        _("More than %(share)s %% of those due must agree.") % {"share": case.rules.majority},
    )
