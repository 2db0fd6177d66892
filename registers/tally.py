"""Many counts in one question to the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

Sql = tuple[str, tuple[Any, ...]]


ANY, ANYWHERE = -(2**40), "/-/"  # stand for a record's number and path in SQL that is kept
MOST_KEPT = 20_000
_kept: dict[tuple[Any, ...], Sql] = {}


def tally(asked: Mapping[str, Any], most: int) -> dict[str, int]:
    """How many rows each queryset (or SQL for record numbers) has, counted as far as `most`; none
    where it has none."""
    parts = {
        key: rows if isinstance(rows, tuple) else sql_of(rows.order_by().values("pk")[:most])
        for key, rows in asked.items()
    }
    counts = [  # the SQL is the ORM's own
        (f"SELECT %s::text, count(*) FROM ({sql}) AS found", (key, *given))  # noqa: S608
        for key, (sql, given) in parts.items()
        if sql
    ]
    return dict(fetched(union(counts)))


def sql_of(rows: Any) -> Sql:
    """The SQL of a queryset; nothing where it can have no rows."""
    try:
        sql, given = rows.query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    return sql, tuple(given)


def kept_sql(key: tuple[Any, ...], make: Callable[[], Any], record: Any) -> Sql:
    """The SQL of `make()`, a queryset about ANY record, put to this one. Made once for each
    `key`: building seventy queries takes longer than answering them."""
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = sql_of(make())
    sql, given = _kept[key]
    here = {ANY: record.pk, f"{ANYWHERE}%": f"{getattr(record, 'path', '')}%"}
    return sql, tuple(here.get(value, value) for value in given)


def union(parts: list[Sql]) -> Sql:
    """All rows of all parts; parts that can have none are left out."""
    sql = " UNION ALL ".join(part for part, _given in parts if part)
    return sql, tuple(value for _part, given in parts for value in given)


def fetched(asked: Sql) -> list[tuple[Any, ...]]:
    sql, given = asked
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())
