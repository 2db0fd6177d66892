"""Facets on persons that look at what other registers hold of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q

from members.filters.persons import PersonFilter
from members.models import Person

LAST_YEAR = 9999


def ask_of_persons(**facets: Any) -> None:
    """Let the list of persons be asked what other registers of this app hold of them."""
    for name, facet in facets.items():
        facet.model, facet.field_name = Person, facet.field_name or name
        PersonFilter.base_filters[name] = facet


def first_of_year(day: date, years: int = 1) -> date:
    return date(day.year - years + 1, 1, 1)


class KindFacet(django_filters.ChoiceFilter):
    """Has a row of this kind in force on the day."""

    def __init__(self, rows: Any, kind: str, *args: Any, **kwargs: Any) -> None:
        choices = rows._meta.get_field(kind).choices
        super().__init__(*args, choices=choices, **kwargs)
        self.rows, self.kind = rows, kind

    def condition(self, value: str, day: date, prefix: str) -> Q:
        named = self.rows.objects.at(day).filter(**{self.kind: value})
        return Q(**{f"{prefix}pk__in": named.order_by().values("person")})


class InYearFacet(django_filters.NumberFilter):
    """Has a row dated in this year, up to the day; `only` narrows the rows."""

    def __init__(self, rows: Any, *args: Any, only: Q | None = None, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1949, max_value=LAST_YEAR, **kwargs)
        self.rows, self.only = rows, only or Q()

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        first, last = date(int(value), 1, 1), min(day, date(int(value), 12, 31))
        named = self.rows.objects.during(first, last).filter(self.only)
        return Q(**{f"{prefix}pk__in": named.order_by().values("person")})
