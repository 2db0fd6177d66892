"""What records share that are told apart by a sentence, and that begin and end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

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


def in_language(chinese: str, english: str) -> str:
    """What county staff wrote in two languages; Chinese where no English was given."""
    return chinese if (get_language() or "zh").startswith("zh") else english or chinese


class Named(Record):
    """Something county staff define and all below may read. Its name is data, in two languages."""

    handed_down = True
    handles = ("code", "name", "name_en")

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("set by")
    )

    class Meta(Record.Meta):
        abstract = True

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


def ends_after(
    name: str, since: str = "since", until: str = "until", *, later: bool = False
) -> CheckConstraint:
    """Nothing ends before it begins; with `later`, nor on that day. An unknown day says nothing."""
    after = Q(**{f"{until}__{'gt' if later else 'gte'}": F(since)})
    return CheckConstraint(name=name, condition=Q(**{until: None}) | after)
