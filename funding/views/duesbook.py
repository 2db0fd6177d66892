"""The workbook of a year's dues: fetched, filled in elsewhere, brought back, looked at, taken."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from funding.actions.dues_books import write_dues_book
from funding.actions.dues_sheets import ALL, DuesSheet
from funding.tasks import preview_of
from organizations.models import Organization
from portal import tasks
from portal.errors import Refused
from portal.models import Job
from portal.rules import refuse_future
from registers.attachments import MIB
from registers.views.importing import keep_upload
from registers.views.page import Page
from web.downloads import exported

LIMIT = 10 * MIB
KIND = "dues-book"


class DuesBook(Page):
    """What the pages of the workbook share."""

    def place(self, pk: int) -> Organization:
        user: Any = self.request.user
        scope = user.scope(self.pages.perm("view"))
        return get_object_or_404(Organization.objects.filter(scope.q("")), pk=pk)

    def draw(self, template: str, place: Organization, year: int, **context: Any) -> HttpResponse:
        status = 422 if context.get("refused") else 200
        words = {"place": place.short, "year": year}
        grid = reverse("dues-grid", args=[place.pk, year, "today", 1])
        context |= {
            "title": _("Party dues %(year)s as a workbook: %(place)s") % words,
            "crumbs": [(place.short, grid), (_("Workbook of the year"), "")],
            "place": place,
            "year": year,
            "grid": grid,
            "writable": self.may("change", place),
        }
        return render(self.request, f"funding/{template}.html", context, status=status)


class DuesBookPage(DuesBook):
    """Where the workbook is fetched, and brought back."""

    def get(self, request: HttpRequest, place: int, year: int) -> HttpResponse:
        found, takes = self.place(place), self.may("export")
        if not takes and ("fetch" in request.GET or not self.may("change", found)):
            raise PermissionDenied
        if "fetch" not in request.GET:
            return self.choose(found, year)
        try:
            return self.fetch(found, year)
        except Refused as no:
            return self.choose(found, year, str(no))

    def post(self, request: HttpRequest, place: int, year: int) -> HttpResponse:
        found = self.place(place)
        if not self.may("change", found):
            raise PermissionDenied
        try:
            day = self.day()
            kept = keep_upload(request, LIMIT)
        except Refused as no:
            return self.choose(found, year, str(no))
        within = request.POST.get("within") == "month"
        said: dict[str, Any] = {"place": found.pk, "year": year, "day": day.isoformat()}
        job = tasks.start(KIND, request.user, within=within, **said, **kept)
        return redirect("dues-book-preview", found.pk, year, job.pk)

    def day(self) -> date:
        """On which day what is new was paid. Raises Refused."""
        try:
            found = parse_date(self.request.POST.get("day", ""))
        except ValueError:
            found = None
        if found is None:
            raise Refused(_("Say on which day it was paid."))
        refuse_future(found)
        return found

    def fetch(self, place: Organization, year: int) -> HttpResponse:
        sheet = DuesSheet(place, year, self.request.user, day=timezone.localdate(), size=ALL)
        out = io.BytesIO()
        count = write_dues_book(out, sheet)
        query = f"dues {year} organization {place.code}"
        name = _("Party dues %(year)s %(place)s.xlsx") % {"year": year, "place": place.short}
        return exported(self.request, self.pages, query, out, count, name)

    def choose(self, place: Organization, year: int, refused: str = "") -> HttpResponse:
        sent = self.request.POST
        return self.draw(
            "dues_book",
            place,
            year,
            refused=refused,
            limit=LIMIT // MIB,
            may_fetch=self.may("export"),
            day=sent.get("day") or timezone.localdate().isoformat(),
            within=sent.get("within", "month"),
        )


class DuesBookPreviewPage(DuesBook):
    """What an uploaded workbook would change, until it is taken over."""

    def get(self, request: HttpRequest, place: int, year: int, job: int) -> HttpResponse:
        found, checked = self.place(place), self.job(place, year, job)
        preview = preview_of(checked) if checked.state == Job.State.DONE else None
        if checked.state == Job.State.DONE and preview is None:
            raise Http404
        return self.draw("dues_book_preview", found, year, job=checked, preview=preview)

    def post(self, request: HttpRequest, place: int, year: int, job: int) -> HttpResponse:
        found, checked = self.place(place), self.job(place, year, job)
        if not self.may("change", found):
            raise PermissionDenied
        preview, compared = preview_of(checked), "compared" in request.POST
        if preview is None:
            raise Http404
        if preview.asked.count and not compared:
            refused = _("The sheet's own totals differ: compare them first, then say so below.")
            said: dict[str, Any] = {"job": checked, "preview": preview, "refused": refused}
            return self.draw("dues_book_preview", found, year, **said)
        ids = {"place": found.pk, "checked": checked.pk, "compared": compared}
        return redirect("job", tasks.start("dues-book-take", request.user, **ids).pk)

    def job(self, place: int, year: int, pk: int) -> Job:
        """One's own upload to this place and year."""
        mine = Job.objects.filter(asked_by_id=self.request.user.pk, kind=KIND)
        return get_object_or_404(mine, pk=pk, params__place=place, params__year=year)
