"""Rules that many registers share: what ends has begun, what happened is not in the future."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.errors import Refused

# A rule looks at a row's cleaned values (absent where a field is wrong) and names what contradicts
# what.
Rule = Callable[[dict[str, Any]], Iterable[tuple[str, Any]]]
Found = Iterator[tuple[str, Any]]
HUNDRED = 100


def in_order(since: str = "since", *ends: str, later: bool = False, sentence: Any = None) -> Rule:
    """None of `ends` ("until") lies before `since`; with `later`, nor on the same day. `sentence`
    (lazy) says so."""

    def rule(values: dict[str, Any]) -> Found:
        begun = values.get(since)
        for name in ends or ("until",):
            ended = values.get(name)
            if begun and ended and (ended < begun or (later and ended == begun)):
                yield name, sentence or usual_sentence(later)

    return rule


def usual_sentence(later: bool) -> str:
    if later:
        return _("The end must lie after the beginning.")
    return _("The end lies before the beginning.")


def not_in_future(*names: str) -> Rule:
    def rule(values: dict[str, Any]) -> Found:
        today = timezone.localdate()
        for name in names:
            if values.get(name) and values[name] > today:
                yield name, _("This day lies in the future.")

    return rule


def per_cent(*names: str) -> Rule:
    def rule(values: dict[str, Any]) -> Found:
        for name in names:
            if (values.get(name) or 0) > HUNDRED:
                yield name, _("At most 100 per cent.")

    return rule


def no_more_than(part: str, whole: str, sentence: Any) -> Rule:
    """`part` does not exceed `whole`; `sentence` (lazy) says so."""

    def rule(values: dict[str, Any]) -> Found:
        some, all_of_it = values.get(part), values.get(whole)
        if some is not None and all_of_it is not None and some > all_of_it:
            yield part, sentence

    return rule


def refuse_future(day: date) -> None:
    """For actions: what is recorded as done was not done tomorrow."""
    if day > timezone.localdate():
        raise Refused(_("This day lies in the future."))
