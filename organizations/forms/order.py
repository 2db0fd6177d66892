"""Rules that many registers share: what ends has begun, what happened is not in the future."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.forms import Rule

HUNDRED = 100


def in_order(since: str = "since", until: str = "until") -> Rule:
    """The end does not lie before the beginning."""

    def rule(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        begins, ends = values.get(since), values.get(until)
        if begins and ends and ends < begins:
            yield until, _("The end lies before the beginning.")

    return rule


def really_ends(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is in force (a rule, a duty) is so on a day at least; its last day is not one."""
    since, until = values.get("since"), values.get("until")
    if since and until and until <= since:
        yield "until", _("The end must lie after the beginning.")


def not_in_future(*names: str) -> Rule:
    def rule(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        today = timezone.localdate()
        for name in names:
            if values.get(name) and values[name] > today:
                yield name, _("This day lies in the future.")

    return rule


def per_cent(*names: str) -> Rule:
    def rule(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for name in names:
            if (values.get(name) or 0) > HUNDRED:
                yield name, _("At most 100 per cent.")

    return rule


def no_more_than(part: str, whole: str, sentence: Any) -> Rule:
    """`part` does not exceed `whole`; `sentence` (lazy) says so."""

    def rule(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        some, all_of_it = values.get(part), values.get(whole)
        if some is not None and all_of_it is not None and some > all_of_it:
            yield part, sentence

    return rule
