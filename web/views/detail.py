"""One record: what it says and what hangs from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import pages as registry
from portal.fields import IdNumberField, PartialDateField, mask_id
from portal.pages import Pages
from web.templatetags.portal import day, moment, thousands
from web.views.listing import show_columns
from web.views.page import Page

RELATED_ROWS = 10
UNSEEN = {"id", "path", "password", "preferences", "created_at", "changed_at", "last_login"}


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    url: str = ""


# How values of a field are read aloud, the more special kind first.
SAID: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (IdNumberField, mask_id),
    (models.DateTimeField, moment),
    ((models.DateField, PartialDateField), day),
    ((models.SmallIntegerField, models.PositiveSmallIntegerField), str),  # a year has no thousands
    ((models.IntegerField, models.DecimalField, models.FloatField), thousands),
)


def field_text(field: Any, value: Any) -> str:
    """A stored value as people read it; an ID number masked."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return next((say for kind, say in SAID if isinstance(field, kind)), str)(value)


def seen_fields(pages: Pages) -> list[str]:
    """The fields a reader may see: those that the form takes or the table shows."""
    known = {field.name for field in pages.model._meta.concrete_fields} - UNSEEN
    form = list(pages.form._meta.fields or ()) if pages.form else []
    table = [str(column.accessor or name) for name, column in pages.table.base_columns.items()]
    return [name for name in dict.fromkeys([*form, *table]) if name in known]


class DetailPage(Page):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.one(pk)
        return self.show(
            "detail",
            title=str(record),
            record=record,
            crumbs=self.crumbs(record),
            groups=list(self.groups(record)),
            related=list(self.related(record)),
            ended=self.ended(record),
            offered=[
                a for a in self.pages.actions if a.offered(record) and self.may(a.verb, record)
            ],
            may_change=bool(self.pages.form) and self.may("change", record),
        )

    def groups(self, record: Any) -> Iterator[tuple[str, list[Fact]]]:
        names = seen_fields(self.pages)
        groups = self.pages.form.groups if self.pages.form else ()
        grouped = {name for _title, inside in groups for name in inside}
        if loose := [name for name in names if name not in grouped]:
            yield "", [self.fact(record, name) for name in loose]
        for title, inside in groups:
            yield str(title), [self.fact(record, name) for name in inside if name in names]

    def fact(self, record: Any, name: str) -> Fact:
        field = record._meta.get_field(name)
        value = getattr(record, name)
        url = ""
        if isinstance(value, models.Model) and registry.has(str(value._meta.model_name)):
            other = registry.get(str(value._meta.model_name))
            url = value.get_absolute_url() if self.request.user.has_perm(other.perm("view")) else ""  # type: ignore[attr-defined]
        return Fact(capfirst(str(field.verbose_name)), field_text(field, value), url)

    def ended(self, record: Any) -> str:
        """The day since when the record is no longer in force."""
        if not record.in_force:
            return ""
        until = getattr(record, record.in_force[1])
        return day(until) if until and until <= timezone.localdate() else ""

    def related(self, record: Any) -> Iterator[dict[str, Any]]:
        """A table of each register that names this record: one query each, a few rows."""
        for other, link in self.pages.naming():
            if self.request.user.has_perm(other.perm("view")):  # type: ignore[attr-defined]
                yield self.related_table(other, link, record)

    def related_table(self, other: Pages, link: Any, record: Any) -> dict[str, Any]:
        """The rows that name the record; of an organization's registers also those of all below."""
        user = self.request.user
        top = link.name == "organization" and hasattr(record, "code")
        named = {f"{link.name}__path__startswith": record.path} if top and other.menu else None
        rows: Any = other.model.objects.for_user(user).filter(**named or {link.name: record})
        rows = other.table.rows(rows)
        found = list(rows[: RELATED_ROWS + 1])
        table = other.table(found[:RELATED_ROWS], orderable=False)
        show_columns(table, user)
        if link.name in table.base_columns and not named:
            table.columns.hide(link.name)
        place = f"?organization={record.code}" if top else ""
        may_add = bool(other.form) and user.has_perm(other.perm("add"))
        return {
            "pages": other,
            "label": capfirst(str(other.label)),
            "table": table,
            "more": len(found) > RELATED_ROWS,
            "list_url": other.url("list") + place if place else "",
            "add_url": f"{other.url('add')}?{link.name}={record.handle()}" if may_add else "",
        }
