from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.choices import Result, Stars
from assessments.models import Rating
from portal.filters import RecordFilter


class RatingFilter(RecordFilter):
    search = ("organization__name", "organization__code", "person__name")

    year = django_filters.NumberFilter(label=_("Year"), min_value=1990, max_value=2200)
    stars = django_filters.MultipleChoiceFilter(label=_("Stars"), choices=Stars.choices)
    result = django_filters.MultipleChoiceFilter(label=_("Result"), choices=Result.choices)
    of_persons = django_filters.BooleanFilter(
        "person", "isnull", exclude=True, label=_("Ratings of persons")
    )

    class Meta:
        model = Rating
        fields: list[Any] = []


class StarsFacet(django_filters.NumberFilter):
    """Rated at this many stars or more in the year of the day (000-09, 000-10).

    The ratings are asked for once, not once a row: PostgreSQL hashes what the sub-select finds.
    """

    def __init__(self, *args: Any, about: str, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_value=5, **kwargs)
        self.about = about

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        rated = Rating.objects.order_by().filter(
            year=day.year,
            stars__gte=int(value),
            result=Result.CONFIRMED,
            person__isnull=self.about == "organization",
        )
        return Q(**{f"{prefix}pk__in": rated.values(self.about)})

    def held(self, ids: Iterable[int], day: date) -> dict[int, str]:
        """{organization or person: its stars of the day's year}; those without have none."""
        rows = Rating.objects.filter(year=day.year, result=Result.CONFIRMED)
        rows = rows.filter(**{f"{self.about}__in": list(ids)})
        if self.about == "organization":
            rows = rows.filter(person=None)
        none = str(Stars.NONE.label)
        found = dict.fromkeys(ids, none)
        return found | {getattr(one, f"{self.about}_id"): one.get_stars_display() for one in rows}


class RatedFacet(django_filters.BooleanFilter):
    """Has a rating of its own, of any stars and result, for the year of the day."""

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        rated = Rating.objects.order_by().filter(year=day.year, person=None)
        found = Q(**{f"{prefix}pk__in": rated.values("organization")})
        return found if value else ~found
