"""What registers of a member's life fill in alike."""

from __future__ import annotations

from typing import Any


def fill_name(values: dict[str, Any], person: str, name: str) -> None:
    """A name that was left out is that of the person in the register."""
    if not values.get(name) and values.get(person) and name in values:
        values[name] = values[person].name
