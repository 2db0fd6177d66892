from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadres.choices.checks import Filing
from cadres.choices.posts import FOUR_GROUPS, FOUR_WAYS, Chosen, Position, PostLeft, Source
from cadres.filters.facets import (
    YesFacet,
    before_the_election,
    one_shouldered,
    unfit_age,
    without_filing,
)
from cadres.models import CadreRule, Post, PostFiling, Responsibility, SeatRule
from members.filters.persons import EducationFacet
from organizations.choices.tree import Level
from portal.choices import EDUCATION, SEX, education_at_least
from portal.dates import months_after
from portal.filters import AgeFacet, RecordFilter

BY_NAME = ("person__name", "organization__name", "organization__code", "title")


class HolderEducationFacet(EducationFacet):
    def condition(self, value: str, day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}person__education__in": education_at_least(value)})


class TermFacet(django_filters.NumberFilter):
    """Terms that end within so many months after the day; 0: that have ended."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}term_ends__lte": months_after(day, int(value))})


class SetFacet(django_filters.BooleanFilter):
    """A choice among these values, or none of them."""

    def __init__(self, values: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.values = values

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        inside = Q(**{f"{prefix}{self.field_name}__in": self.values})
        return inside if value else ~inside


class PostFilter(RecordFilter):
    search = BY_NAME

    position = django_filters.MultipleChoiceFilter(label=_("Position"), choices=Position.choices)
    chosen = django_filters.MultipleChoiceFilter(label=_("How chosen"), choices=Chosen.choices)
    source = django_filters.MultipleChoiceFilter(
        label=_("Source of the cadre"), choices=Source.choices
    )
    level = django_filters.MultipleChoiceFilter(
        "organization__level", label=_("Level"), choices=Level.choices
    )
    left_why = django_filters.MultipleChoiceFilter(
        label=_("Why the post ended"), choices=PostLeft.choices
    )
    sex = django_filters.ChoiceFilter("person__sex", label=_("Sex"), choices=SEX.choices)
    age_under = AgeFacet(label=_("Younger than"), born="person__born", min_value=0, max_value=150)
    age_over = AgeFacet(
        label=_("Older than"), born="person__born", over=True, min_value=0, max_value=150
    )
    education_at_least = HolderEducationFacet(
        label=_("Education at least"), choices=EDUCATION.choices
    )
    one_shoulder = YesFacet(lambda day: one_shouldered(day).values("pk"), label=_("One shoulder"))
    four_ways = SetFacet(FOUR_WAYS, field_name="chosen", label=_("By one of the four ways"))
    four_groups = SetFacet(FOUR_GROUPS, field_name="source", label=_("From one of the four groups"))
    term_within = TermFacet(label=_("Term ends within (months)"), min_value=0, max_value=120)
    unfiled = YesFacet(lambda day: without_filing(Filing.APPOINTMENT, day), label=_("Not filed"))
    removal_unfiled = YesFacet(
        lambda day: without_filing(Filing.REMOVAL, day), label=_("Removal not filed")
    )
    too_old = YesFacet(unfit_age, label=_("Past the age for staying"))
    before_election = YesFacet(before_the_election, label=_("Begun before the last election"))

    class Meta:
        model = Post
        fields = ["workload"]


class PostFilingFilter(RecordFilter):
    search = ("post__person__name", "post__organization__name", "filing_no")

    class Meta:
        model = PostFiling
        fields = ["kind", "state"]


class SeatRuleFilter(RecordFilter):
    search = ("source",)

    class Meta:
        model = SeatRule
        fields = ["level", "position"]


class CadreRuleFilter(RecordFilter):
    search = ("source",)

    class Meta:
        model = CadreRule
        fields = ["limit"]


class ResponsibilityFilter(RecordFilter):
    search = ("person__name", "organization__name")

    class Meta:
        model = Responsibility
        fields = ["year", "role", "position"]
