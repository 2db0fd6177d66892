"""From a figure to the rows behind it, and from one figure to the next."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessments.actions.targets.overview import VIEW, reach
from assessments.actions.targets.results import Result, results
from assessments.models import Run
from organizations.models import Organization


def figure_of(request: HttpRequest, pk: int, indicator: str, organization: str) -> Result:
    """The figure asked for, or 404 where the user may not see it."""
    user: Any = request.user
    if not user.has_perm(VIEW):
        raise PermissionDenied
    runs = Run.objects.for_user(user).select_related("plan").filter(state=Run.State.DONE)
    run, place = get_object_or_404(runs, pk=pk), get_object_or_404(Organization, code=organization)
    if not any(place.path.startswith(top.path) for top in reach(user)):
        raise Http404
    for one in results(run, [place]):
        if one.indicator.code == indicator:
            return one
    raise Http404


def figure_page(request: HttpRequest, pk: int, indicator: str, organization: str) -> HttpResponse:
    """The rows that were counted, those that were not and why, as they were that day."""
    one = figure_of(request, pk, indicator, organization)
    return render(request, "assessments/figure.html", {"title": str(one.indicator), "one": one})


def changes_page(request: HttpRequest, pk: int, indicator: str, organization: str) -> HttpResponse:
    """Why a figure is not what it was: every row that came or went, and for which reason."""
    one = figure_of(request, pk, indicator, organization)
    return render(
        request, "assessments/figure_changes.html", {"title": str(one.indicator), "one": one}
    )
