"""Whether another register has something about a record."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q


class HavingFacet(django_filters.BooleanFilter):
    """Has, or has not, a row in `rows` that names it by `by`: one in force on the day, or with
    `this_year` one dated in the year that ends on the day."""

    def __init__(
        self,
        rows: Any,
        *args: Any,
        by: str = "organization",
        this_year: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.by, self.this_year = rows.objects, by, this_year

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        begun = date(day.year, 1, 1)
        rows = self.rows.during(begun, day) if self.this_year else self.rows.at(day)
        having = Q(**{f"{prefix}pk__in": rows.order_by().values(self.by)})
        return having if value else ~having
