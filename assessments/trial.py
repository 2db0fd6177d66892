"""What `manage.py demo --check` does: a run by the worker, the dashboard, a grid, the workbook."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from django.contrib.auth import get_user_model
from django.urls import reverse
from openpyxl import load_workbook

from assessments.models import Plan, Report, Run, Value
from operations.visitors import Failed, Visitor
from portal.models import Job

Say = Callable[[str], None]


def visit(visitors: Mapping[str, Visitor], say: Say) -> None:
    run = compute(visitors["county_staff"], say)
    fetch_dashboard(visitors["county_staff"], run, say)
    fetch_grid(visitors["township_secretary"], say)
    fetch_workbook(visitors["supervisor"], run, say)


def compute(visitor: Visitor, say: Say) -> Run:
    """Press "Compute now" and wait for the worker."""
    plan = Plan.objects.order_by("-year", "code").first()
    if plan is None:
        raise Failed("The demo county has no plan.")
    visitor.post(reverse("plan-compute", args=[plan.pk]))
    asked = Job.objects.filter(kind="compute-run", asked_by__name=visitor.name)
    job = visitor.finished(asked.latest("pk"))
    run = Run.objects.get(pk=job.params["run"])
    values = Value.objects.filter(run=run).count()
    if not values:
        raise Failed(f"The run of {plan} has no values.")
    say(f"{plan}: {values} values as of {run.day}, computed by the worker")
    return run


def fetch_dashboard(visitor: Visitor, run: Run, say: Say) -> None:
    page = visitor.get(f"{reverse('dashboard')}?plan={run.plan.code}&run={run.pk}")
    names = [target.indicator.name for target in run.plan.targets.select_related("indicator")]
    shown = [name for name in names if name.encode() in page.body]
    if not shown:
        raise Failed("The dashboard shows none of the plan's targets.")
    say(f"dashboard: {page.size}, {len(shown)} of {len(names)} targets by name")


def fetch_grid(visitor: Visitor, say: Say) -> None:
    user = get_user_model().objects.get(name=visitor.name)
    report = Report.objects.for_user(user).order_by("pk").last()
    if report is None:
        raise Failed(f"{visitor.name} has no report.")
    page = visitor.get(reverse("report-grid", args=[report.pk]))
    rows = page.body.count(b"<tr")
    if b"<table" not in page.body:
        raise Failed(f"The report {report} has no grid.")
    say(f"grid of {report}: {page.size}, {rows} rows")


def fetch_workbook(visitor: Visitor, run: Run, say: Say) -> None:
    job = visitor.job_of(visitor.post(reverse("run-workbook", args=[run.pk])))
    page = visitor.file_of(visitor.finished(job))
    book = load_workbook(io.BytesIO(page.body))
    cells = (cell for sheet in book for line in sheet.iter_rows() for cell in line)
    formulas = sum(1 for cell in cells if cell.data_type == "f")
    if not formulas:
        raise Failed("The assessment workbook has no formulas.")
    say(f"assessment workbook: {page.size}, {len(book.sheetnames)} sheets, {formulas} formulas")
