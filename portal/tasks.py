"""Jobs: a row that the page polls, one Celery task that runs them, and a register of what they
do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.celery import app
from portal.errors import Refused
from portal.history import acting
from portal.models import Job

log = logging.getLogger(__name__)
Work = Callable[[Job], None]
KINDS: dict[str, Work] = {}
TITLES: dict[str, Any] = {}


def job(kind: str, title: Any = "") -> Callable[[Work], Work]:
    """Register what a kind of job does, and what people call it.

    The function may run twice without harm and may raise Refused.
    """

    def register(work: Work) -> Work:
        KINDS[kind] = work
        TITLES[kind] = title or kind
        return work

    return register


def start(kind: str, by: Any, **params: Any) -> Job:
    """Queue a job once the current transaction has committed.

    It speaks the language of whoever asked. `params`: ids and plain words only.
    """
    language = translation.get_language() or "zh-hans"
    made = Job.objects.create(kind=kind, asked_by=by, params=params, language=language)
    transaction.on_commit(lambda: run_job.delay(made.pk))
    return made


@app.task(bind=True, acks_late=True, ignore_result=True)
def run_job(self: Any, job_id: int) -> None:
    """Do the work of one job, once: a job that is over, or running elsewhere, is left alone."""
    states = [Job.State.QUEUED]
    if (self.request.delivery_info or {}).get("redelivered"):
        states.append(Job.State.RUNNING)  # its worker died; the half-done transaction died with it
    claimed = Job.objects.filter(pk=job_id, state__in=states)
    if not claimed.update(state=Job.State.RUNNING, started_at=timezone.now()):
        return
    made = Job.objects.select_related("asked_by").get(pk=job_id)
    with translation.override(made.language), acting(made.asked_by, job=made.pk):
        state, message = work_on(made)
    made.done, made.total = made.steps
    made.state, made.message, made.finished_at = state, message or made.message, timezone.now()
    made.save()


def work_on(made: Job) -> tuple[str, str]:
    """Run the work in one transaction; what it left half done is undone."""
    try:
        with transaction.atomic():
            KINDS[made.kind](made)
    except Refused as no:
        return Job.State.FAILED, str(no)
    except Exception:
        log.exception("job %s of kind %s failed", made.pk, made.kind)
        words = _(
            "Something went wrong on our side; nothing was changed. Tell the "
            "administrator: job %(number)s."
        )
        return Job.State.FAILED, words % {"number": made.pk}
    return Job.State.DONE, ""
