"""The assessment on paper: the workbook's tables as one page that prints on A4."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from assessments.actions.targets.assessment_tables import tables
from assessments.actions.targets.overview import reach
from assessments.actions.targets.sheets_around import facts
from assessments.actions.targets.workbook import contents
from assessments.models import Run
from organizations.models import Organization

LEFT_OUT = {"figures"}  # too long for paper: it is in the workbook and in the CSV files


def assessment_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of an organization the user sees, with all below, ready to be signed."""
    user: Any = request.user
    if not user.has_perm("assessments.export_plan"):
        raise PermissionDenied
    run = get_object_or_404(
        Run.objects.for_user(user).select_related("plan"), pk=pk, state=Run.State.DONE
    )
    found = contents(run, asked(request, user), str(user), user)
    context = {
        "title": f"{run.plan} · {run.day}",
        "run": run,
        "seal": found.seal,
        "place": found.own.organization,
        "facts": facts(found),
        "tables": [one for one in tables(found) if one.name not in LEFT_OUT],
        "signatures": (_("Prepared by"), _("Checked by"), _("Approved by"), _("Date and seal")),
    }
    return render(request, "assessments/assessment_paper.html", context)


def asked(request: HttpRequest, user: Any) -> Organization:
    """The organization asked for by code, else the highest the user sees. 404 for another's."""
    tops = reach(user)
    if not tops:
        raise PermissionDenied
    code = request.GET.get("organization")
    if not code:
        return tops[0]
    found = get_object_or_404(Organization, code=code)
    if not any(found.path.startswith(top.path) for top in tops):
        raise Http404
    return found
