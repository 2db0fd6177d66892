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
REFERENCES = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
        pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' ORDER BY oid
"""


@contextmanager
def at_once() -> Iterator[None]:
    """Inside one transaction: indexes of history are made after the rows, and references proved
    after them, not row by row; Python does not look for garbage while everything it makes is kept.
    Raises IntegrityError where something refers to what is not there."""
    gc.disable()
    try:
        with without_indexes_of_history(), without_references():
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


@contextmanager
def without_references() -> Iterator[None]:
    """What waits for the end of the transaction is looked at here, before tables are altered."""
    with connection.cursor() as cursor:
        cursor.execute(REFERENCES)
        found = cursor.fetchall()
        cursor.execute(";".join(drop for drop, _ in found))
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(";".join(add for _, add in found))


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
