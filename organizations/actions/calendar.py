"""Which days are worked: the weekends, and what the county's calendar says of single days.

A year whose calendar nobody has loaded counts by weekends only, and `provisional` says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from organizations.actions.shipped import load, read
from organizations.models import Holiday, Organization

SATURDAY = 5
DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether offices work on `day`."""
    return _works(day, exceptions(day, day))


def working_days_after(day: date, n: int) -> date:
    """The `n`th working day after `day`, which itself does not count: a notice of five working
    days that begins on Monday has stood when the next Monday ends."""
    last, known = day, exceptions(day, day + timedelta(days=n * 3 + 30))
    while n > 0:
        last += DAY
        n -= _works(last, known)
    return last


def counts_working_days(first: date, last: date) -> int:
    """Working days from `first` to `last`, both counted; 0 where `last` lies before."""
    known = exceptions(first, last)
    days = range((last - first).days + 1)
    return sum(_works(first + timedelta(days=number), known) for number in days)


def provisional(first: date, last: date) -> bool:
    """Whether a year from `first` to `last` has no calendar yet, so that only weekends counted."""
    years = range(first.year, last.year + 1)
    loaded = set(Holiday.objects.filter(year__in=years).order_by().values_list("year", flat=True))
    return bool(set(years) - loaded)


def calendar_note(first: date, last: date) -> str:
    """The sentence to show beside a day that was counted by weekends only; else ""."""
    if not provisional(first, last):
        return ""
    return _("Provisional: the holiday calendar of %(year)s is not loaded yet.") % {
        "year": last.year
    }


def exceptions(first: date, last: date) -> dict[date, bool]:
    """{day: worked or not} of the days that differ from the week, in one query; what a higher
    organization says of a day goes before what a lower one says."""
    rows = Holiday.objects.filter(day__gte=first, day__lte=last).order_by("-organization__path")
    return dict(rows.values_list("day", "working"))


def _works(day: date, known: dict[date, bool]) -> bool:
    return known.get(day, day.weekday() < SATURDAY)


def load_calendars(organization: Organization) -> int:
    """The State Council's calendars that the portal comes with; how many days were missing."""
    days = [line for calendar in read("calendars") for line in lines(calendar)]
    return load(Holiday, organization, days)


def lines(calendar: dict[str, Any]) -> Iterator[dict[str, Any]]:
    shared = {"year": calendar["year"], "source": calendar["source"]}
    for name, first, last in calendar["off"]:
        day, end = date.fromisoformat(first), date.fromisoformat(last)
        while day <= end:
            yield {"day": day, "name": name, "working": False, **shared}
            day += DAY
    for name, day in calendar["work"]:
        yield {"day": date.fromisoformat(day), "name": name, "working": True, **shared}
