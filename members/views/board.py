from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from members.actions.board import board, totals
from members.models import Person
from members.views.places import chosen_place

PERM = "members.view_person"


def board_page(request: HttpRequest) -> HttpResponse:
    """The pipeline as columns of stages; `only=overdue` leaves the rest out."""
    if not request.user.has_perm(PERM):  # type: ignore[union-attr]
        raise PermissionDenied
    place, places = chosen_place(request, PERM)
    today = timezone.localdate()
    rows = Person.objects.for_user(request.user)
    columns = board(rows.filter(organization__path__startswith=place.path), today)
    count, overdue = totals(columns)
    only = request.GET.get("only") == "overdue"
    if only:
        for column in columns:
            column.cards = [card for card in column.cards if card.overdue]
    context = {
        "title": _("Board of development"),
        "crumbs": [(_("Board of development"), "")],
        "columns": columns,
        "count": count,
        "overdue": overdue,
        "only": only,
        "place": place,
        "places": places,
        "today": today,
    }
    return render(request, "members/board.html", context)
