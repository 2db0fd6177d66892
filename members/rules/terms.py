"""Terms in months, as the rules of development count them."""

from __future__ import annotations

import calendar
from datetime import date

MONTHS = 12


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the 31st becomes the last day of a shorter month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_before(day: date, months: int) -> date:
    return months_after(day, -months)
