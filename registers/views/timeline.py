"""A record's life on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from registers.timeline import Timeline
from registers.views.detail import RecordPage


class TimelinePage(RecordPage):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.one(pk)
        asked = request.GET.get("page", "1")
        page = min(int(asked), 1000) if asked.isdecimal() and int(asked) else 1
        register = request.GET.get("register", "")
        lines = Timeline(self.pages, record, request.user, register, page)
        context = {
            "moments": list(lines.moments()),
            "filters": lines.filters(),
            "chosen": register,
            "next": page + 1 if lines.more else 0,
            "page": page,
        }
        return self.tab("timeline", record, _("Time line"), **context)
