"""How long the rows of runs are kept."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from assessments.models import KeptRows, Run


@transaction.atomic
def forget_rows() -> int:
    """Drop the rows of nightly runs but for the latest of each plan; returns of how many runs.

    Kept are those of runs by hand, of the last days of months (and so of quarters), and of sealed
    periods. Figures, definitions and everything else of a run stay.
    """
    nightly = Run.objects.filter(asked_by=None, seal=None, kept_rows__isnull=False).distinct()
    latest = Run.objects.filter(state=Run.State.DONE).order_by()
    days = dict(latest.values_list("plan").annotate(day=Max("day")))
    gone = [
        run.pk
        for run in nightly
        if (run.day + timedelta(days=1)).day != 1 and run.day != days.get(run.plan_id)
    ]
    KeptRows.objects.filter(run__in=gone).delete()
    return len(gone)
