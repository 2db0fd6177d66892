"""Pages of a list. A long one is turned from row to row: its last page costs what its first does
(measured at 30,000 and 500,000 rows: docs/decisions/0015-turning-pages.md)."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet, FieldDoesNotExist
from django.db.models import F, ForeignKey, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.http import QueryDict

PER_PAGE = 50
NUMBERED = 10_000  # rows; beyond, pages are turned and not jumped to
DIGITS = 18  # of a record number
SLOW, KEPT = 0.15, 60  # seconds: a count that took longer is kept for so long


@dataclass(frozen=True)
class Term:
    """One column of an order. PostgreSQL puts empty values last, and first going down."""

    path: str
    down: bool = False
    empty_first: bool = False
    may_be_empty: bool = True

    @property
    def by(self) -> OrderBy:
        unusual = self.empty_first != self.down or None
        first, last = unusual and self.empty_first, unusual and not self.empty_first
        return OrderBy(F(self.path), self.down, first or None, last or None)

    @property
    def turned(self) -> Term:
        return replace(self, down=not self.down, empty_first=not self.empty_first)

    def beyond(self, value: Any) -> Q:
        """The rows that this column alone puts after one that holds `value`."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if self.empty_first else Q(pk__in=[])
        after = Q(**{f"{self.path}__{'lt' if self.down else 'gt'}": Value(value)})
        if self.may_be_empty and not self.empty_first:
            after |= Q(**{f"{self.path}__isnull": True})
        return after

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True} if value is None else {self.path: Value(value)})


def terms_of(model: Any, names: Iterable[Any], prefix: str = "") -> Iterator[Term]:
    """An order as columns; a record stands for the order of its own register."""
    for name in names:
        by = name if isinstance(name, OrderBy) else named(str(getattr(name, "name", name)))
        path = str(getattr(by.expression, "name", ""))
        fields = list(steps(model, path))
        if fields and isinstance(fields[-1], ForeignKey) and path.endswith(fields[-1].name):
            link: Any = fields[-1].related_model
            inner = terms_of(link, link._meta.ordering or ["pk"], f"{prefix}{path}__")
            yield from (one.turned if by.descending else one for one in inner)
        else:
            empty_first = bool(by.nulls_first or (by.descending and not by.nulls_last))
            may_be_empty = bool(prefix) or not fields or any(one.null for one in fields)
            yield Term(prefix + path, by.descending, empty_first, may_be_empty)


def named(name: str) -> OrderBy:
    return OrderBy(F(name.lstrip("-+")), descending=name.startswith("-"))


def steps(model: Any, path: str) -> Iterator[Any]:
    """The fields that a look-up passes; none for what is no field but computed."""
    for step in path.split("__"):
        try:
            field = model._meta.pk if step == "pk" else model._meta.get_field(step)
        except FieldDoesNotExist:
            return
        yield field
        model = field.related_model


class Order:
    """The rows of a list in their order, and what comes before and after any of them."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        given = rows.query.order_by or rows.model._meta.ordering or ["-pk"]
        self.terms = list(dict.fromkeys(terms_of(rows.model, given)))
        if all(term.path not in {"pk", rows.model._meta.pk.name} for term in self.terms):
            self.terms.append(Term("pk"))
        self.unsorted = rows

    def rows(self, back: bool = False) -> QuerySet[Any]:
        return self.unsorted.order_by(*(one.by for one in self.turned(back)))

    def turned(self, back: bool) -> list[Term]:
        return [term.turned for term in self.terms] if back else self.terms

    def beside(self, anchor: int, count: int, back: bool = False) -> list[int]:
        """The record numbers of the next (or previous) rows to the record `anchor`, in order."""
        everywhere = self.unsorted.model._base_manager.filter(pk=anchor)
        held = everywhere.values_list(*(term.path for term in self.terms)).first()
        if held is None:
            return []
        after = Q()
        for term, value in zip(reversed(self.turned(back)), reversed(held), strict=True):
            after = term.beyond(value) | (term.same(value) & after if after else Q(pk__in=[]))
        found = list(self.rows(back).filter(after).values_list("pk", flat=True)[:count])
        return found[::-1] if back else found


class Leaf:
    """The page of a list that a query string asks for."""

    def __init__(self, rows: QuerySet[Any], asked: QueryDict) -> None:
        self.order, self.asked = Order(rows), asked
        self.count = count_of(rows)

    @property
    def turns(self) -> bool:
        return self.count > NUMBERED

    @property
    def last(self) -> int:
        return max(1, -(-self.count // PER_PAGE))

    @cached_property
    def number(self) -> int:
        return min(max(1, whole(self.asked.get("page", ""))), self.last)

    @cached_property
    def pks(self) -> list[int]:
        for name, back in (("after", False), ("before", True)):
            if self.turns and (anchor := whole(self.asked.get(name, ""))):
                return self.order.beside(anchor, PER_PAGE, back)
        begin, back = (self.number - 1) * PER_PAGE, self.number == self.last > 1
        size = self.count - begin if back else PER_PAGE
        pks = self.order.rows(back).values_list("pk", flat=True)
        return list(pks[:size])[::-1] if back else list(pks[begin : begin + size])

    @property
    def rows(self) -> QuerySet[Any]:
        """The rows of the page: only they are read and joined with what they name."""
        order = self.order.rows()
        return order.filter(pk__in=self.pks)

    @property
    def first_row(self) -> int:
        return (self.number - 1) * PER_PAGE + 1 if self.pks else 0

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.pks) - 1 if self.pks else 0


def whole(text: str) -> int:
    """A number out of a query string; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else 0


def count_of(rows: QuerySet[Any]) -> int:
    """How many there are; a number that was slow to find stands for a minute."""
    try:
        sql, params = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return 0
    key = "count:" + hashlib.sha256(f"{sql}{params}".encode()).hexdigest()
    known = cache.get(key)
    if known is not None:
        return int(known)
    begun = time.monotonic()
    count = rows.count()
    if time.monotonic() - begun > SLOW:
        cache.set(key, count, KEPT)
    return count
