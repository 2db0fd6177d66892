"""Why a row counts or not: every condition of a measure asked by itself, as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.db.models import F, Q

from assessments.actions.targets.rows import truth
from assessments.choices import Aggregate
from assessments.models import Measure
from portal import pages
from portal.filters import AgeFacet, age_on
from portal.measures import standing

ENTERED = ""  # the name of the condition that something stands in the column added up


@dataclass(frozen=True)
class Condition:
    """One filter of a measure: its name in the query string, and what it asks."""

    name: str
    label: str
    value: Any
    met: Q


@dataclass(frozen=True)
class Verdict:
    """Where a row stood, and the conditions it did not meet."""

    place: int
    failed: tuple[Condition, ...]


class Judge:
    """Asks rows of a measure's register whether they count as of a day, by what is known now."""

    def __init__(self, measure: Measure, day: date, first: date | None) -> None:
        self.measure, self.day = measure, day
        self.register = pages.get(measure.register)
        self.standing = standing(self.register.model, day, first)
        self.filter = self.register.filter(measure.query)
        self.held: dict[str, dict[int, str]] = {}

    @cached_property
    def conditions(self) -> list[Condition]:
        chosen = {n: v for n, v in self.filter.chosen().items() if n != "organization"}
        asked = self.filter.conditions(self.day, self.standing.prefix)
        found = [
            Condition(name, str(self.filter.sent.fields[name].label or name), value, met)
            for (name, value), met in zip(chosen.items(), asked, strict=True)
        ]
        if self.measure.aggregate != Aggregate.COUNT:
            column = f"{self.standing.prefix}{self.measure.column}"
            entered = Q(**{f"{column}__isnull": False})
            found.append(Condition(ENTERED, self.measure.column, None, entered))
        return found

    def judge(self, ids: Iterable[int]) -> dict[int, Verdict]:
        """{record: verdict} of those that stood in the register that day. One query."""
        pk, place = f"{self.standing.prefix}pk", self.standing.place
        rows = self.standing.rows.order_by().filter(**{f"{pk}__in": list(ids)})
        met = {f"c{n}": truth(one.met) for n, one in enumerate(self.conditions)}
        found = {}
        for line in rows.values(record=F(pk), where=F(place), **met):
            failed = [one for n, one in enumerate(self.conditions) if not line[f"c{n}"]]
            found[line["record"]] = Verdict(line["where"], tuple(failed))
        return found

    def look_up(self, ids: Iterable[int]) -> None:
        """Ask, for those filters that look elsewhere, what the records have there; one query each:
        `held(ids, day)` of a filter says it as {record: words}."""
        ids = list(ids)
        for one in self.conditions:
            facet = self.filter.filters.get(one.name)
            if hasattr(facet, "held"):
                self.held[one.name] = facet.held(ids, self.day)

    def has(self, condition: Condition, record: Any) -> str:
        """What a record has of what a condition asks, where that can be said."""
        facet = self.filter.filters.get(condition.name)
        if condition.name in self.held:
            return self.held[condition.name].get(record.pk, "")
        if isinstance(facet, AgeFacet):
            age = age_on(getattr(record, facet.born, None), self.day)
            return "" if age is None else str(age)
        return said(record, getattr(facet, "field_name", None) or "")


def said(record: Any, path: str) -> str:
    """The value of a column as people read it; "" of what is no column of the record itself."""
    fields = {one.name: one for one in record._meta.concrete_fields}
    if path not in fields:
        return ""
    value = getattr(record, path)
    if getattr(fields[path], "choices", None):
        value = getattr(record, f"get_{path}_display")()
    return "" if value is None else str(value)


@cache
def history_of(model: Any) -> Any:
    """The model of a record type's changes."""
    known = (one for one in apps.get_models() if getattr(one, "pgh_tracked_model", None) is model)
    return next(known)


def changed_since(model: Any, ids: Iterable[int], moment: datetime) -> dict[int, list[str]]:
    """{record: the columns that say something else than at the moment}. Two queries."""
    now = model.objects.filter(pk__in=list(ids), changed_at__gt=moment).in_bulk()
    if not now or model.grows:
        return {}
    events = history_of(model).objects.filter(pgh_obj_id__in=now, pgh_created_at__lte=moment)
    found = {}
    for then in events.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id"):
        differ = list(differing(then, now[then.pgh_obj_id]))
        if differ:
            found[then.pgh_obj_id] = differ
    return found


def differing(then: Any, now: Any) -> Iterator[str]:
    for one in now._meta.concrete_fields:
        name = one.attname
        if one.editable and hasattr(then, name) and getattr(then, name) != getattr(now, name):
            yield str(one.verbose_name)
