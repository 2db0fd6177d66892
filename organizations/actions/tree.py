from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction


@contextmanager
def on_day(day: date) -> Iterator[None]:
    """What moves inside (an organization, a person) has moved on `day`, not today."""
    say = "SELECT set_config('portal.day', %s, true)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(say, [f"{day:%Y-%m-%d}"])
        yield
        cursor.execute(say, [""])
