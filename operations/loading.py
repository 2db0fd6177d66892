"""A long load into a database that nobody uses yet: what makes it quick."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pghistory
from django.apps import apps
from django.db import connection
from django.db.models import Model

from workbooks.imports.writing import carry_context, column_of, copy, quoted

# In the order in which they were made; not those that hold a promise.
INDEXES = """
SELECT quote_ident(indexname), indexdef FROM pg_indexes
JOIN pg_index ON indexrelid = quote_ident(indexname)::regclass
WHERE tablename = ANY(%s) AND NOT indisunique ORDER BY indexrelid
"""
WAITING = "SELECT quote_ident(conname) FROM pg_constraint WHERE contype = 't' AND condeferred"


@contextmanager
def at_once() -> Iterator[None]:
    """Inside one transaction: indexes of history are made after the rows, not row by row; Python
    does not look for garbage while everything it makes is kept; references are proved with each
    statement, for the database goes through all that it has put off again and again."""
    gc.disable()
    try:
        with without_indexes_of_history():
            prove_references_at_once()
            yield
    finally:
        gc.enable()


@contextmanager
def without_indexes_of_history() -> Iterator[None]:
    tables = [
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event)
    ]
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [tables])
        found = cursor.fetchall()
        cursor.execute(f"DROP INDEX {', '.join(name for name, _ in found)}")
        yield
        cursor.execute(";".join(definition for _, definition in found))


def prove_references_at_once() -> None:
    """Triggers that wait for the end of the transaction go on waiting."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        names = ", ".join(name for (name,) in cursor.fetchall())
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        if names:
            cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")


def copy_new(rows: Sequence[Model]) -> None:
    """Write new rows of one model by COPY, in a third of `bulk_create`'s time; they do not get to
    know their numbers."""
    if not rows:
        return
    meta = rows[0]._meta
    fields: list[Any] = [one for one in meta.concrete_fields if not one.primary_key]
    columns = [column_of(one, [one.pre_save(row, True) for row in rows]) for one in fields]
    with connection.cursor() as cursor:
        carry_context(cursor)
        copy(cursor, quoted(meta.db_table), [str(one.column) for one in fields], columns)


def rewrite(rows: Sequence[Model], names: Sequence[str]) -> None:
    """As `bulk_update` of thousands of rows, whose CASE of every row and field takes seconds. No
    field may be an array."""
    if not rows:
        return
    meta = rows[0]._meta
    fields: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    arrays = ", ".join(f"%s::{bare_type(one)}[]" for one in fields)
    key, *columns = (quoted(one.column) for one in fields)
    settings = ", ".join(f"{name} = fresh.{name}" for name in columns)
    values = [
        [one.get_db_prep_save(getattr(row, one.attname), connection) for row in rows]
        for one in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quoted(meta.db_table)} AS kept SET {settings} "  # noqa: S608 - our own names
            f"FROM unnest({arrays}) AS fresh(number, {', '.join(columns)}) "
            f"WHERE kept.{key} = fresh.number",
            values,
        )


def bare_type(one: Any) -> str:
    """Without a length: a cast to one would cut what is too long, and not refuse it."""
    return re.sub(r"\(.*\)", "", one.db_type(connection))
