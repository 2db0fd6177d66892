from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.standing import SINCE, Standing
from members.models import Affiliation, Person
from portal.choices import EDUCATION, ETHNICITY, SEX, education_at_least
from portal.filters import AgeFacet, RecordFilter


def since(standing: str, day: date, prefix: str) -> Q:
    """Had this standing, or a later one, by the day; an unknown day counts for the standing held
    now."""
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

    class Meta:
        model = Person
        fields: list[Any] = []


class AffiliationFilter(RecordFilter):
    search = ("person__name", "organization__name")

    class Meta:
        model = Affiliation
        fields: list[Any] = []
