"""Whether what a scan reads has changed: by the history of every table it names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db import connection
from django.utils import timezone

from assessments.actions.targets.scans import Scan, Where
from portal.measures import organization_model, placement_model

NAMED = re.compile(r'(?:FROM|JOIN) "(\w+)"')
# A change may be committed after one with a higher number: so many are counted, not only the last
# one looked at.
LATE = 10_000
STAMP = """
    SELECT '{table}', coalesce(max(pgh_id), 0), count(*) FROM "{events}"
    WHERE pgh_id > (SELECT coalesce(max(pgh_id), 0) - {late} FROM "{events}")
"""


@cache
def histories() -> dict[str, str]:
    """{table: the table of its changes} of every tracked model."""
    return {
        one.pgh_tracked_model._meta.db_table: one._meta.db_table
        for one in apps.get_models()
        if hasattr(one, "pgh_tracked_model")
    }


def stamps(tables: Iterable[str]) -> dict[str, str]:
    """{table: a word that changes with any change of its rows}. One query."""
    known = histories()
    parts = [
        STAMP.format(table=table, events=known[table], late=LATE)
        for table in sorted(set(tables))
        if table in known
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: f"{last}.{many}" for table, last, many in cursor.fetchall()}


def inputs_of(asked: list[Scan]) -> dict[Where, str]:
    """A word for each scan that stays the same while its answer must: what it asks, the changes
    of all it looks into and of the tree, and today. "" where a table without history is read."""
    tree = [model._meta.db_table for model in (organization_model(), placement_model())]
    read = {scan.where: [*tree, *NAMED.findall(scan.sql)] for scan in asked}
    known = stamps(table for tables in read.values() for table in tables)
    today = f"{timezone.localdate()}"
    return {
        scan.where: digest(
            [today, scan.sql, *(f"{table} {known[table]}" for table in sorted(set(tables)))]
        )
        if all(table in known for table in tables)
        else ""
        for scan, tables in ((scan, read[scan.where]) for scan in asked)
    }


def digest(words: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
