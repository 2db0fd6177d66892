"""The demo county's organizations and all that is kept of them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from organizations.demo import (
    activities,
    bodies,
    calendar,
    county,
    decisions,
    disclosures,
    duties,
    meetings,
    projects,
    services,
    venues,
    villages,
    weak,
)
from portal.history import acting

ACCOUNTS = county.ACCOUNTS
SUBJECTS = (
    calendar,
    villages,
    bodies,
    venues,
    projects,
    activities,
    weak,
    meetings,
    decisions,
    disclosures,
    services,
    duties,
)


def load(say: Callable[[str], None]) -> None:
    """Fill in what is missing; a second time changes nothing."""
    county.load(say)
    for subject in SUBJECTS:
        with transaction.atomic(), acting(None, page="demo"):
            subject.load(say)
