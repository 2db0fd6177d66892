"""What is missing or wrong in a person's data, as conditions (domain 2.12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import CharField, Count, F, IntegerField, Q, Window
from django.db.models.functions import Cast, Concat, Left, Substr
from django.utils.translation import gettext_lazy as _

from members.choices.standing import MEMBERS, Membership, Standing
from members.models import Person
from members.rules.due import overdue
from members.rules.persons import NO_PROBATION
from organizations.choices.tree import Kind

COMMITTEES = (Kind.COUNTY_COMMITTEE, Kind.TOWNSHIP_COMMITTEE)
ADULT = 18


def turning(age: int, prefix: str = "") -> Any:
    """The day on which somebody turns `age`, as text of the precision of the birth date."""
    born = f"{prefix}born"
    year = Cast(Cast(Left(F(born), 4), IntegerField()) + age, CharField())
    return Concat(year, Substr(F(born), 5), output_field=CharField())


def members(prefix: str) -> Q:
    return Q(**{f"{prefix}standing__in": MEMBERS})


def empty(field: str) -> Callable[[date, str], Q]:
    def condition(day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}{field}": ""})

    return condition


def unknown(field: str) -> Callable[[date, str], Q]:
    def condition(day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}{field}__isnull": True})

    return condition


def born_differs(day: date, prefix: str) -> Q:
    inside = f"{prefix}id_born"
    known = Q(**{f"{prefix}born__isnull": False}) & ~Q(**{inside: ""})
    return known & ~Q(**{f"{inside}__startswith": F(f"{prefix}born")})


def joined_young(day: date, prefix: str) -> Q:
    known = Q(**{f"{prefix}born__isnull": False, f"{prefix}joined__isnull": False})
    return known & Q(**{f"{prefix}joined__lt": turning(ADULT, prefix)})


def unconfirmed(day: date, prefix: str) -> Q:
    """A full member without confirmation, but for those of 1969-1977."""
    first, last = NO_PROBATION
    joined = f"{prefix}joined"
    spared = Q(**{f"{joined}__gte": first, f"{joined}__lte": last})
    return Q(**{f"{prefix}standing": Standing.FULL, f"{prefix}confirmed__isnull": True}) & ~spared


def no_branch(day: date, prefix: str) -> Q:
    return members(prefix) & Q(**{f"{prefix}organization__kind__in": COMMITTEES})


def closed_branch(day: date, prefix: str) -> Q:
    here = Q(**{f"{prefix}left__isnull": True})
    return here & Q(**{f"{prefix}organization__closed__lte": day})


def twin(day: date, prefix: str) -> Q:
    """Another person has the same name and was born on the same day.

    Everybody is sorted once: asking anew for each row takes a minute for a county.
    """
    alike = Window(Count("pk"), partition_by=["name", "born"])
    twins = Person.objects.exclude(born=None).annotate(alike=alike).filter(alike__gt=1)
    return Q(**{f"{prefix}pk__in": twins.order_by().values("pk")})


def suspended_here(day: date, prefix: str) -> Q:
    """The roster says suspended, the dates say a member like any other."""
    return Q(**{f"{prefix}membership": Membership.SUSPENDED, f"{prefix}left__isnull": True})


FAULTS: dict[str, tuple[Any, Callable[[date, str], Q]]] = {
    "no_id": (_("no ID number"), unknown("id_number")),
    "no_born": (_("no birth date"), unknown("born")),
    "no_education": (_("no education"), empty("education")),
    "no_phone": (_("no phone"), empty("phone")),
    "born_differs": (_("birth date differs from the ID number"), born_differs),
    "joined_young": (_("joined before the age of 18"), joined_young),
    "unconfirmed": (_("full member without day of confirmation"), unconfirmed),
    "no_branch": (_("member without a branch"), no_branch),
    "closed_branch": (_("in a branch that is closed"), closed_branch),
    "long_probation": (_("probation has run out"), partial(overdue, "confirmation")),
    "not_reviewed": (_("activist not reviewed for half a year"), partial(overdue, "review")),
    "twin": (_("same name and birth date as another"), twin),
    "suspended_here": (_("suspended, but still on the rolls"), suspended_here),
}
