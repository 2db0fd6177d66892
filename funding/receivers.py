"""The portal does not start without what guards its ledger (safety T17)."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, connections

from funding.models import Entry

GUARDS = """
    SELECT to_regclass('funding_entry') IS NOT NULL, ARRAY(
        SELECT tgname::text FROM pg_trigger
        WHERE tgrelid = to_regclass('funding_entry') AND tgenabled <> 'D' AND NOT tgisinternal
    )
"""


@register(Tags.database)
def ledger_is_guarded(databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """Each guard of the entries stands and is switched on. A database that is not there, or has
    yet to get its tables, has nothing to guard."""
    return [one for name in databases or () for one in missing_in(name)]


def missing_in(database: str) -> list[CheckMessage]:
    try:
        with connections[database].cursor() as cursor:
            cursor.execute(GUARDS)
            there, names = cursor.fetchone()
    except OperationalError:
        return []
    wanted = {guard.name: guard.get_pgid(Entry) for guard in Entry._meta.triggers}  # type: ignore[attr-defined]
    return [
        Error(
            f"The ledger's guard “{name}” is missing or switched off.",
            hint="Run manage.py pgtrigger install, then manage.py verify_ledger.",
            id="funding.E001",
        )
        for name, pgid in wanted.items()
        if there and pgid not in names
    ]
