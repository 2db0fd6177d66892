from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.choices.weak import FOUR_ONES, CaseKind, ListedAs, Stage, Trouble
from organizations.models import DisciplineSummary, WeakOrganization, WeakProgress, WeakRule
from portal.filters import RecordFilter


class ProblemFacet(django_filters.MultipleChoiceFilter):
    """Listed for one of these kinds of problem, first or further."""

    def condition(self, value: list[str], day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}problem__in": value}) | Q(**{f"{prefix}second_problem__in": value})


def stage_q(stage: str, day: date, prefix: str) -> Q:
    """Where the case stands on the day, as `WeakOrganization.stage` says of one."""
    off = Q(**{f"{prefix}off_on__lte": day})
    accepted = Q(**{f"{prefix}accepted_on__lte": day})
    followed = Q(**{f"{prefix}follow_until__gt": day})
    return {
        Stage.LISTED: ~off & ~accepted,
        Stage.ACCEPTED: ~off & accepted,
        Stage.FOLLOWED: off & followed,
        Stage.CLOSED: off & ~followed,
    }[Stage(stage)]


class StageFacet(django_filters.MultipleChoiceFilter):
    def condition(self, value: list[str], day: date, prefix: str) -> Q:
        return reduce(or_, (stage_q(one, day, prefix) for one in value), Q(pk__in=[]))


class OverdueFacet(django_filters.BooleanFilter):
    """Its deadline has passed and it was not accepted."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        late = Q(**{f"{prefix}deadline__lt": day}) & stage_q(Stage.LISTED, day, prefix)
        return late if value else ~late


class FourOnesFacet(django_filters.BooleanFilter):
    """A county leader, a first secretary, a department and a township leader answer for it."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        missing = reduce(or_, (Q(**{f"{prefix}{name}": ""}) for name in FOUR_ONES))
        return ~missing if value else missing


class WeakRuleFilter(RecordFilter):
    search = ("source",)

    class Meta:
        model = WeakRule
        fields: list[Any] = []


class WeakOrganizationFilter(RecordFilter):
    search = ("organization__name", "causes", "county_leader", "first_secretary", "sending_unit")

    year = django_filters.NumberFilter(label=_("Year"))
    listed_as = django_filters.MultipleChoiceFilter(label=_("Listed as"), choices=ListedAs.choices)
    problem = ProblemFacet(label=_("Kind of problem"), choices=Trouble.choices)
    stage = StageFacet(label=_("Stage"), choices=Stage.choices)
    overdue = OverdueFacet(label=_("Past its deadline"))
    four_ones = FourOnesFacet(label=_("All four ones named"))

    class Meta:
        model = WeakOrganization
        fields: list[Any] = []


class WeakProgressFilter(RecordFilter):
    search = ("done", "by_whom", "case__organization__name")

    class Meta:
        model = WeakProgress
        fields: list[Any] = []


class DisciplineSummaryFilter(RecordFilter):
    search = ("organization__name", "source")

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=CaseKind.choices)

    class Meta:
        model = DisciplineSummary
        fields: list[Any] = []
