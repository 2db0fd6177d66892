"""Money of a county at a glance: who has what for what, which floors are not met, what is late."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from funding.actions.county_table import Asked, county_table, write_county_table
from funding.actions.figures import share_of_year
from funding.actions.floors_page import floors_table, write_floors
from funding.actions.late import late_lines, write_late
from funding.actions.sheets import Quarter, last_quarter, prepare_sheets
from funding.choices import Figure
from funding.models import Source
from organizations.views.meetings import chosen, up
from portal import pages
from portal.errors import Refused
from web.downloads import exported

VIEW = "funding.view_entry"
YEARS = 5
QUARTERS = 6


def looked_at(request: HttpRequest) -> dict[str, Any]:
    """The organization and the year that a page of money is about, and what may be chosen."""
    user: Any = request.user
    if not user.has_perm(VIEW):
        raise PermissionDenied
    today = timezone.localdate()
    place = chosen(request, user.scope(VIEW))
    years = list(range(today.year, today.year - YEARS, -1))
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else today.year
    last = today if year == today.year else today.replace(year=year, month=12, day=31)
    return {
        "place": place,
        "above": place.parent if user.scope(VIEW).covers(up(place)) else None,
        "year": year,
        "years": years,
        "day": last,
        "gone": share_of_year(year, today),
    }


def book(
    request: HttpRequest, register: str, name: str, write: Callable[[Any], int]
) -> HttpResponse:
    """A workbook, noted as an export."""
    of, user = pages.get(register), request.user
    if not user.has_perm(of.perm("export")):
        raise PermissionDenied
    out = io.BytesIO()
    return exported(request, of, name, out, write(out), f"{name}.xlsx")


def book_query(request: HttpRequest, register: str) -> str:
    """What to ask this page for its workbook; nothing of somebody who may take none along."""
    user: Any = request.user
    query = request.GET.copy()
    query["format"] = "xlsx"
    return query.urlencode() if user.has_perm(pages.get(register).perm("export")) else ""


def titled(context: dict[str, Any], title: str) -> dict[str, Any]:
    return context | {"title": title, "crumbs": [(title, "")]}


@login_required
def money_table(request: HttpRequest) -> HttpResponse:
    """Organizations by uses; about seven queries, however large the county."""
    context = looked_at(request)
    sources = list(Source.objects.order_by("code"))
    source = next((one for one in sources if one.code == request.GET.get("source")), None)
    figure = request.GET.get("figure", "")
    figure = figure if figure in Figure.values else Figure.SPENT.value
    asked = Asked(context["place"], context["year"], figure, source)
    every = request.GET.get("every") == "1"
    table = county_table(asked, every=every)
    if request.GET.get("format") == "xlsx":
        name = f"money-{context['place'].code}-{context['year']}-{figure}"
        return book(request, "entry", name, lambda out: write_county_table(table, out, name))
    context |= {"table": table, "figure": figure, "figures": Figure.choices, "every": every}
    context |= {"sources": sources, "source": source, "book": book_query(request, "entry")}
    return render(request, "funding/money_table.html", titled(context, _("Village by use")))


@login_required
def money_floors(request: HttpRequest) -> HttpResponse:
    """Standards village by village."""
    context = looked_at(request)
    missing = request.GET.get("missing") == "1"
    code = request.GET.get("standard", "")
    table = floors_table(context["place"], context["day"], code=code, missing=missing)
    if request.GET.get("format") == "xlsx":
        name = f"floors-{context['place'].code}-{context['year']}"
        return book(request, "standard", name, lambda out: write_floors(table, out, name))
    below = [one.organization for one in table.blocks]
    context |= {"table": table, "missing": missing, "code": code}
    context |= {"book": book_query(request, "standard")}
    context["open"] = [one for one in below if one.path.startswith(context["place"].path)]
    return render(request, "funding/floors.html", titled(context, _("Floors of money")))


@login_required
def money_late(request: HttpRequest) -> HttpResponse:
    """Money that should have arrived, the longest waited for first."""
    context = looked_at(request)
    lines = late_lines(context["place"], timezone.localdate())
    if request.GET.get("format") == "xlsx":
        name = f"late-{context['place'].code}"
        return book(request, "budget", name, lambda out: write_late(lines, out, name))
    context |= {"lines": lines, "missing": sum(one.missing for one in lines)}
    context["book"] = book_query(request, "budget")
    return render(request, "funding/late.html", titled(context, _("Late money")))


@login_required
def money_sheets(request: HttpRequest) -> HttpResponse:
    """Preparing the quarter's sheets for the notice boards."""
    context = looked_at(request)
    user: Any = request.user
    newest = last_quarter(timezone.localdate())
    periods = [newest]
    while len(periods) < QUARTERS:
        periods.append(last_quarter(periods[-1].first))
    context |= {"periods": periods, "may": user.has_perm("funding.publish_moneysheet")}
    context["refused"] = request.GET.get("refused", "")[:300]
    return render(request, "funding/sheets.html", titled(context, _("Sheets for the notice board")))


@login_required
@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    if not user.has_perm("funding.publish_moneysheet"):
        raise PermissionDenied
    context = looked_at(request)
    year, _dash, quarter = request.POST.get("period", "").partition("-")
    newest = last_quarter(timezone.localdate())
    known = quarter in {"1", "2", "3", "4"} and year in map(str, context["years"])
    period = Quarter(int(year), int(quarter)) if known else newest
    try:
        prepare_sheets(context["place"], period=period, by=user)
    except Refused as no:
        context |= {"periods": [period], "may": True, "refused": str(no)}
        title = _("Sheets for the notice board")
        return render(request, "funding/sheets.html", titled(context, title), status=422)
    query = f"year={period.year}&quarter={period.quarter}&organization={context['place'].code}"
    return redirect(f"{reverse('moneysheet-list')}?{query}")
