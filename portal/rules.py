"""Rules that many registers share: what ends has begun, what happened is not in the future."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

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


Rows = Sequence[tuple[int | None, dict[str, Any]]]  # record number (None: new) and values


class Limit(Protocol):
    """Finds rows that are good each by itself, but not together."""

    def surplus(self, rows: Rows) -> Iterator[tuple[int, str, Any]]: ...


@dataclass(frozen=True)
class AtMost:
    """How many rows there may be that share something, those of one file counted together.

    `shared(values)` is what they share (None: the row is not counted), `stored(*shared)` those
    that are there, `most(*shared, day)` how many there may be by the day in the field `day` (None:
    any number), `sentence(most, *shared)` what is said at `field` of one too many.
    """

    field: str
    day: str
    shared: Callable[[dict[str, Any]], tuple[Any, ...] | None]
    stored: Callable[..., Any]
    most: Callable[..., int | None]
    sentence: Callable[..., Any]

    def surplus(self, rows: Rows) -> Iterator[tuple[int, str, Any]]:
        """(place, field, sentence) of each row for which there is no room; rows of records that
        are there already take the place of these."""
        taken: Counter[Any] = Counter()
        allowed: dict[Any, int | None] = {}
        own = {pk for pk, _values in rows}
        for place, (_pk, values) in enumerate(rows):
            shared, day = self.shared(values), values.get(self.day)
            if shared is None or not day:
                continue
            if shared not in taken:
                there = self.stored(*shared).order_by().values_list("pk", flat=True)
                taken[shared] = len(set(there) - own)
            if (shared, day) not in allowed:
                allowed[shared, day] = self.most(*shared, day)
            most = allowed[shared, day]
            if most is not None and taken[shared] >= most:
                yield place, self.field, self.sentence(most, *shared)
            else:
                taken[shared] += 1


def too_many(limits: Iterable[Limit], rows: Rows) -> dict[int, tuple[str, Any]]:
    """{place: (field, sentence)} of the rows for which there is no room. A row that is refused
    gives no place up; so the others are asked again."""
    refused: dict[int, tuple[str, Any]] = {}
    while True:
        left = [place for place in range(len(rows)) if place not in refused]
        asked = [rows[place] for place in left]
        found = [one for limit in limits for one in limit.surplus(asked)]
        if not found:
            return refused
        refused |= {left[place]: (field, sentence) for place, field, sentence in found}


def refuse_future(day: date) -> None:
    """For actions: what is recorded as done was not done tomorrow."""
    if day > timezone.localdate():
        raise Refused(_("This day lies in the future."))
