from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.standing import (
    OCCUPATIONS,
    SINCE,
    LeftWhy,
    MemberClass,
    Membership,
    Standing,
)
from members.filters.faults import FAULTS, turning
from members.models import Affiliation, LostContact, MobileRecord, Person
from members.rules.due import OVERDUE_WORDS, confirmation_soon, overdue, to_remove
from portal.choices import EDUCATION, ETHNICITY, SEX, education_at_least
from portal.filters import AgeFacet, RecordFilter, Whether, years_before


def since(standing: str, day: date, prefix: str) -> Q:
    """Had this standing, or a later one, by the day; an unknown day counts for the standing held
    now."""
    if standing == Standing.NONE:
        return Q(**{f"{prefix}standing": standing})
    field = f"{prefix}{SINCE[Standing(standing)]}"
    unknown = Q(**{f"{field}__isnull": True, f"{prefix}standing": standing})
    if standing == Standing.FULL:  # members of 1969-1977 were never on probation
        joined = f"{prefix}joined"
        unknown &= Q(**{f"{joined}__isnull": True}) | Q(**{f"{joined}__lte": day})
    return Q(**{f"{field}__lte": day}) | unknown


def standing_on(standing: str, day: date, prefix: str = "") -> Q:
    """Held this standing on the day: reached it, and none after it."""
    order = Standing.values
    later = order[order.index(standing) + 1 :]
    held = since(standing, day, prefix)
    for following in later:
        held &= ~since(following, day, prefix)
    return held


class StandingFacet(django_filters.MultipleChoiceFilter):
    def condition(self, value: Sequence[str], day: date, prefix: str) -> Q:
        return reduce(or_, (standing_on(standing, day, prefix) for standing in value))


class EducationFacet(django_filters.ChoiceFilter):
    """At least this level of schooling; senior high and secondary vocational schooling are one
    level."""

    def condition(self, value: str, day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}education__in": education_at_least(value)})


