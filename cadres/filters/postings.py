from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadres.choices.postings import PostingKind, PostingLeft, SupportKind, TeamName
from cadres.filters import posted
from cadres.filters.facets import NumberFacet, YesFacet
from cadres.filters.posts import HolderEducationFacet
from cadres.models import (
    Posting,
    PostingAssessment,
    PostingAttendance,
    PostingBatch,
    PostingGoal,
    PostingLog,
    PostingRule,
    PostingSupport,
    TeamTask,
)
from cadres.rules.postings import attendance_reached
from organizations.choices.tree import Level
from portal.choices import EDUCATION, SEX
from portal.filters import AgeFacet, RecordFilter, Whether

BY_POSTING = ("posting__person__name", "posting__organization__name")


class EndsFacet(django_filters.NumberFilter):
    """Terms that end within so many days after the day, those past their end included."""

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}term_ends__lte": day + timedelta(days=int(value))})


def reached(day: date, prefix: str) -> Q:
    """Months in which the attendance demanded was reached."""
    return attendance_reached(prefix)


def late(day: date, prefix: str) -> Q:
    return Q(**{f"{prefix}due_on__lt": day, f"{prefix}until": None})


class PostingFilter(RecordFilter):
    search = ("person__name", "organization__name", "organization__code", "sending_unit")

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of posting"), choices=PostingKind.choices
    )
    level = django_filters.MultipleChoiceFilter(
        "organization__level", label=_("Level"), choices=Level.choices
    )
    left_why = django_filters.MultipleChoiceFilter(
        label=_("Why the posting ended"), choices=PostingLeft.choices
    )
    sex = django_filters.ChoiceFilter("person__sex", label=_("Sex"), choices=SEX.choices)
    age_under = AgeFacet(label=_("Younger than"), born="person__born", min_value=0, max_value=150)
    age_over = AgeFacet(
        label=_("Older than"), born="person__born", over=True, min_value=0, max_value=150
    )
    education_at_least = HolderEducationFacet(
        label=_("Education at least"), choices=EDUCATION.choices
    )
    ends_within = EndsFacet(label=_("Term ends within (days)"), min_value=0, max_value=4000)
    over_term = YesFacet(posted.over_term, label=_("Past the end of the term"))
    priority_village = YesFacet(posted.in_priority_villages, label=_("In a village of priority"))
    goals_reached = YesFacet(posted.goals_reached, label=_("All goals reached"))
    attendance_missing = YesFacet(
        posted.without_attendance, label=_("Attendance of last month missing")
    )
    supported = YesFacet(posted.supported, label=_("Supported by the sending unit this year"))
    duties_at_least = NumberFacet(
        posted.with_duties, label=_("Different duties in the work log at least"), max_value=6
    )

    class Meta:
        model = Posting
        fields = ["posted_as", "priority"]


class PostingBatchFilter(RecordFilter):
    search = ("name", "document")

    class Meta:
        model = PostingBatch
        fields = ["kind"]


class PostingRuleFilter(RecordFilter):
    search = ("source",)

    class Meta:
        model = PostingRule
        fields = ["kind"]


class PostingGoalFilter(RecordFilter):
    search = ("text",)

    class Meta:
        model = PostingGoal
        fields = ["order"]


class PostingAssessmentFilter(RecordFilter):
    search = (*BY_POSTING, "goal__text")

    class Meta:
        model = PostingAssessment
        fields = ["reached"]


class PostingAttendanceFilter(RecordFilter):
    search = BY_POSTING

    kind = django_filters.MultipleChoiceFilter(
        "posting__kind", label=_("Kind of posting"), choices=PostingKind.choices
    )
    attendance_reached = Whether(reached, label=_("Attendance reached"))

    class Meta:
        model = PostingAttendance
        fields = ["month"]


class PostingLogFilter(RecordFilter):
    search = (*BY_POSTING, "title")

    class Meta:
        model = PostingLog
        fields = ["duty"]


class PostingSupportFilter(RecordFilter):
    search = (*BY_POSTING, "posting__sending_unit", "what")

    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of support"), choices=SupportKind.choices
    )

    class Meta:
        model = PostingSupport
        fields: ClassVar[list[str]] = []


class TeamTaskFilter(RecordFilter):
    search = ("organization__name", "task", "person__name")

    team = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("postings", "Team"), choices=TeamName.choices
    )
    late = Whether(late, label=_("Overdue"))

    class Meta:
        model = TeamTask
        fields = ["docking"]
