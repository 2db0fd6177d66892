"""The rows of the current filter as a file; many rows as a job."""

from __future__ import annotations

import io
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal import tasks
from portal.errors import Refused
from registers.views.listing import Listing, shown_columns
from registers.views.page import Page
from web.downloads import download
from workbooks import exports

AT_ONCE = 5000  # rows; more are a job


class ExportPage(Page):
    needs = "export"

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = request.GET.get("format", "xlsx")
        kind = kind if kind in exports.KINDS else "xlsx"
        asked = request.GET.copy()
        asked.pop("format", None)
        every = asked.pop("all", None)
        listing = Listing(self.pages, self.rows, asked, request.user)
        query, order = listing.query, urlencode({"sort": asked.getlist("sort")}, doseq=True)
        whole = f"{query}&{order}"
        shown = [] if every else shown_columns(self.pages.table([]), request.user)
        try:
            rows = exports.rows_of(self.pages, request.user, whole)
        except Refused as no:
            return HttpResponse(str(no), status=400, content_type="text/plain; charset=utf-8")
        count = rows.count()
        exports.record(
            self.pages, request.user, query, kind, count, request.META.get("REMOTE_ADDR")
        )
        if count > AT_ONCE:
            job = tasks.start(
                "export",
                request.user,
                register=self.pages.name,
                query=whole,
                columns=shown,
                format=kind,
                verb="export",
            )
            return redirect("job", job.pk)
        out = io.BytesIO()
        exports.write(self.pages, rows, kind, out, shown=shown)
        return download(out, exports.file_name(self.pages, kind))
