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


def went_by(run: Run, indicator: Indicator) -> Definition | None:
    """The definition that a run used; None of runs older than definitions."""
    return Definition.objects.filter(workings__run=run, workings__indicator=indicator).first()


def redefined(run: Run, indicators: Iterable[Indicator]) -> dict[int, Indicator]:
    """{indicator: as the run met it} of those that mean something else by now."""
    used = Definition.objects.filter(workings__run=run).order_by("pk")
    text = {one.pk: text_of(one) for one in indicators}
    return {
        one.indicator_id: one.then()
        for one in used
        if one.indicator_id in text and one.text != text[one.indicator_id]
    }
