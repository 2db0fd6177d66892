from __future__ import annotations

import io
import json
import logging

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.actions.reports import consolidation_workbook
from assessments.actions.reports.chasing import remind
from assessments.actions.reports.consolidation_workbook import span_of, write_consolidation
from assessments.actions.reports.offline_reading import read_offline
from assessments.actions.reports.openings import open_due_periods
from assessments.actions.reports.sheets import Sheet
from assessments.actions.targets.runs import compute_run, current_plans, run_for
from assessments.actions.targets.seals import seal_period
from assessments.actions.targets.workbook import file_name, record_export, write_workbook
from assessments.models import Report, Run
from organizations.models import Organization
from portal.celery import app
from portal.errors import Refused
from portal.history import acting
from portal.models import Job
from portal.tasks import job
from workbooks.tasks import uploaded

log = logging.getLogger(__name__)


@job("compute-run", _("Computing a plan"))
def run(made: Job) -> None:
    """Asks nothing before the run does, so that it may read all as of one moment."""
    compute_run(Run(pk=made.params["run"]), by=made.asked_by, progress=made.progress)
    made.outcome = {"url": Run.objects.get(pk=made.params["run"]).get_absolute_url()}


@job("seal-period", _("Sealing a period"))
def seal(made: Job) -> None:
    run = Run.objects.get(pk=made.params["run"])
    reason, approval = made.params["reason"], made.params["approval"]
    done = seal_period(run, reason=reason, approval=approval, by=made.asked_by)
    made.outcome = {"url": done.get_absolute_url()}


@job("export-assessment", _("Assessment workbook"))
def export(made: Job) -> None:
    """Writes the workbook in the language of whoever asked, for the organization they chose."""
    chosen = Run.objects.select_related("plan").get(pk=made.params["run"])
    place = Organization.objects.get(pk=made.params["organization"])
    out = io.BytesIO()
    by = made.asked_by
    rows = write_workbook(chosen, place, out, made_by=str(by), progress=made.progress)
    record_export(chosen, place, rows, by=by)
    made.file_name = file_name(chosen, place)
    out.seek(0)
    made.file.save(f"{made.key}.xlsx", File(out), save=False)


@job("report-offline", _("Offline workbook"))
def read_workbook(made: Job) -> None:
    """Reads an uploaded workbook of a report; nothing is written. What it says lies in a file."""
    report = Report.objects.select_related("period__template").get(pk=made.params["report"])
    reading = read_offline(Sheet(report), uploaded(made))
    kept = ContentFile(json.dumps(reading.as_json()))
    rows = default_storage.save(f"jobs/{made.key}.rows", kept)
    url = reverse("report-offline-preview", args=[report.pk, made.pk])
    made.outcome = {"rows": rows, "url": url}


@job("export-consolidation", _("Figures put together"))
def export_figures(made: Job) -> None:
    """Writes the workbook in the language of whoever asked."""
    span, place = span_of(made)
    out = io.BytesIO()
    by = made.asked_by
    rows = write_consolidation(span, place, out, made_by=str(by), progress=made.progress)
    consolidation_workbook.record_export(span, place, rows, by=by)
    made.file_name = consolidation_workbook.file_name(span, place)
    out.seek(0)
    made.file.save(f"{made.key}.xlsx", File(out), save=False)


@app.task(ignore_result=True)
def run_current_plans() -> None:
    """Every night: the plans of this year as of today. One that fails does not stop the others."""
    for plan in current_plans():
        try:
            with acting(None, task="run_current_plans"):
                compute_run(run_for(plan, timezone.localdate(), by=None), by=None)
        except Refused as no:
            log.info("plan %s: %s", plan.pk, no)
        except Exception:
            log.exception("plan %s could not be worked out", plan.pk)


@app.task(ignore_result=True)
def remind_of_reports() -> None:
    """Every morning: townships whose reports are due soon, today, or late."""
    with acting(None, task="remind_of_reports"):
        remind()


@app.task(ignore_result=True)
def open_reports_due() -> None:
    """Every night: reports of periods that have begun, and what the registers now say of them."""
    with acting(None, task="open_reports_due"):
        open_due_periods()
