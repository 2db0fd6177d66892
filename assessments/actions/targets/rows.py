"""The rows that a run counts: read in one go, counted in memory, packed to be kept.

A register's rows arrive by COPY in PostgreSQL's binary form, every field of fixed width, so that
30,000 rows with forty marks each are one array at once (docs/decisions/0021).
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from numpy.typing import NDArray

from portal.measures import Tree

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]
Key = int | str
UNITS = 10_000  # amounts are kept as whole ten-thousandths
HEAD, TAIL = 19, 2  # bytes that PostgreSQL puts around the rows of a COPY
MANY = 1_000_000  # a register with more rows than this is counted by the database, and not kept


class Different(frozenset[int]):
    """The different ones in a column. Two of them added up are counted once."""

    def __add__(self, other: Any) -> Different:
        return Different(self | other) if other else self

    __radd__ = __add__


@dataclass(frozen=True)
class Rows:
    """Rows of a register: number, organization, for each key whether it counts, and for sums and
    different ones the amount or the number of what stands in the column."""

    ids: Numbers
    places: Numbers
    marks: Mapping[Key, Marks] = field(default_factory=dict)
    amounts: Mapping[Key, Numbers] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of_tree(cls, tree: Tree) -> Self:
        """Every organization, standing at the one above it (0: at none)."""
        nodes = sorted(tree.parents)
        above = [tree.parents[node] or 0 for node in nodes]
        return cls(np.array(nodes, np.int64), np.array(above, np.int64))

    def tree(self) -> Tree:
        pairs = zip(self.ids.tolist(), self.places.tolist(), strict=True)
        return Tree({node: above or None for node, above in pairs})

    def where(self, chosen: Marks) -> Rows:
        return Rows(
            self.ids[chosen],
            self.places[chosen],
            {key: one[chosen] for key, one in self.marks.items()},
            {key: one[chosen] for key, one in self.amounts.items()},
        )

    def marked(self, key: Key) -> Rows:
        return self.where(self.marks[key]) if key in self.marks else self.where(nothing(len(self)))

    def within(self, places: set[int]) -> Rows:
        """The rows that stood in one of these organizations."""
        return self.where(np.isin(self.places, np.fromiter(places, np.int64, len(places))))

    def lacking(self, ids: Numbers) -> Rows:
        return self.where(~np.isin(self.ids, ids))


def nothing(many: int) -> Marks:
    return np.zeros(many, bool)


def no_rows(asked: Sequence[Asked] = ()) -> Rows:
    empty = np.zeros(0, np.int64)
    amounts = {one.key: empty for one in asked if one.column}
    return Rows(empty, empty, {one.key: nothing(0) for one in asked}, amounts)


@dataclass(frozen=True)
class Asked:
    """What is asked of every row: `met`, and of a sum or different ones which column."""

    key: Key
    met: Q
    column: str = ""
    adds: bool = False

    def expressions(self, number: int, model: Any) -> dict[str, Any]:
        found: dict[str, Any] = {f"m{number}": truth(self.condition)}
        if self.column:
            found[f"a{number}"] = Coalesce(self.amount(model), 0)
        return found

    @property
    def condition(self) -> Q:
        """Where nothing is entered there is nothing to add."""
        return self.met & Q(**{f"{self.column}__isnull": False}) if self.column else self.met

    def amount(self, model: Any) -> Any:
        whole = BigIntegerField()
        if self.adds:
            return Cast(F(self.column) * Value(UNITS), whole)
        if is_number(model, self.column):
            return Cast(F(self.column), whole)
        return HashOf(self.column)


class HashOf(Cast):
    """64 bits that stand for a text: equal for equal ones, different for all others."""

    def __init__(self, column: str) -> None:
        super().__init__(F(column), BigIntegerField())

    def as_sql(self, compiler: Any, connection: Any, **_more: Any) -> Any:  # type: ignore[override]
        sql, params = compiler.compile(self.source_expressions[0])
        return f"hashtextextended(({sql})::text, 0)", params

    as_postgresql = as_sql


def is_number(model: Any, path: str) -> bool:
    for step in path.split("__"):
        found = model._meta.pk if step == "pk" else model._meta.get_field(step)
        model = found.related_model
    return bool(found.is_relation or isinstance(found, IntegerField))


def truth(met: Q) -> Any:
    yes, no = Value(True), Value(False)
    return Case(When(met, then=yes), default=no, output_field=BooleanField()) if met else yes


def rows_sql(
    found: QuerySet[Any], asked: Sequence[Asked], *, pk: str, place: str, every: bool
) -> str:
    """What finds the rows on which one of the conditions holds (with `every`, all), with all
    values in it; "" where nothing can be found.

    `pk` and `place` lead from a row to the record's number and its organization's.
    """
    whole = BigIntegerField()
    columns: dict[str, Any] = {}
    for number, one in enumerate(asked):
        columns |= one.expressions(number, found.model)
    first = {"i": Cast(F(pk), whole), "p": Coalesce(Cast(F(place), whole), Value(0, whole))}
    try:
        rows = found.order_by().values(**first, **columns)
        text, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return ""
    with connection.cursor() as cursor:
        inner = cursor.mogrify(text, params).decode()  # type: ignore[attr-defined]
    kept = " OR ".join(f"m{n}" for n in range(len(asked))) or "false"
    names = ", ".join(["i", "p", *columns])
    chosen = "" if every else f" WHERE {kept}"
    return f"SELECT {names} FROM ({inner} OFFSET 0) AS found{chosen} LIMIT {MANY + 1}"  # noqa: S608


def read_rows(sql: str, asked: Sequence[Asked]) -> Rows | None:
    """The rows of `rows_sql`, sorted by number. None where there are more than `MANY`."""
    if not sql:
        return no_rows(asked)
    out = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({sql}) TO STDOUT (FORMAT binary)", out)  # type: ignore[attr-defined]
    lines = np.frombuffer(out.getbuffer()[HEAD:-TAIL], layout(asked))
    if len(lines) > MANY:
        return None
    lines = lines[np.argsort(lines["i"], kind="stable")]
    return Rows(
        lines["i"].astype(np.int64),
        lines["p"].astype(np.int64),
        {one.key: lines[f"m{n}"].astype(bool) for n, one in enumerate(asked)},
        {one.key: lines[f"a{n}"].astype(np.int64) for n, one in enumerate(asked) if one.column},
    )


def layout(asked: Sequence[Asked]) -> np.dtype[Any]:
    """How a row lies in the stream: before every field its length."""
    fields: list[tuple[str, str]] = [("many", ">i2"), ("li", ">i4"), ("i", ">i8")]
    fields += [("lp", ">i4"), ("p", ">i8")]
    for n, one in enumerate(asked):
        fields += [(f"lm{n}", ">i4"), (f"m{n}", "u1")]
        if one.column:
            fields += [(f"la{n}", ">i4"), (f"a{n}", ">i8")]
    return np.dtype(fields)


def whole(units: int) -> int | Decimal:
    """An amount as it is entered, from its ten-thousandths."""
    return units // UNITS if units % UNITS == 0 else Decimal(units) / UNITS


# Counting.


def per_place(rows: Rows, asked: Sequence[Asked]) -> dict[int, list[Any]]:
    """{organization: what each of `asked` comes to there}; a sum is followed by its rows."""
    places, at = np.unique(rows.places, return_inverse=True)
    columns = [column for one in asked for column in columns_of(one, rows, at, len(places))]
    return {
        int(place): [column[n] for column in columns] for n, place in enumerate(places.tolist())
    }


def columns_of(one: Asked, rows: Rows, at: Numbers, width: int) -> list[list[Any]]:
    mark = rows.marks[one.key]
    here = at[mark]
    counts = np.bincount(here, minlength=width).tolist()
    if not one.column:
        return [counts]
    amounts = rows.amounts[one.key][mark]
    if not one.adds:
        return [different(here, amounts, width)]
    sums = np.zeros(width, np.int64)
    np.add.at(sums, here, amounts)
    return [[whole(units) for units in sums.tolist()], counts]


def different(here: Numbers, amounts: Numbers, width: int) -> list[Different]:
    found: list[set[int]] = [set() for _place in range(width)]
    for place, amount in zip(here.tolist(), amounts.tolist(), strict=True):
        found[place].add(amount)
    return [Different(one) for one in found]


# Packing.


def packed(rows: Rows) -> dict[str, Any]:
    """The columns of KeptRows: some bytes a row, and one bit a row and key."""
    keys = list(rows.marks)
    bits = [np.packbits(rows.marks[key]).tobytes() for key in keys]
    amounts = {str(key): one[rows.marks[key]] for key, one in rows.amounts.items()}
    return {
        "keys": [[key, key in rows.amounts] for key in keys],
        "many": len(rows),
        "ids": zlib.compress(differences(rows.ids), 6),
        "places": zlib.compress(rows.places.astype("<i4").tobytes(), 6),
        "marks": zlib.compress(b"".join(bits), 6),
        "amounts": zlib.compress(
            json.dumps({key: one.tolist() for key, one in amounts.items()}).encode(), 6
        ),
    }


def differences(ids: Numbers) -> bytes:
    return np.diff(ids, prepend=np.int64(0)).astype("<i8").tobytes()


def unpacked(kept: Any) -> Rows:
    """The rows of a KeptRows."""
    ids = np.cumsum(np.frombuffer(zlib.decompress(kept.ids), "<i8")).astype(np.int64)
    places = np.frombuffer(zlib.decompress(kept.places), "<i4").astype(np.int64)
    width = -(-kept.many // 8)
    bits = np.frombuffer(zlib.decompress(kept.marks), np.uint8).reshape(len(kept.keys), width)
    marks = {
        key: np.unpackbits(line, count=kept.many).astype(bool)
        for (key, _adds), line in zip(kept.keys, bits, strict=True)
    }
    return Rows(ids, places, marks, dict(unpacked_amounts(kept, marks)))


def unpacked_amounts(kept: Any, marks: Mapping[Key, Marks]) -> Any:
    said = json.loads(zlib.decompress(kept.amounts))
    for key, adds in kept.keys:
        if adds:
            amounts = np.zeros(kept.many, np.int64)
            amounts[marks[key]] = said[str(key)]
            yield key, amounts
