from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from portal.models import Record


class Told(Record):
    """Named by "#" and its number; workbooks may also write what lists show of it."""

    handles = ("pk",)

    class Meta(Record.Meta):
        abstract = True

    def handle(self) -> str:
        return f"#{self.pk}"

    @classmethod
    def named(cls, rows: Any, text: str) -> Any:
        if text.removeprefix("#").isdecimal():
            return rows.filter(pk=int(text.removeprefix("#")))
        return rows.filter(pk__in=[pk for word, pk in cls.words(rows) if word == text])

    @classmethod
    def words(cls, rows: Any) -> Iterator[tuple[str, int]]:
        fields = cls._meta.fields
        links = [one.name for one in fields if isinstance(one, models.ForeignKey) and not one.null]
        for row in rows.select_related(*links):
            yield f"#{row.pk}", row.pk
            yield str(row), row.pk
