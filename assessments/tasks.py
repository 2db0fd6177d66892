from __future__ import annotations

import io
import json
import logging
from datetime import date, timedelta

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.actions.ratings.books import sheet_of, take_book, write_book
from assessments.actions.ratings.opening import begin_round
from assessments.actions.reports import consolidation_workbook
from assessments.actions.reports.chasing import remind
from assessments.actions.reports.consolidation_workbook import span_of, write_consolidation
from assessments.actions.reports.offline_reading import read_offline
from assessments.actions.reports.openings import open_due_periods
from assessments.actions.reports.sheets import Sheet
from assessments.actions.scoring.computing import work_out_assessment
from assessments.actions.scoring.scorebook import record_scorebook, write_scorebook
from assessments.actions.targets.keeping import forget_rows
from assessments.actions.targets.runs import compute_run, current_plans, run_for
from assessments.actions.targets.seals import seal_period
from assessments.actions.targets.workbook import (
    file_name,
    record_export,
    write_tables,
    write_workbook,
)
from assessments.models import Assessment, RatingRound, Report, Run
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


@job("compute-assessment", _("Computing an assessment"))
def assess(made: Job) -> None:
    assessment = Assessment.objects.get(pk=made.params["assessment"])
    work_out_assessment(assessment, by=made.asked_by, progress=made.progress)
    made.outcome = {"url": reverse("assessment-ranking", args=[assessment.pk])}


@job("export-assessment", _("Assessment workbook"))
def export(made: Job) -> None:
    """Writes the workbook in the language of whoever asked, for the organization they chose."""
    chosen = Run.objects.select_related("plan").get(pk=made.params["run"])
    place = Organization.objects.get(pk=made.params["organization"])
    by, out, kind = made.asked_by, io.BytesIO(), made.params.get("format", "xlsx")
    if kind == "zip":
        rows = write_tables(chosen, place, out, made_by=str(by), by=by)
    else:
        progress = made.progress
        rows = write_workbook(chosen, place, out, made_by=str(by), by=by, progress=progress)
    record_export(chosen, place, rows, by=by, kind=kind)
    made.file_name = file_name(chosen, place, kind)
    out.seek(0)
    made.file.save(f"{made.key}.{kind}", File(out), save=False)


@job("export-scorecards", _("Workbook of an assessment"))
def export_scorecards(made: Job) -> None:
    assessment = Assessment.objects.select_related("scheme__organization").get(
        pk=made.params["assessment"]
    )
    out, by = io.BytesIO(), made.asked_by
    record_scorebook(assessment, write_scorebook(assessment, out, by=by), by=by)
    made.file_name = f"{assessment.scheme.code}-{assessment.year}.xlsx"
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


@job("open-rating", _("Opening a round of rating"))
def open_rating(made: Job) -> None:
    """Makes the cases of a round, with what the registers know."""
    chosen = RatingRound.objects.select_related("scheme").get(pk=made.params["round"])
    made.message = begin_round(chosen, by=made.asked_by, progress=made.progress)
    made.outcome = {"url": chosen.get_absolute_url()}


@job("rating-book", _("Workbook of ratings"))
def read_rating_book(made: Job) -> None:
    """Takes a workbook of ratings over, or gives it back with its errors."""
    chosen = RatingRound.objects.select_related("scheme").get(pk=made.params["round"])
    place, by = Organization.objects.get(pk=made.params["place"]), made.asked_by
    book = uploaded(made)
    outcome = take_book(book, chosen, place, by=by, progress=made.progress)
    made.message = outcome.sentence()
    made.outcome = {"url": reverse("rating-grid", args=[chosen.pk, place.pk, 1])}
    if outcome.refused:
        out = io.BytesIO()
        write_book(out, sheet_of(chosen, place, by), outcome.given, outcome.wrong)
        made.file_name = f"{made.params['name'].rpartition('.')[0]}-errors.xlsx"
        out.seek(0)
        made.file.save(f"{made.key}.xlsx", File(out), save=False)


@app.task(ignore_result=True)
def run_current_plans() -> None:
    """Every night: the plans of this year as of today."""
    work_out(timezone.localdate())


@app.task(ignore_result=True)
def run_quarter_end() -> None:
    """When a quarter has begun: the plans as of the last day before, with all entered on it."""
    today = timezone.localdate()
    begun = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    work_out(begun - timedelta(days=1))


def work_out(day: date) -> None:
    """The plans of a day's year as of that day. One that fails does not stop the others."""
    for plan in current_plans(day):
        try:
            with acting(None, task="run_current_plans"):
                compute_run(run_for(plan, day, by=None), by=None)
        except Refused as no:
            log.info("plan %s: %s", plan.pk, no)
        except Exception:
            log.exception("plan %s could not be worked out", plan.pk)


@app.task(ignore_result=True)
def forget_kept_rows() -> None:
    """Every night: the rows of runs that are no longer opened."""
    with acting(None, task="forget_kept_rows"):
        forget_rows()


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
