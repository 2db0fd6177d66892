"""What is owed and what was done, as a board of organizations by kinds."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.actions.board import (
    Line,
    Period,
    board,
    kinds_of,
    period_named,
    periods,
    queries,
)
from organizations.actions.disclosures import DISCLOSURES
from organizations.actions.due import Owed
from organizations.actions.meetings import MEETINGS
from organizations.models import Organization
from portal import pages


def meeting_board(request: HttpRequest) -> HttpResponse:
    return show(request, MEETINGS, "meeting-board", _("Meetings held and due"))


def disclosure_board(request: HttpRequest) -> HttpResponse:
    return show(request, DISCLOSURES, "disclosure-board", _("Disclosures made and due"))


def show(request: HttpRequest, owed: Owed, route: str, title: str) -> HttpResponse:
    """About six queries, however large the county."""
    register = pages.get(str(owed.rows._meta.model_name))
    user: Any = request.user
    if not user.has_perm(register.perm("view")):
        raise PermissionDenied
    place = chosen(request, user.scope(register.perm("view")))
    period = period_named(request.GET.get("period", ""))
    lines = board(owed, place, period)
    kinds = kinds_of(owed, lines)
    context = {
        "title": title,
        "crumbs": [(title, "")],
        "route": route,
        "place": place,
        "above": place.parent if user.scope(register.perm("view")).covers(up(place)) else None,
        "period": period,
        "periods": periods(timezone.localdate()),
        "kinds": [label for _kind, label in kinds],
        "lines": [(line, cells(owed, line, kinds, period)) for line in lines],
        "duties_url": pages.get(str(owed.duties._meta.model_name)).url("list"),
    }
    return render(request, "organizations/board.html", context)


def up(place: Any) -> str:
    return str(place.parent.path) if place.parent_id else ""


def chosen(request: HttpRequest, scope: Any) -> Any:
    """The organization asked for by code, else the highest that the user reaches."""
    rows = Organization.objects.select_related("parent")
    reached = rows.filter(scope.q("")).order_by("path")
    code = request.GET.get("organization")
    if code:
        return get_object_or_404(reached, code=code)
    first = min(reached.filter(path__in=scope.paths), key=lambda one: len(one.path), default=None)
    if first is None:
        raise Http404
    return first


def cells(owed: Owed, line: Line, kinds: list[tuple[str, Any]], period: Period) -> list[Any]:
    rows, tops = (
        reverse(f"{owed.rows._meta.model_name}-list"),
        reverse("organization-list"),
    )
    found = []
    for kind, _label in kinds:
        cell = line.cells.get(kind)
        if cell:
            held, late = queries(owed, line, kind, period)
            cell.url = f"{rows}?{held}"
            cell.late_url = "" if line.own else f"{tops}?{late}"
        found.append(cell)
    return found
