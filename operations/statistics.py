"""What the database's planner knows of the tables."""

from django.db import connection


def analyze() -> None:
    """Tables that just grew have the statistics of small ones until the database looks at them by
    itself, minutes later; until then it joins them row by row, and a page takes seconds."""
    ours = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {ours}")
