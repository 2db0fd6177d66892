"""Which record a row is about, and whether the user may write it.

By the record number of an export; else by the model's `key`; else, where the key may be empty (a
person without an ID number), by all of its `lookalike` fields together. Never by a name alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import ForeignKey, Q, UniqueConstraint

from portal.fields import mask_id
from workbooks.imports.cleaning import Masked
from workbooks.imports.headers import Part

CHUNK = 10_000


@dataclass(slots=True)
class Existing:
    pk: int
    place: str
    values: dict[str, Any]
    changed_at: Any


@dataclass(slots=True)
class Row:
    """One row of the file: its cleaned values, what is wrong with it, the record it is about."""

    part: Part
    line: int
    values: dict[str, Any]
    number: int | None = None
    existing: Existing | None = None
    errors: dict[str, str] = field(default_factory=dict)
    full: dict[str, Any] = field(default_factory=dict)

    def refuse(self, name: str, message: Any) -> None:
        self.errors.setdefault(name, str(message))


class Register:
    """The records that are there already, fetched by number or by key in a few queries."""

    def __init__(self, model: Any, names: list[str]) -> None:
        self.model, self.names = model, names
        fields = {one.name: one for one in model._meta.concrete_fields}
        self.fields = {name: fields[name] for name in names}
        self.links = {n: one for n, one in self.fields.items() if isinstance(one, ForeignKey)}
        path = "__".join(filter(None, [model.scope_path, "path"]))
        self.columns = ["pk", path, "changed_at", *(one.attname for one in self.fields.values())]

    def fetch(self, query: Q) -> Iterator[Existing]:
        rows = self.model.objects.filter(query).order_by("pk")
        for pk, place, changed_at, *values in rows.values_list(*self.columns).iterator():
            yield Existing(pk, place or "", dict(zip(self.names, values, strict=True)), changed_at)

    def by_number(self, numbers: Iterable[int]) -> dict[int, Existing]:
        wanted = sorted(numbers)
        return {
            one.pk: one
            for start in range(0, len(wanted), CHUNK)
            for one in self.fetch(Q(pk__in=wanted[start : start + CHUNK]))
        }

    def by_values(
        self, names: tuple[str, ...], wanted: set[tuple[Any, ...]]
    ) -> dict[tuple[Any, ...], list[Existing]]:
        """The records whose `names` hold one of the tuples; the widest column narrows it down."""
        found: dict[tuple[Any, ...], list[Existing]] = defaultdict(list)
        if not wanted:
            return found
        columns = list(zip(*wanted, strict=True))
        widest = max(range(len(names)), key=lambda n: len(set(columns[n])))
        for query in chunks(names[widest], set(columns[widest])):
            for one in self.fetch(query):
                key = tuple(one.values[name] for name in names)
                if key in wanted:
                    found[key].append(one)
        return found

    def uniques(self) -> Iterator[tuple[str, ...]]:
        """The fields, alone or together, that no two records may share."""
        for name, one in self.fields.items():
            if one.unique:
                yield (name,)
        for rule in self.model._meta.constraints:
            if not isinstance(rule, UniqueConstraint) or rule.condition or not rule.fields:
                continue
            if set(rule.fields) <= set(self.names):
                yield tuple(rule.fields)


def chunks(name: str, values: set[Any]) -> Iterator[Q]:
    known = sorted(values - {None})
    if None in values:
        yield Q(**{f"{name}__isnull": True})
    for start in range(0, len(known), CHUNK):
        yield Q(**{f"{name}__in": known[start : start + CHUNK]})


def match_numbers(register: Register, rows: list[Row], unknown: str) -> None:
    """Find the records that rows name by number."""
    found = register.by_number({row.number for row in rows if row.number is not None})
    for row in rows:
        if row.number is not None:
            row.existing = found.get(row.number)
            if row.existing is None:
                row.refuse("number", unknown)


def match_keys(
    register: Register, rows: list[Row], key: tuple[str, ...], whole: bool = False
) -> None:
    """Find the records of rows without a number by their key; `whole`: no part may be empty."""
    keyed = {}
    for index, row in enumerate(rows):
        values = tuple(row.values.get(name) for name in key)
        told = None not in values if whole else values != (None,) * len(key)
        if row.number is None and row.existing is None and usable(values) and told:
            keyed[index] = values
    found = register.by_values(key, set(keyed.values()))
    for index, values in keyed.items():
        if same := found.get(values):
            rows[index].existing = same[0]


def match_lookalikes(register: Register, rows: list[Row], key: str, several: str) -> None:
    """Find the records of rows whose key is empty or masked by all lookalike fields together."""
    names = register.model.lookalike
    alike = {}
    for index, row in enumerate(rows):
        empty = row.values.get(key) is None or isinstance(row.values.get(key), Masked)
        values = tuple(row.values.get(name) for name in names)
        if row.number is None and empty and usable(values):
            alike[index] = values
    found = register.by_values(names, set(alike.values()))
    for index, values in alike.items():
        row = rows[index]
        mask = row.values.get(key)
        fitting = [one for one in found.get(values, []) if fits_mask(one.values[key], mask)]
        if len(fitting) > 1:
            row.refuse(key, several)
        elif fitting:
            row.existing = fitting[0]


def fits_mask(number: str | None, mask: Any) -> bool:
    return mask is None or mask_id(number) == mask


def usable(values: tuple[Any, ...]) -> bool:
    """Plain values only: nothing bad, ambiguous or masked among them."""
    return all(value is None or type(value) in PLAIN for value in values)


PLAIN = {str, int, bool, float, date}
