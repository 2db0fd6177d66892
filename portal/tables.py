"""One door out: what a list shows, an export writes and the API's lists are sorted by."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import BooleanField, DateField, DateTimeField, ForeignKey, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.fields import IdNumberField, mask_id


class IdNumberColumn(tables.Column):
    """Always masked, on screen and in every export."""

    def render(self, value: Any) -> str:
        return mask_id(value)

    def value(self, value: Any) -> str:
        return mask_id(value)

    @classmethod
    def from_field(cls, field: Any, **kwargs: Any) -> Any:
        if not isinstance(field, IdNumberField):
            return None
        return cls(orderable=False, verbose_name=kwargs.get("verbose_name") or field.verbose_name)


class DayColumn(tables.Column):
    """Days as 2026-11-22 in every language: they sort as they read, and come back on import."""

    def render(self, value: Any) -> str:
        return f"{value:%Y-%m-%d}"

    def value(self, value: Any) -> Any:
        return value

    @classmethod
    def from_field(cls, field: Any, **kwargs: Any) -> Any:
        is_day = isinstance(field, DateField) and not isinstance(field, DateTimeField)
        return (
            cls(verbose_name=kwargs.get("verbose_name") or field.verbose_name) if is_day else None
        )


class MomentColumn(DayColumn):
    def render(self, value: Any) -> str:
        return f"{localtime(value):%Y-%m-%d %H:%M}"

    @classmethod
    def from_field(cls, field: Any, **kwargs: Any) -> Any:
        if not isinstance(field, DateTimeField):
            return None
        return cls(verbose_name=kwargs.get("verbose_name") or field.verbose_name)


class TruthColumn(tables.Column):
    """Yes, or nothing to see."""

    def render(self, value: Any) -> Any:
        return _("Yes") if value else "–"

    def value(self, value: Any) -> Any:
        return _("Yes") if value else _("No")

    @classmethod
    def from_field(cls, field: Any, **kwargs: Any) -> Any:
        if not isinstance(field, BooleanField):
            return None
        return cls(verbose_name=kwargs.get("verbose_name") or field.verbose_name)


for column in (IdNumberColumn, DayColumn, MomentColumn, TruthColumn):
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
        """Foreign keys the columns read, so that a list never runs a query per row."""
        columns = cls.base_columns.items()
        shown = {str(column.accessor or name).split("__")[0] for name, column in columns}
        fields = cls._meta.model._meta.fields
        return [
            field.name for field in fields if isinstance(field, ForeignKey) and field.name in shown
        ]

    @classmethod
    def rows(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        place = cls._meta.model.scope_path  # records are called by what they hang from
        related = {*cls.related(), *([place] if place else [])}
        return queryset.select_related(*sorted(related)) if related else queryset
