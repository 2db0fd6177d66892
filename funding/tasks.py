from __future__ import annotations

import json
import logging
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.actions.dues_book_taking import Preview, preview_book, take_dues_book
from funding.actions.dues_months import Sheet
from funding.actions.dues_years import open_dues_year
from funding.actions.telling import tell_keepers
from funding.actions.verifying import keep_heads, verify_ledger
from organizations.models import Organization
from portal.celery import app
from portal.errors import Refused
from portal.history import acting
from portal.models import Job
from portal.tasks import job
from workbooks.tasks import uploaded

log = logging.getLogger(__name__)


@job("open-dues", gettext_lazy("Opening a year of Party dues"))
def open_dues(made: Job) -> None:
    place = Organization.objects.get(pk=made.params["organization"])
    year = int(made.params["year"])
    count = open_dues_year(place, year=year, by=made.asked_by)
    made.message = _("%(n)s members owe Party dues in %(year)s.") % {"n": count, "year": year}
    made.outcome = {"url": f"{reverse('dues-totals')}?organization={place.code}&year={year}"}


@job("dues-book", gettext_lazy("Check of a workbook of Party dues"))
def check_dues_book(made: Job) -> None:
    """Keeps what a workbook would change in a file, until it is taken over."""
    place = Organization.objects.get(pk=made.params["place"])
    day = date.fromisoformat(made.params["day"])
    sheet = Sheet(int(made.params["year"]), day, {}, within=bool(made.params["within"]))
    found = preview_book(uploaded(made), place, sheet, by=made.asked_by)
    kept = ContentFile(json.dumps(found.as_json()))
    rows = default_storage.save(f"jobs/{made.key}.rows", kept)
    url = reverse("dues-book-preview", args=[place.pk, sheet.year, made.pk])
    made.outcome = {"rows": rows, "url": url}


def preview_of(made: Job) -> Preview | None:
    """What a check found; None once its file has expired."""
    name = made.outcome.get("rows", "")
    if not name or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return Preview.from_json(json.load(file))


@job("dues-book-take", gettext_lazy("Workbook of Party dues"))
def take_over_dues_book(made: Job) -> None:
    """Saves what a checked workbook changes."""
    place = Organization.objects.get(pk=made.params["place"])
    checked = Job.objects.get(pk=made.params["checked"])
    found = preview_of(checked)
    if found is None:
        raise Refused(_("The uploaded file has expired. Upload it again."))
    compared = bool(made.params["compared"])
    made.message = take_dues_book(place, found, compared=compared, by=made.asked_by)
    made.outcome = {"url": reverse("dues-grid", args=[place.pk, found.year, "today", 1])}


@app.task(ignore_result=True)
def verify_every_night() -> None:
    """Every night: is the ledger as it was entered? What it ends with is kept while it is;
    who keeps the county's ledger is told of each finding."""
    found = list(verify_ledger())
    for one in found[:100]:
        log.error("ledger: account %s, line %s: %s", one.account, one.number, one.why)
    if found:
        with acting(None, task="verify_every_night"):
            tell_keepers(found)
    else:
        keep_heads()
