"""The demo county's organizations and all that is kept of them."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from organizations.demo import activities, bodies, county, projects, venues, villages, weak
from portal.history import acting

ACCOUNTS = county.ACCOUNTS
SUBJECTS = (villages, bodies, venues, projects, activities, weak)


def load(say: Callable[[str], None]) -> None:
    """Fill in what is missing; a second time changes nothing."""
    county.load(say)
    for subject in SUBJECTS:
        with transaction.atomic(), acting(None, page="demo"):
            subject.load(say)
