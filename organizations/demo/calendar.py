"""The State Council's calendars of three years."""

from __future__ import annotations

from collections.abc import Callable

from organizations.actions.calendar import load_calendars
from organizations.models import Holiday, Organization


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county and not Holiday.objects.exists():
        say(f"{load_calendars(county)} days of holiday calendars")
