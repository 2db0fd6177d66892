"""The demo county's organizations and all that is kept of them."""

from __future__ import annotations

from collections.abc import Callable

from organizations.demo import county

ACCOUNTS = county.ACCOUNTS


def load(say: Callable[[str], None]) -> None:
    """Fill in what is missing; a second time changes nothing."""
    county.load(say)
