"""What records share that are told apart by a sentence, and that begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q

from portal.models import Record

YEARS = [MinValueValidator(1990), MaxValueValidator(2200)]


class Worded(Record):
    """Workbooks may also write what lists show of it."""

    class Meta(Record.Meta):
        abstract = True

    @classmethod
    def words(cls, rows: Any) -> Iterator[tuple[str, int]]:
        links = [
            field.name
            for field in cls._meta.fields
            if isinstance(field, models.ForeignKey) and not field.null
        ]
        for row in rows.select_related(*links) if links else rows:
            yield f"#{row.pk}", row.pk
            yield str(row), row.pk


class Numbered(Worded):
    """Named by its number, since two may be called the same; forms, too, take what lists show."""

    handles = ("name",)

    class Meta(Record.Meta):
        abstract = True

    def handle(self) -> str:
        return f"#{self.pk}"

    @classmethod
    def named(cls, rows: Any, text: str) -> Any:
        found = super().named(rows, text)
        if found.exists():
            return found
        return rows.filter(pk__in=[pk for word, pk in cls.words(rows) if word == text])


def ends_after(
    name: str, since: str = "since", until: str = "until", *, later: bool = False
) -> CheckConstraint:
    """Nothing ends before it begins; with `later`, nor on that day. An unknown day says nothing."""
    after = Q(**{f"{until}__{'gt' if later else 'gte'}": F(since)})
    return CheckConstraint(name=name, condition=Q(**{until: None}) | after)
