"""The workbook of a township's ratings: fetched, and brought back."""

from __future__ import annotations

import io

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.actions.ratings.books import sheet_of, write_book
from assessments.models import RatingRound
from organizations.models import Organization
from portal import tasks
from portal.errors import Refused
from registers.attachments import MIB
from registers.views.importing import keep_upload
from registers.views.page import Page
from web.downloads import exported

LIMIT = 10 * MIB


class BookPage(Page):
    """Where the workbook is fetched and brought back. Its pages are those of rating cases, as
    what is taken out are cases."""

    needs = "export"

    def found(self, pk: int, place: int) -> tuple[RatingRound, Organization]:
        round_ = get_object_or_404(RatingRound.objects.for_user(self.request.user), pk=pk)
        scope = self.request.user.scope(self.pages.perm("export"))  # type: ignore[union-attr]
        return round_, get_object_or_404(Organization.objects.filter(scope.q("")), pk=place)

    def get(self, request: HttpRequest, pk: int, place: int) -> HttpResponse:
        round_, found = self.found(pk, place)
        return self.fetch(round_, found) if "fetch" in request.GET else self.draw(round_, found)

    def post(self, request: HttpRequest, pk: int, place: int) -> HttpResponse:
        round_, found = self.found(pk, place)
        if not any(self.may(verb) for verb in ("rate", "review", "confirm")):
            raise PermissionDenied
        try:
            kept = keep_upload(request, LIMIT)
        except Refused as no:
            return self.draw(round_, found, str(no))
        ids = {"round": round_.pk, "place": found.pk}
        job = tasks.start("rating-book", request.user, register=self.pages.name, **ids, **kept)
        return redirect("job", job.pk)

    def fetch(self, round_: RatingRound, place: Organization) -> HttpResponse:
        sheet, out = sheet_of(round_, place, self.request.user), io.BytesIO()
        write_book(out, sheet)
        query, name = f"round {round_.pk} organization {place.code}", f"{place.short} {round_}.xlsx"
        return exported(self.request, self.pages, query, out, len(sheet.cases), name)

    def draw(self, round_: RatingRound, place: Organization, refused: str = "") -> HttpResponse:
        context = {
            "title": _("Ratings as a workbook: %(place)s") % {"place": place.short},
            "crumbs": [
                (str(round_), round_.get_absolute_url()),
                (place.short, reverse("rating-grid", args=[round_.pk, place.pk, 1])),
                (_("Workbook"), ""),
            ],
            "round": round_,
            "place": place,
            "refused": refused,
            "limit": LIMIT // MIB,
            "fills": round_.running
            and any(self.may(verb) for verb in ("rate", "review", "confirm")),
        }
        status = 422 if refused else 200
        return render(self.request, "assessments/rating_book.html", context, status=status)
