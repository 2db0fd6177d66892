"""The values that texts set for cadres, on a day and in a place."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.cache import cache

from cadres.models import CadreRule, SeatRule
from organizations.models import Organization

DATA = Path(__file__).parent.parent / "data"
KNOWN = "cadre-rules"


@lru_cache
def shipped(name: str) -> list[dict[str, Any]]:
    """The rows of one data file."""
    rows: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return rows


def known() -> list[tuple[str, int, date, date | None, str]]:
    """The counties' own values, kept for a minute: an import asks for every row."""
    rows = cache.get(KNOWN)
    if rows is None:
        columns = ("limit", "value", "since", "until", "organization__path")
        rows = list(CadreRule.objects.order_by().values_list(*columns))
        cache.set(KNOWN, rows, 60)
    return list(rows)


def limit_on(limit: str, day: date, path: str = "") -> int | None:
    """The value in force on the day for an organization at `path`: that set nearest above it, else
    the one that the portal comes with; None where there was none yet."""
    fitting = [
        (len(top), since, value)
        for name, value, since, until, top in known()
        if name == limit
        and since <= day
        and (until is None or until > day)
        and path.startswith(top)
    ]
    if fitting:
        return max(fitting)[2]
    rows = [row for row in shipped("rules") if row["limit"] == limit]
    begun = [row for row in rows if date.fromisoformat(row["since"]) <= day]
    return int(max(begun, key=lambda row: row["since"])["value"]) if begun else None


def seats_on(organization: Organization, day: date) -> dict[str, int]:
    """{position: seats} that the team of an organization has, as set nearest above it."""
    rows = SeatRule.objects.at(day).filter(level=organization.level)
    tops = rows.values_list("position", "seats", "since", "organization__path").order_by()
    fitting = [
        (len(top), since, position, seats)
        for position, seats, since, top in tops
        if organization.path.startswith(top)
    ]
    return {position: seats for _near, _since, position, seats in sorted(fitting)}
