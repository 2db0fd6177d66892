"""What a user owes, and for the county who owes it what: the list and the matrix."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assessments.actions.reports.matrix import form_list, report_matrix, sums, write_matrix, years
from assessments.actions.reports.owing import Owing, owing
from portal import pages
from portal.pages import Todo
from web.downloads import exported
from web.views.quality import VIEW as LOOK
from web.views.quality import total

VIEW, EXPORT = "assessments.view_report", "assessments.export_report"
LAST = date.max
URGENT = ("overdue", "far_behind", "behind")  # statuses of what waits, the most urgent first


@login_required
def owing_page(request: HttpRequest) -> HttpResponse:
    """Reports and parts first; what else is due comes once the page stands, for it is counted in
    many registers."""
    user: Any = request.user
    context = {
        "title": _("What do I owe"),
        "crumbs": [(_("What do I owe"), "")],
        "owing": owing(user),
        "may_list": user.has_perm(VIEW),
        "may_chase": user.has_perm("assessments.review_report"),
        "reports_url": reverse("report-list"),
    }
    return render(request, "assessments/owing.html", context)


@login_required
def owing_registers(request: HttpRequest) -> HttpResponse:
    """What else is due in the registers, the most urgent first."""
    context = {"todo": others(request.user, owing(request.user))}
    return render(request, "assessments/parts/owing_registers.html", context)


def others(user: Any, found: Owing) -> list[Todo]:
    """All that waits but what the page lists by itself: the worst first, then by day."""
    listed = {debt.report.get_absolute_url() for debt in found.mine}
    listed |= {part.get_absolute_url() for part in found.parts}
    listed |= {f"{reverse('reportdispute-list')}?state=open"}
    todo = [one for one in pages.todo_of(user) if one.url not in listed] + mending(user)
    rank = {status: n for n, status in enumerate(URGENT)}
    return sorted(todo, key=lambda one: (rank.get(one.status, len(rank)), one.due or LAST))


def mending(user: Any) -> list[Todo]:
    """Data quality, as one line."""
    if not user.has_perm(LOOK):
        return []
    serious, rows = total(user)
    if not rows:
        return []
    words = ngettext(
        "Data quality: %(n)s entry wants mending, %(serious)s of them serious",
        "Data quality: %(n)s entries want mending, %(serious)s of them serious",
        rows,
    )
    status = "overdue" if serious else "open"
    return [Todo(words % {"n": rows, "serious": serious}, reverse("quality"), status, _("Look"))]


def chosen(request: HttpRequest) -> dict[str, Any]:
    """The form and the year that were asked for, or the first form and this year."""
    forms = form_list(request.user)
    asked = request.GET.get("form", "")
    form = next((one for one in forms if one.form == asked), forms[0] if forms else None)
    known = years(form.form) if form else []
    wanted = request.GET.get("year", "")
    year = int(wanted) if wanted.isdecimal() and int(wanted) in known else None
    return {"forms": forms, "form": form, "years": known, "year": year or usual(known)}


def usual(known: list[int]) -> int:
    this = timezone.localdate().year
    return this if this in known or not known else known[0]


def matrix_page(request: HttpRequest) -> HttpResponse:
    """Townships by quarters: how far, how often, how late; each opens its report."""
    user: Any = request.user
    if not user.has_perm(VIEW):
        raise PermissionDenied
    asked = chosen(request)
    rows = report_matrix(user, asked["year"], asked["form"].form) if asked["form"] else []
    title = _("Reports by township and quarter")
    context = {
        **asked,
        "title": title,
        "crumbs": [(_("What do I owe"), reverse("owing")), (title, "")],
        "rows": rows,
        "sums": sums(rows),
        "late": any(spot.report and spot.report.overdue for row in rows for spot in row.spots),
        "may_export": user.has_perm(EXPORT),
        "may_chase": user.has_perm("assessments.review_report"),
    }
    return render(request, "assessments/matrix.html", context)


@require_POST
def matrix_workbook(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    user: Any = request.user
    if not user.has_perm(EXPORT):
        raise PermissionDenied
    asked = chosen(request)
    name = f"{asked['form'].form if asked['form'] else 'reports'}-{asked['year']}"
    rows = report_matrix(user, asked["year"], asked["form"].form) if asked["form"] else []
    out = io.BytesIO()
    count = write_matrix(rows, out, name)
    return exported(request, pages.get("report"), name, out, count, f"{name}.xlsx")
