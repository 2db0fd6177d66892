from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.choices.training import Outcome
from members.models import Person, Training, TrainingAttendance
from portal.errors import Refused


def enterable(by: Any) -> Any:
    """The persons whose trainings a user may enter."""
    scope = by.scope("members.add_trainingattendance")
    return Person.objects.filter(scope.q("organization"))


def attendance(training: Training, person: Person, outcome: str) -> TrainingAttendance:
    absent = outcome == Outcome.ABSENT
    return TrainingAttendance(
        training=training,
        person=person,
        attended_on=training.first_day,
        days=Decimal(0) if absent else training.days,
        hours=Decimal(0) if absent else training.hours,
        outcome=outcome,
    )


@transaction.atomic
def enrol_members(
    training: Training,
    *,
    people: Iterable[Person],
    outcome: str,
    by: Any,
    problems: Sequence[str] = (),
) -> str:
    """Enter many persons at once; those who are in already stay as they are."""
    people = list(people)
    if not people:
        raise Refused(_("Nobody was named."))
    allowed = set(enterable(by).filter(pk__in=[one.pk for one in people]))
    if len(allowed) < len({one.pk for one in people}):
        raise Refused(_("Some of these persons are outside the organizations you may write to."))
    there = set(training.attendances.values_list("person", flat=True))
    fresh = [attendance(training, one, outcome) for one in people if one.pk not in there]
    TrainingAttendance.objects.bulk_create(fresh)
    said = ngettext("%(n)s person was entered.", "%(n)s persons were entered.", len(fresh))
    told = [said % {"n": len(fresh)}]
    if already := len(people) - len(fresh):
        told.append(_("%(n)s were in already.") % {"n": already})
    return " ".join([*told, *problems])


@transaction.atomic
def enrol_person(person: Person, *, training: Training, outcome: str, by: Any) -> None:
    """Enter the person in a course; ticked in the list of persons, many at once."""
    if not by.scope("members.add_trainingattendance").covers(person.place()):
        raise Refused(_("You may not enter trainings of this person."))
    if training.attendances.filter(person=person).exists():
        raise Refused(_("%(person)s is in this course already.") % {"person": person})
    attendance(training, person, outcome).save()
