"""What happened to a record, and when: its own days and every dated row that names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone
from django.utils.text import capfirst

from portal.fields import PartialDateField
from portal.pages import Pages
from registers.tally import ANY, Sql, fetched, kept_sql, union

AT_ONCE = 60


@dataclass(frozen=True)
class Source:
    """A day that rows of one register carry, and the field by which they name the record."""

    other: Pages
    link: Any
    day: Any

    @property
    def key(self) -> str:
        return f"{self.other.name}/{self.link.name}/{self.day.name}"


@dataclass(frozen=True)
class Moment:
    """One line: the day as far as it is known, what the day means, the row."""

    day: str
    what: str
    text: str
    register: str = ""
    url: str = ""
    ahead: bool = False

    @property
    def year(self) -> str:
        return self.day[:4]


def days_of(pages: Pages) -> list[Any]:
    """The fields that say when a row of this register began, ended or took place."""
    model = pages.model
    if model.placed_by:
        return []  # when it stood where is told by the rows that place it
    return [model._meta.get_field(name) for name in model.in_force or [model.dated] if name]


def sources(pages: Pages, user: Any) -> Iterator[Source]:
    for other, link in pages.naming():
        if user.has_perm(other.perm("view")):
            yield from (Source(other, link, day) for day in days_of(other))


def has_days(pages: Pages, user: Any) -> bool:
    return any(True for _source in sources(pages, user))


def own_days(pages: Pages) -> list[Any]:
    """The record's own days: born, joined, established."""
    shown = pages.form.base_fields if pages.form else ()
    fields = [field for field in pages.model._meta.concrete_fields if field.name in shown]
    kinds = (models.DateField, PartialDateField)
    return [f for f in fields if isinstance(f, kinds) and not isinstance(f, models.DateTimeField)]


class Timeline:
    """The moments of one record, newest first, one page of them; of one register if asked."""

    def __init__(self, pages: Pages, record: Any, user: Any, register: str, page: int) -> None:
        self.record, self.user, self.register = record, user, register
        self.sources = {one.key: one for one in sources(pages, user)}
        self.own = {f"/{field.name}": field for field in own_days(pages)}
        everything = union([*map(self.asked, self.sources.values()), *self.own_asked()])
        self.counts = self.counted(everything)
        chosen = [self.asked(one) for one in self.sources.values() if one.other.name == register]
        self.found = self.lines(union(chosen) if register else everything, page)
        self.more = len(self.found) > AT_ONCE

    def asked(self, source: Source) -> Sql:
        key = ("day", source.key, self.user.scope(source.other.perm("view")))
        sql, given = kept_sql(key, lambda: self.days(source), self.record)
        asked = f"SELECT %s::text AS source, found.* FROM ({sql}) AS found(pk, day)"  # noqa: S608
        return (asked, (source.key, *given)) if sql else ("", ())

    def days(self, source: Source) -> Any:
        day = F(source.day.name)
        is_moment = isinstance(source.day, models.DateTimeField)
        text = Cast(TruncDate(day) if is_moment else day, models.CharField())
        rows = source.other.model.objects.for_user(self.user).filter(
            **{source.link.name: ANY, f"{source.day.name}__isnull": False}
        )
        return rows.order_by().annotate(_day=text).values_list("pk", "_day")

    def own_asked(self) -> Iterator[Sql]:
        for key, field in self.own.items():
            if value := getattr(self.record, field.name):
                yield "SELECT %s::text, %s::bigint, %s::text", (key, self.record.pk, str(value))

    def counted(self, asked: Sql) -> dict[str, int]:
        """{register: how many moments}, for the filter."""
        sql, given = asked
        named = f"SELECT split_part(source, '/', 1), count(*) FROM ({sql}) AS moments(source, pk, day) GROUP BY 1"  # noqa: E501, S608
        return dict(fetched((named, given))) if sql else {}

    def lines(self, asked: Sql, page: int) -> list[tuple[str, int, str]]:
        sql, given = asked
        first = AT_ONCE * (page - 1)
        named = f"SELECT * FROM ({sql}) AS moments(source, pk, day)"  # noqa: S608
        order = f'{named} ORDER BY day COLLATE "C" DESC, source, pk LIMIT %s OFFSET %s'
        return fetched((order, (*given, AT_ONCE + 1, first))) if sql else []

    def moments(self) -> Iterator[Moment]:
        today = f"{timezone.localdate():%Y-%m-%d}"
        rows = self.rows()
        for key, pk, day in self.found[:AT_ONCE]:
            if key in self.own:
                what = capfirst(str(self.own[key].verbose_name))
                yield Moment(day, what, str(self.record), ahead=day > today)
            elif row := rows.get((self.sources[key].other.name, pk)):
                source = self.sources[key]
                what = capfirst(str(source.day.verbose_name))
                label = capfirst(str(source.other.model._meta.verbose_name))
                yield Moment(day, what, str(row), label, row.get_absolute_url(), day > today)

    def rows(self) -> dict[tuple[str, int], Any]:
        """The rows on the page: one query for each register present."""
        wanted: dict[str, set[int]] = {}
        registers = {}
        for key, pk, _day in self.found[:AT_ONCE]:
            if source := self.sources.get(key):
                wanted.setdefault(source.other.name, set()).add(pk)
                registers[source.other.name] = source.other.model
        return {
            (name, row.pk): row
            for name, ids in wanted.items()
            for row in named_rows(registers[name], ids)
        }

    def filters(self) -> list[tuple[str, str, int]]:
        """(register, its label, how many moments), of those that have any."""
        labels = {one.other.name: str(one.other.label) for one in self.sources.values()}
        return [
            (name, capfirst(label), self.counts[name])
            for name, label in labels.items()
            if self.counts.get(name)
        ]


def named_rows(model: type[models.Model], ids: Iterable[int]) -> Any:
    """The rows with all they name: what a row is called may read any of it."""
    names = [f.name for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    return model._default_manager.filter(pk__in=ids).select_related(*names)
