"""Codes of money."""

from __future__ import annotations

from collections.abc import Callable

from funding.actions.codes import load_codes
from funding.models import Source
from organizations.models import Organization


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or Source.objects.exists():
        return
    say(f"{load_codes(county)} codes of money")
