"""Judged rows into the database: new ones by COPY, changed ones by COPY and one UPDATE.

Triggers write history and what else hangs on the rows, as for any other write.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import IntegrityError, connection, models
from django.utils import timezone

from portal.history import fresh_plans
from workbooks.imports.matching import Row

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def write_new(model: Any, names: list[str], rows: list[Row]) -> None:
    if not rows:
        return
    now = timezone.now()
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    columns = [
        column_of(one, values_of(one, rows))
        if one.name in names or hasattr(one, "derived")
        else column_of(one, [initial(one, now) for _row in rows])
        for one in fields
    ]
    with connection.cursor() as cursor:
        carry_context(cursor)
        copy(cursor, quoted(model._meta.db_table), [one.column for one in fields], columns)


def write_changed(model: Any, names: list[str], rows: list[Row]) -> None:
    """Only columns that some row changes are touched; none, once others changed a row meanwhile."""
    if not rows:
        return
    touched = [n for n in names if any(row.full[n] != held(row)[n] for row in rows)]
    fields = [
        one
        for one in model._meta.concrete_fields
        if one.name in touched or getattr(one, "of", "") in touched
    ]
    columns = [column_of(one, values_of(one, rows)) for one in fields]
    known = [(row.existing.pk, row.existing.changed_at) for row in rows if row.existing]
    columns = [[str(one) for one in column] for column in zip(*known, strict=True)] + columns
    table, pk = quoted(model._meta.db_table), quoted(model._meta.pk.column)
    names = [model._meta.pk.column, "changed_at", *(one.column for one in fields)]
    listed = ", ".join(quoted(name) for name in names)
    settings = ", ".join(f"{quoted(one.column)} = fresh.{quoted(one.column)}" for one in fields)
    fresh_plans()
    with connection.cursor() as cursor:
        carry_context(cursor)
        cursor.execute(
            f"CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS SELECT {listed} FROM {table} LIMIT 0"  # noqa: S608 names of our own tables
        )
        copy(cursor, "fresh", names, columns)
        cursor.execute(
            f"UPDATE {table} SET {settings}, changed_at = %s FROM fresh "  # noqa: S608
            f"WHERE {table}.{pk} = fresh.{pk} AND {table}.changed_at = fresh.changed_at",
            [timezone.now()],
        )
        if cursor.rowcount != len(known):
            raise IntegrityError("changed since judged")  # in words: portal.refusing
        cursor.execute("DROP TABLE fresh")


def values_of(one: Any, rows: list[Row]) -> list[Any]:
    """What a column gets of each row; one that follows another, from that one."""
    if hasattr(one, "derived"):
        return [one.derived(row.full.get(one.of)) for row in rows]
    return [row.full[one.name] for row in rows]


def held(row: Row) -> dict[str, Any]:
    return row.existing.values if row.existing else {}


def carry_context(cursor: Any) -> None:
    """Say on whose behalf: history's context rides on a statement, and COPY cannot carry it.
    Wrong references show at once, not at the commit."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def copy(cursor: Any, table: str, names: list[str], columns: list[list[str]]) -> None:
    text = io.StringIO("".join(f"{chr(9).join(row)}\n" for row in zip(*columns, strict=True)))
    listed = ", ".join(quoted(name) for name in names)
    with connection.wrap_database_errors:  # Django does not see COPY
        cursor.copy_expert(f"COPY {table} ({listed}) FROM STDIN", text)


def column_of(one: Any, values: Iterable[Any]) -> list[str]:
    """The values of a column as COPY reads them; each distinct value is prepared once."""
    known: dict[Any, str] = {}
    prepared = preparer(one)
    column = []
    for value in values:
        key = value if type(value) is str else marked(value)
        if key not in known:
            known[key] = prepared(value)
        column.append(known[key])
    return column


def marked(value: Any) -> Any:
    """A key under which equal values of different types stay apart."""
    return (type(value), value) if value.__hash__ else repr(value)


def preparer(one: Any) -> Callable[[Any], str]:
    def prepared(value: Any) -> str:
        if isinstance(one, models.JSONField):
            return json.dumps(value, cls=one.encoder).translate(ESCAPES)
        ready = one.get_db_prep_save(value, connection)
        return r"\N" if ready is None else str(ready).translate(ESCAPES)

    return prepared


def initial(one: Any, now: Any) -> Any:
    stamped = getattr(one, "auto_now", False) or getattr(one, "auto_now_add", False)
    return now if stamped else one.get_default()


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
