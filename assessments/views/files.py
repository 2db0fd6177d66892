"""The files that hang from a cell, to those who may see the report's row."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from assessments.views.reports import ReportPage
from registers.models import Attachment
from registers.views.attachments import sent


class CellFilePage(ReportPage):
    def get(self, request: HttpRequest, pk: int, cell: int, file: int) -> FileResponse:
        report = self.one(pk)
        seen = self.rows_seen(report)
        found = get_object_or_404(report.cells, pk=cell)
        if seen is not None and found.organization_id not in seen:
            raise Http404
        return sent(get_object_or_404(Attachment.of(found), pk=file), small="small" in request.GET)
