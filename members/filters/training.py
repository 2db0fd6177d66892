"""Courses, who took part, and the language in which training is counted.

`owes_training`, `training_reached` and `training_missed` take the code of a training duty and look
at the calendar years that end on the day: coverage is one of them over another.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from members.choices.training import COUNTED, TopicSet
from members.filters.persons import PersonFilter
from members.filters.related import first_of_year
from members.models import Training, TrainingAttendance, TrainingDuty, TrainingTopic
from portal.filters import RecordFilter


class TopicFacet(django_filters.CharFilter):
    """A course of this topic, whichever of its three; by code."""

    def condition(self, value: str, day: date, prefix: str) -> Q:
        ids = TrainingTopic.objects.filter(code=value.strip()).values("pk")
        names = ("topic", "second_topic", "third_topic")
        found = Q()
        for name in names:
            found |= Q(**{f"{prefix}{name}__in": ids})
        return found


class TopicSetFacet(django_filters.ChoiceFilter):
    """A course with a topic of this list."""

    def condition(self, value: str, day: date, prefix: str) -> Q:
        names = ("topic", "second_topic", "third_topic")
        found = Q()
        for name in names:
            found |= Q(**{f"{prefix}{name}__family": value})
        return found


class TrainingTopicFilter(RecordFilter):
    search = ("code", "name")

    class Meta:
        model = TrainingTopic
        fields = ["family"]


class TrainingFilter(RecordFilter):
    search = ("code", "title", "place_name", "teacher")

    topic = TopicFacet(label=_("Topic (code)"))
    topics = TopicSetFacet(label=_("List of topics"), choices=TopicSet.choices)
    held_after = django_filters.DateFilter("first_day", "gte", label=_("Held on or after"))
    held_before = django_filters.DateFilter("first_day", "lte", label=_("Held on or before"))
    days_at_least = django_filters.NumberFilter("days", "gte", label=_("Days at least"))
    hours_at_least = django_filters.NumberFilter("hours", "gte", label=_("Class hours at least"))

    class Meta:
        model = Training
        fields = ["level", "kind", "audience", "site", "channel"]


class CourseFacet(django_filters.ChoiceFilter):
    """Taking part in courses of this level, kind ..."""

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        field: Any = Training._meta.get_field(name)
        super().__init__(f"training__{name}", *args, choices=field.choices, **kwargs)


class TrainingAttendanceFilter(RecordFilter):
    search = ("person__name", "training__title", "certificate")

    level = CourseFacet("level", label=_("Level of the course"))
    kind = CourseFacet("kind", label=_("Kind of course"))
    audience = CourseFacet("audience", label=_("Meant for"))
    channel = CourseFacet("channel", label=_("Channel"))
    after = django_filters.DateFilter("attended_on", "gte", label=_("On or after"))
    before = django_filters.DateFilter("attended_on", "lte", label=_("On or before"))

    class Meta:
        model = TrainingAttendance
        fields = ["outcome"]


class TrainingDutyFilter(RecordFilter):
    search = ("code", "name", "source")

    class Meta:
        model = TrainingDuty
        fields: list[Any] = []


def counted(day: date, years: int = 1) -> QuerySet[TrainingAttendance]:
    """What was taken part in, in the calendar years that end on the day."""
    rows: QuerySet[TrainingAttendance] = TrainingAttendance.objects.filter(
        attended_on__gte=first_of_year(day, years), attended_on__lte=day, outcome__in=COUNTED
    )
    return rows.order_by()


def owing(duty: TrainingDuty, day: date, prefix: str = "") -> Q:
    """Those whom a duty binds."""
    return PersonFilter(duty.who).condition(day, prefix)


def enough(duty: TrainingDuty) -> Q:
    """Sums that reach what a duty asks for: `h` hours, `d` days, `t` times."""
    asked = {"h__gte": duty.hours, "d__gte": duty.days, "t__gte": duty.times}
    return Q(**{name: least for name, least in asked.items() if least})


def those_who_reached(duty: TrainingDuty, day: date) -> Any:
    """Record numbers of whoever has taken part in enough of the courses that count."""
    courses = TrainingFilter(duty.courses).condition(day, "training__")
    rows = counted(day, duty.years).filter(courses).values("person")
    summed = rows.annotate(h=Sum("hours"), d=Sum("days"), t=Count("pk"))
    return summed.filter(enough(duty)).values("person")


class DutyFacet(django_filters.CharFilter):
    """Persons by how they stand to a training duty, given by its code."""

    def condition(self, value: str, day: date, prefix: str) -> Q:
        duty = TrainingDuty.objects.filter(code=value.strip()).first()
        return self.standing(duty, day, prefix) if duty else Q(**{f"{prefix}pk__in": []})

    def standing(self, duty: TrainingDuty, day: date, prefix: str) -> Q:
        return owing(duty, day, prefix)


class DutyReachedFacet(DutyFacet):
    def standing(self, duty: TrainingDuty, day: date, prefix: str) -> Q:
        reached = Q(**{f"{prefix}pk__in": those_who_reached(duty, day)})
        return owing(duty, day, prefix) & reached


class DutyMissedFacet(DutyFacet):
    def standing(self, duty: TrainingDuty, day: date, prefix: str) -> Q:
        reached = Q(**{f"{prefix}pk__in": those_who_reached(duty, day)})
        return owing(duty, day, prefix) & ~reached


class AmountFacet(django_filters.NumberFilter):
    """At least so many hours (or days) of training in the calendar year that ends on the day."""

    def __init__(self, amount: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, **kwargs)
        self.amount = amount

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        rows = counted(day).values("person").annotate(sum=Sum(self.amount))
        return Q(**{f"{prefix}pk__in": rows.filter(sum__gte=value).values("person")})
