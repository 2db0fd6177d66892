"""What the database's planner knows of the tables."""

from collections.abc import Collection

import pghistory
from django.apps import apps
from django.db import connection
from django.db.models import Model


def analyze(*labels: str) -> None:
    """Tables that just grew have the statistics of small ones until the database looks at them by
    itself, minutes later; until then it joins them row by row, and a page takes seconds.
    Of the apps with these labels; without any, of all.

    Empty ones are left alone: a trigger whose plan is made for a table that is known to be empty
    reads all of it for every row that is written. Nobody joins tables of history.
    """
    every = [one for one in apps.get_models(include_auto_created=True) if asked_of(one, labels)]
    ours = [one._meta.db_table for one in every]
    grown = "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND pg_relation_size(oid) > 0"
    with connection.cursor() as cursor:
        cursor.execute(grown, [ours])
        for (name,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(name)}")


def asked_of(model: type[Model], labels: Collection[str]) -> bool:
    within = not labels or model._meta.app_label in labels
    return within and not issubclass(model, pghistory.models.Event)
