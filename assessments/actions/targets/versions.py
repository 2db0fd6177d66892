"""Versions of definitions: what a run went by, and what has become of it since."""

from __future__ import annotations

from collections.abc import Iterable

from assessments.models import Definition, Indicator, Run
from assessments.models.workings import text_of


def versions(indicators: Iterable[Indicator]) -> dict[int, Definition]:
    """{indicator: its newest definition}, made where none says what it now means."""
    indicators = list(indicators)
    known = newest(one.pk for one in indicators)
    found, fresh = {}, []
    for one in indicators:
        last, text = known.get(one.pk), text_of(one)
        if last is None or last.text != text:
            number = last.number + 1 if last else 1
            last = Definition(indicator=one, number=number, text=text)
            fresh.append(last)
        found[one.pk] = last
    Definition.objects.bulk_create(fresh)
    return found


def newest(indicators: Iterable[int]) -> dict[int, Definition]:
    rows = Definition.objects.filter(indicator__in=list(indicators))
    rows = rows.order_by("indicator_id", "-number").distinct("indicator_id")
    return {one.indicator_id: one for one in rows}


def used_by(run: Run) -> dict[int, Definition]:
    """{indicator: the definition that a run used}; {} of runs older than definitions."""
    used = Definition.objects.filter(workings__run=run).order_by("pk")
    return {one.indicator_id: one for one in used}


def differs(used: Definition, indicator: Indicator) -> bool:
    """Whether an indicator means something else by now than a definition says."""
    return bool(used.text != text_of(indicator))
