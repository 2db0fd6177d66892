"""How many visits to a contact point the year demands by a day (001-13)."""

from __future__ import annotations

from datetime import date

from cadres.choices.rules import Limit
from cadres.rules.limits import limit_on

MONTHS = 12


def visits_owed(day: date) -> int:
    """The year's visits, spread evenly: of two, one is due when June is over."""
    year = limit_on(Limit.VISITS, day) or 0
    over = MONTHS if (day.month, day.day) == (12, 31) else day.month - 1
    return year * over // MONTHS
