"""Many rows at once: new ones by COPY, changed ones by COPY and one UPDATE; history by trigger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from workbooks.imports.writing import carry_context, column_of, copy, quoted

FEW = 200  # rows that are not worth a table of their own


def insert_rows(rows: Sequence[Any]) -> None:
    """Write new rows of one model. They get no number here: ask for them again."""
    if not rows:
        return
    model, now = type(rows[0]), timezone.now()
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    for row in rows:
        row.created_at = row.changed_at = now
    columns = [column_of(one, [getattr(row, one.attname) for row in rows]) for one in fields]
    with connection.cursor() as cursor:
        carry_context(cursor)
        copy(cursor, model._meta.db_table, [one.column for one in fields], columns)


def update_rows(rows: Sequence[Any], names: Sequence[str]) -> None:
    """Write these fields of rows that are there already."""
    if not rows:
        return
    model, now = type(rows[0]), timezone.now()
    for row in rows:
        row.changed_at = now
    if len(rows) <= FEW:
        model._base_manager.bulk_update(rows, [*names, "changed_at"])
        return
    fields: list[Any] = [model._meta.get_field(name) for name in ("id", *names, "changed_at")]
    columns = [column_of(one, [getattr(row, one.attname) for row in rows]) for one in fields]
    table = quoted(model._meta.db_table)
    listed = ", ".join(quoted(one.column) for one in fields)
    settings = ", ".join(f"{quoted(one.column)} = fresh.{quoted(one.column)}" for one in fields[1:])
    with connection.cursor() as cursor:
        carry_context(cursor)
        cursor.execute(
            f"CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS SELECT {listed} FROM {table} LIMIT 0"  # noqa: S608 names of our own tables
        )
        copy(cursor, "fresh", [one.column for one in fields], columns)
        cursor.execute(f"UPDATE {table} SET {settings} FROM fresh WHERE {table}.id = fresh.id")  # noqa: S608
        cursor.execute("DROP TABLE fresh")
