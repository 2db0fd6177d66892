"""What holds of days in every register of a member's life."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

Found = Iterator[tuple[str, str]]


def ends_after(since: str = "since", until: str = "until") -> Callable[[dict[str, Any]], Found]:
    """A rule: what ends, does so on the day it begins or later."""

    def in_order(values: dict[str, Any]) -> Found:
        first, last = values.get(since), values.get(until)
        if first and last and last < first:
            yield until, _("The end lies before the beginning.")

    return in_order


def not_in_future(*names: str) -> Callable[[dict[str, Any]], Found]:
    """A rule: what has happened did not happen tomorrow."""

    def already(values: dict[str, Any]) -> Found:
        for name in names:
            if values.get(name) and values[name] > timezone.localdate():
                yield name, _("This day lies in the future.")

    return already


def fill_name(values: dict[str, Any], person: str, name: str) -> None:
    """A name that was left out is that of the person in the register."""
    if not values.get(name) and values.get(person) and name in values:
        values[name] = values[person].name
