"""What the database's planner knows of the tables."""

import pghistory
from django.apps import apps
from django.db import connection


def analyze() -> None:
    """Tables that just grew have the statistics of small ones until the database looks at them by
    itself, minutes later; until then it joins them row by row, and a page takes seconds.

    Empty ones are left alone: a trigger whose plan is made for a table that is known to be empty
    reads all of it for every row that is written. Nobody joins tables of history.
    """
    every = apps.get_models(include_auto_created=True)
    ours = [one._meta.db_table for one in every if not issubclass(one, pghistory.models.Event)]
    grown = "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND pg_relation_size(oid) > 0"
    with connection.cursor() as cursor:
        cursor.execute(grown, [ours])
        for (name,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(name)}")
