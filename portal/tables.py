"""One door out: what a list shows, an export writes and the API's lists are sorted by."""

from __future__ import annotations

from typing import Any, ClassVar

import django_tables2 as tables
from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.fields import IdNumberField, mask_id


class FieldColumn(tables.Column):
    """The column of one kind of model field. Its `value` says all that an export needs."""

    of: ClassVar[type[models.Field[Any, Any]]]

    @classmethod
    def from_field(cls, field: Any, **kwargs: Any) -> Any:
        name = kwargs.get("verbose_name") or field.verbose_name
        return cls(verbose_name=name) if isinstance(field, cls.of) else None


class IdNumberColumn(FieldColumn):
    """Always masked, on screen and in every export."""

    of = IdNumberField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, orderable=False)

    def render(self, value: Any) -> str:
        return mask_id(value)

    def value(self, value: Any) -> str:
        return mask_id(value)


class DayColumn(FieldColumn):
    """Days as 2026-11-22 in every language: they sort as they read, and come back on import."""

    of = models.DateField

    def render(self, value: Any) -> str:
        return f"{value:%Y-%m-%d}"

    def value(self, value: Any) -> Any:
        return value


class MomentColumn(DayColumn):
    of = models.DateTimeField

    def render(self, value: Any) -> str:
        return f"{localtime(value):%Y-%m-%d %H:%M}"


class TruthColumn(FieldColumn):
    """Yes, or nothing to see."""

    of = models.BooleanField

    def render(self, value: Any) -> Any:
        return _("Yes") if value else "–"

    def value(self, value: Any) -> Any:
        return _("Yes") if value else _("No")


class DecimalColumn(FieldColumn):
    """1,234.50: amounts are read in threes. Exports have the number."""

    of = models.DecimalField
    numeric = True

    def render(self, value: Any) -> str:
        return f"{value:,}"

    def value(self, value: Any) -> Any:
        return value


for column in (IdNumberColumn, DayColumn, MomentColumn, TruthColumn, DecimalColumn):
    tables.columns.library.register(column)  # the last one registered is asked first


class RecordTable(tables.Table):
    """Columns of a list page and of its export.

    `shown` names those on the page until a user chooses others.
    """

    number = tables.Column(accessor="pk", verbose_name=_("Record no."), visible=False)

    class Meta:
        attrs = {"class": "tbl"}
        order_by_field = "sort"
        empty_text = ""

    @classmethod
    def related(cls) -> list[str]:
        """Foreign keys the columns read and what records hang from, as they are called by it: so
        that a list never runs a query per row."""
        columns = cls.base_columns.items()
        shown = {str(column.accessor or name).split("__")[0] for name, column in columns}
        links = {f.name for f in cls._meta.model._meta.fields if isinstance(f, models.ForeignKey)}
        place = cls._meta.model.scope_path
        return sorted({*(shown & links), *([place] if place else [])})

    @classmethod
    def rows(cls, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        related = cls.related()
        return queryset.select_related(*related) if related else queryset
