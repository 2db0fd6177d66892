"""Files that a page hands out."""

from __future__ import annotations

import io

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from portal.pages import Pages
from workbooks import exports

KINDS = exports.KINDS | {"zip": "application/zip"}


def download(out: io.BytesIO, name: str) -> HttpResponse:
    """What was written, to be kept as `name`, whose ending says what it is."""
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(out.getvalue(), KINDS[name.rpartition(".")[2]], headers=headers)


def exported(
    request: HttpRequest, of: Pages, query: str, out: io.BytesIO, count: int, name: str
) -> HttpResponse:
    """A file with `count` rows of a register; who fetched it, and by which query, is on record."""
    kind, address = name.rpartition(".")[2], request.META.get("REMOTE_ADDR")
    exports.record(of, request.user, query, kind, count, address)
    return download(out, name)
