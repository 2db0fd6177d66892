"""The demo county's people and all that is kept of them."""

from __future__ import annotations

from collections.abc import Callable

from members.demo import persons


def load(say: Callable[[str], None]) -> None:
    """Fill in what is missing; a second time changes nothing."""
    persons.load(say)
