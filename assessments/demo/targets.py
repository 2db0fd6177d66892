"""The plans of this year: the county's own, worked out as of today and as of the ends of the
quarters before, the last of them sealed, and the three of the sources, as of today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from assessments.actions.targets.library import county, library, load_plan
from assessments.actions.targets.runs import compute_run, run_for
from assessments.actions.targets.seals import seal_period
from assessments.models import Plan

OWN = "county"
DECIDED = "季度考核结果已经县委常委会审定"


def load() -> Iterator[Plan]:
    """The library's plans with their runs, so that the dashboard is full."""
    today, top = timezone.localdate(), county()
    years = (today.year - 2, today.year - 1, today.year)  # for the trend and its forecasts
    quarters = [date(one, *end) for one in years for end in ((3, 31), (6, 30), (9, 30), (12, 31))]
    quarters = quarters[2:]
    for name in (OWN, *(one for one in library() if one != OWN)):
        plan, _new = load_plan(name, at=top)
        before = [one for one in quarters if one < today] if name == OWN else []
        for day in (*before, today):
            compute_run(run_for(plan, day, by=None), by=None)
        for day in before[-1:]:
            seal_period(
                run_for(plan, day, by=None), reason="季度考核结果已经县委常委会审定", by=None
            )
        yield plan