class PartyAgeFacet(django_filters.NumberFilter):
    """Whole years in the party on the day, corrected as the file says; `under` or at least."""

    def __init__(self, *args: Any, under: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.under = under

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        correction = f"{prefix}party_age_correction"
        odd = Person.objects.exclude(party_age_correction=None).exclude(party_age_correction=0)
        known: set[Any] = set(odd.order_by().values_list("party_age_correction", flat=True))
        plain = Q(**{f"{correction}__isnull": True}) | Q(**{correction: 0})
        spans = {0: plain} | {years: Q(**{correction: years}) for years in known}
        reached = reduce(
            or_,
            (met & since_by(day, int(value) - years, prefix) for years, met in spans.items()),
        )
        full = Q(**{f"{prefix}standing": Standing.FULL})
        return full & ~reached if self.under else full & reached


def since_by(day: date, years: int, prefix: str) -> Q:
    """A full member for at least so many years; who has no confirmation, since joining."""
    limit = years_before(day, max(years, 0))
    confirmed, joined = f"{prefix}confirmed", f"{prefix}joined"
    without = Q(**{f"{confirmed}__isnull": True, f"{joined}__lte": limit})
    return Q(**{f"{confirmed}__lte": limit}) | without


class OccupationFacet(django_filters.MultipleChoiceFilter):
    """Occupation classes of the annual statistics, read from the words of the work post."""

    def condition(self, value: Sequence[str], day: date, prefix: str) -> Q:
        words = [word for one in value for word in OCCUPATIONS[one][1]]
        return reduce(or_, (Q(**{f"{prefix}work_post__icontains": word}) for word in words))


class YearFacet(django_filters.NumberFilter):
    """Dated in a calendar year."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        first, last = date(int(value), 1, 1), date(int(value), 12, 31)
        name = f"{prefix}{self.field_name}"
        return Q(**{f"{name}__gte": first, f"{name}__lte": last})


class FlagFacet(django_filters.BooleanFilter):
    """Marked so on the roster, or registered so on the day in the register of its own."""

    def __init__(self, *args: Any, register: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        registered = self.register.objects.at(day).order_by().values("person")
        held = Q(**{f"{prefix}{self.field_name}": True}) | Q(**{f"{prefix}pk__in": registered})
        return held if value else ~held


class FaultFacet(django_filters.MultipleChoiceFilter):
    def condition(self, value: Sequence[str], day: date, prefix: str) -> Q:
        return reduce(or_, (FAULTS[one][1](day, prefix) for one in value))


class OverdueFacet(django_filters.MultipleChoiceFilter):
    def condition(self, value: Sequence[str], day: date, prefix: str) -> Q:
        return reduce(or_, (overdue(one, day, prefix) for one in value))


def skilled(day: date, prefix: str) -> Q:
    return ~Q(**{f"{prefix}skills": ""})


class JoinedYoungFacet(django_filters.NumberFilter):
    """Younger than so many years on the day of joining (000-37)."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        known = Q(**{f"{prefix}born__isnull": False})
        return known & Q(**{f"{prefix}joined__lt": turning(int(value), prefix)})


class PersonFilter(RecordFilter):
    search = ("name", "phone")

    standing = StandingFacet(label=_("Standing"), choices=Standing.choices)
    sex = django_filters.MultipleChoiceFilter(label=_("Sex"), choices=SEX.choices)
    ethnicity = django_filters.MultipleChoiceFilter(label=_("Ethnicity"), choices=ETHNICITY.choices)
    education = django_filters.MultipleChoiceFilter(label=_("Education"), choices=EDUCATION.choices)
    education_at_least = EducationFacet(label=_("Education at least"), choices=EDUCATION.choices)
    age_under = AgeFacet(label=_("Younger than"), min_value=0, max_value=150)
    age_over = AgeFacet(label=_("Older than"), over=True, min_value=0, max_value=150)
    joined_after = django_filters.DateFilter("joined", "gte", label=_("Joined on or after"))
    joined_before = django_filters.DateFilter("joined", "lte", label=_("Joined on or before"))

    joined_in = YearFacet("joined", label=_("Joined in the year"), min_value=1921, max_value=2200)
    confirmed_in = YearFacet(
        "confirmed", label=_("Confirmed in the year"), min_value=1921, max_value=2200
    )
    joined_under = JoinedYoungFacet(
        label=_("Younger when joining than"), min_value=0, max_value=150
    )
    party_age_from = PartyAgeFacet(label=_("Party age at least"), min_value=0, max_value=120)
    party_age_under = PartyAgeFacet(
        label=_("Party age under"), under=True, min_value=0, max_value=120
    )
    occupation = OccupationFacet(
        label=_("Occupation class"), choices=[(key, one[0]) for key, one in OCCUPATIONS.items()]
    )
    member_class = django_filters.MultipleChoiceFilter(
        label=_("Class of member"), choices=MemberClass.choices
    )
    membership = django_filters.MultipleChoiceFilter(
        label=_("State of membership"), choices=Membership.choices
    )
    left_why = django_filters.MultipleChoiceFilter(label=_("Why left"), choices=LeftWhy.choices)
    migrant_worker = django_filters.BooleanFilter(label=_("Migrant worker"))
    skilled = Whether(skilled, label=_("Has a skill"))
    needy = django_filters.BooleanFilter(label=_("Needy"))
    mobile = FlagFacet("mobile", register=MobileRecord, label=_("Mobile"))
    lost = FlagFacet("lost", register=LostContact, label=_("Lost contact"))
    overdue = OverdueFacet(label=_("Overdue"), choices=list(OVERDUE_WORDS.items()))
    confirmation_soon = Whether(confirmation_soon, label=_("Probation ends within a month"))
    removal_due = Whether(to_remove, label=_("Removal due after suspension"))
    fault = FaultFacet(
        label=_("Missing or wrong"), choices=[(key, one[0]) for key, one in FAULTS.items()]
    )

    class Meta:
        model = Person
        fields: list[Any] = []


class AffiliationFilter(RecordFilter):
    search = ("person__name", "organization__name")

    class Meta:
        model = Affiliation
        fields: list[Any] = []
