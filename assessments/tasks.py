from __future__ import annotations

from django.utils import timezone

from assessments.actions.runs import compute_run, current_plans, run_for
from assessments.models import Run
from portal.celery import app
from portal.history import acting
from portal.models import Job
from portal.tasks import job


@job("compute-run")
def run(made: Job) -> None:
    compute_run(Run.objects.get(pk=made.params["run"]), by=made.asked_by, progress=made.progress)


@app.task(ignore_result=True)
def run_current_plans() -> None:
    """Every night: the plans of this year as of today. The system itself asks."""
    for plan in current_plans():
        with acting(None, task="run_current_plans"):
            compute_run(run_for(plan, timezone.localdate(), by=None), by=None)
