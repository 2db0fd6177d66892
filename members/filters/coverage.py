"""Who of a set of persons owes training, and who has reached it: few queries for all duties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from members.filters.training import TrainingFilter, counted, owing, those_who_reached
from members.models import Person, TrainingDuty
from portal.errors import Refused

FULL = 100


@dataclass(frozen=True)
class Coverage:
    """Of those whom a duty binds, how many have reached it; no percentage of nobody."""

    duty: TrainingDuty
    owe: int
    reached: int

    @property
    def missed(self) -> int:
        return self.owe - self.reached

    @property
    def percent(self) -> int | None:
        return FULL * self.reached // self.owe if self.owe else None


def understood(day: date) -> list[TrainingDuty]:
    """The duties in force whose query strings the lists understand."""
    return [duty for duty in TrainingDuty.objects.at(day).order_by("code") if is_understood(duty)]


def is_understood(duty: TrainingDuty) -> bool:
    try:
        owing(duty, duty.since)
        TrainingFilter(duty.courses).chosen()
    except Refused:
        return False
    return True


def coverage(persons: Any, day: date) -> list[Coverage]:
    """One scan of the persons for all duties together."""
    duties = understood(day)
    counts: dict[str, Any] = {}
    for duty in duties:
        bound = owing(duty, day)
        reached = bound & Q(pk__in=those_who_reached(duty, day))
        counts[f"owe{duty.pk}"] = Count("pk", filter=bound)
        counts[f"reached{duty.pk}"] = Count("pk", filter=reached)
    if not counts:
        return []
    found = persons.order_by().aggregate(**counts)
    every = [Coverage(one, found[f"owe{one.pk}"], found[f"reached{one.pk}"]) for one in duties]
    return [one for one in every if one.owe]


@dataclass(frozen=True)
class Progress:
    """How far a person is with a duty; amounts and what is asked for, in hours, days or times."""

    duty: TrainingDuty
    hours: Any
    days: Any
    times: int

    @property
    def parts(self) -> list[tuple[str, Any, Any]]:
        """(unit, so far, asked for) of whatever the duty asks."""
        asked = (
            ("hours", self.hours, self.duty.hours),
            ("days", self.days, self.duty.days),
            ("times", self.times, self.duty.times),
        )
        return [part for part in asked if part[2]]

    @property
    def is_reached(self) -> bool:
        return all(so_far >= asked for _unit, so_far, asked in self.parts)


def progress(person: Person, day: date) -> list[Progress]:
    """What a person owes, and how much of it is done: three queries."""
    duties = understood(day)
    flags = {f"d{one.pk}": Count("pk", filter=owing(one, day)) for one in duties}
    if not flags:
        return []
    bound = Person.objects.filter(pk=person.pk).order_by().aggregate(**flags)
    mine = [one for one in duties if bound[f"d{one.pk}"]]
    sums: dict[str, Any] = {}
    for one in mine:
        courses = TrainingFilter(one.courses).condition(day, "training__")
        counts = courses & Q(pk__in=counted(day, one.years).filter(person=person).values("pk"))
        sums[f"h{one.pk}"] = Sum("hours", filter=counts, default=0)
        sums[f"d{one.pk}"] = Sum("days", filter=counts, default=0)
        sums[f"t{one.pk}"] = Count("pk", filter=counts)
    done = person.trainings.order_by().aggregate(**sums) if sums else {}  # type: ignore[attr-defined]
    return [
        Progress(one, done[f"h{one.pk}"], done[f"d{one.pk}"], done[f"t{one.pk}"]) for one in mine
    ]
