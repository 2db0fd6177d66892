"""The rows of a list on paper: all of them, with what was asked, by whom and when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from registers.views.listing import Listing, show_columns
from registers.views.page import Page
from registers.views.paging import PER_PAGE
from workbooks import exports

MOST = 2000  # rows on paper; more are for a workbook


class PrintPage(Page):
    """Who may export prints all rows, and the log tells of it; others the page they look at."""

    def get(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(self.pages, self.rows, request.GET, request.user)
        table, leaf, may_all = listing.table, listing.leaf, self.may("export")
        rows = table.data.data[:MOST] if may_all else leaf.rows
        table.data.data = rows
        show_columns(table, request.user)
        printed = min(leaf.count, MOST if may_all else PER_PAGE)
        if may_all and not listing.refused:
            address = request.META.get("REMOTE_ADDR")
            query = listing.query
            exports.record(self.pages, request.user, query, "print", printed, address)
        context = {
            "listing": listing,
            "table": table,
            "chips": list(listing.chips()),
            "count": leaf.count,
            "printed": printed,
            "at": timezone.now(),
            "title": _("Print: %(register)s") % {"register": self.label},
            "back": f"{self.pages.url('list')}?{listing.whole_query or 'q='}",
        }
        return self.show("print", status=400 if listing.refused else 200, **context)
