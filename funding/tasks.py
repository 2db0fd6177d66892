from __future__ import annotations

import logging

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.actions.dues_years import open_dues_year
from funding.actions.verifying import keep_heads, verify_ledger
from organizations.models import Organization
from portal.celery import app
from portal.models import Job
from portal.tasks import job

log = logging.getLogger(__name__)


@job("open-dues", gettext_lazy("Opening a year of Party dues"))
def open_dues(made: Job) -> None:
    place = Organization.objects.get(pk=made.params["organization"])
    year = int(made.params["year"])
    count = open_dues_year(place, year=year, by=made.asked_by)
    made.message = _("%(n)s members owe Party dues in %(year)s.") % {"n": count, "year": year}
    made.outcome = {"url": f"{reverse('dues-totals')}?organization={place.code}&year={year}"}


@app.task(ignore_result=True)
def verify_every_night() -> None:
    """Every night: is the ledger as it was entered? What it ends with is kept while it is."""
    found = list(verify_ledger())
    for one in found[:100]:
        log.error("ledger: account %s, line %s: %s", one.account, one.number, one.why)
    if not found:
        keep_heads()
