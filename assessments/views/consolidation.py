"""Figures of reports put together: the table of a form, and one item across the quarters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions.reports.columns import Column
from assessments.actions.reports.consolidation import Consolidation, texts_of
from assessments.actions.reports.consolidation_workbook import start_consolidation
from assessments.actions.reports.spans import Span, forms, span_asked
from assessments.actions.targets.overview import reach
from assessments.views.places import chosen_organization
from assessments.views.sums import SumsTable, TrendTable
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.errors import Refused

VIEW, EXPORT = "assessments.view_report", "assessments.export_report"
QUARTERS = 8  # of a trend
MOST_CELLS = 12_000  # of a table that is shown whole without being asked to
MOST_TEXTS = 300


class Asked:
    """What a page of figures was asked: the span, the organization; or the sentence why not."""

    def __init__(self, request: HttpRequest, perm: str = VIEW) -> None:
        user: Any = request.user
        if not user.has_perm(perm):
            raise PermissionDenied
        self.forms = forms(user)
        self.tops = reach(user, VIEW)
        self.place = chosen_organization(request, self.tops) if self.tops else None
        self.refused, self.span = "", None
        try:
            self.span = span_asked(self.forms, request.GET)
        except Refused as no:
            self.refused = str(no)
            self.span = span_asked(self.forms, {})

    @property
    def status(self) -> int:
        return 400 if self.refused else 200

    def ready(self) -> tuple[Span, Organization] | None:
        if self.span is None or not self.span.periods or self.place is None:
            return None
        return self.span, self.place

    def context(self) -> dict[str, Any]:
        quarters = self.span.form.quarters if self.span else []
        return {
            "forms": self.forms,
            "span": self.span,
            "quarters": quarters,
            "years": sorted({quarter.year for quarter in quarters}, reverse=True),
            "place": self.place,
            "refused": self.refused,
            "today": timezone.localdate(),
        }


def consolidation(request: HttpRequest) -> HttpResponse:
    """Every item of a form by what stands right below, or by village."""
    asked = Asked(request)
    context = asked.context() | {"title": _("Figures of reports")}
    if ready := asked.ready():
        context |= shown(request, *ready)
        context["crumbs"] = crumbs(asked, *ready)
    else:
        context["crumbs"] = [(_("Figures of reports"), "")]
    return render(request, "assessments/consolidation.html", context, status=asked.status)


def shown(request: HttpRequest, span: Span, place: Organization) -> dict[str, Any]:
    """What the page shows of a span."""
    deep = request.GET.get("by") == "village" and place.level == Level.COUNTY
    found = Consolidation(span, place)
    lines = found.lines(deep=deep)
    titles = sections(found)
    wanted = [int(text) for text in request.GET.getlist("section") if text.isdecimal()]
    chosen = [at for at in range(1, len(titles) + 1) if at in wanted or not wanted]
    whole = len(lines) * len(found.columns) <= MOST_CELLS
    if not whole and not wanted:
        chosen = chosen[:1]
    kept = [titles[at - 1] for at in chosen]
    columns = [column for column in found.columns.values() if section_of(column) in kept]
    query = span.query(**({"by": "village"} if deep else {}))
    return {
        "deep": deep,
        "may_deep": place.level == Level.COUNTY,
        "sections": [(at, title, at in chosen) for at, title in enumerate(titles, 1)],
        "cut": not whole and not wanted,
        "table": SumsTable(found, columns, lines, query),
        "turnout": found.turnout(),
        "end": None if span.single else found.end,
        "may_export": request.user.has_perm(EXPORT),  # type: ignore[union-attr]
    }


def section_of(column: Column) -> str:
    return column.item.section_label


def sections(found: Consolidation) -> list[str]:
    return list(dict.fromkeys(section_of(column) for column in found.columns.values()))


def crumbs(asked: Asked, span: Span, place: Organization, item: str = "") -> list[tuple[Any, str]]:
    """From the top of the user's reach down to the organization."""
    page = reverse("consolidation")
    steps = {int(step) for step in place.path.strip("/").split("/")}
    tops = [top.path for top in asked.tops]
    above = Organization.objects.filter(pk__in=steps).order_by("path")
    way = [one for one in above if one.path.startswith(tuple(tops))]
    links = [(one.short, f"{page}?{span.query(organization=one.code)}") for one in way]
    return [(_("Figures of reports"), page), *links, *([(item, "")] if item else [])]


def consolidation_item(request: HttpRequest, code: str) -> HttpResponse:
    """One item across the quarters, row by row; the way down to the reports themselves."""
    asked = Asked(request)
    ready = asked.ready()
    if not ready:
        raise Http404
    span, place = ready
    periods = [p for p in span.form.periods if (p.year, p.quarter) <= span.last][-QUARTERS:]
    known = span.form.quarters
    first = min(span.first, known[span.form.periods.index(periods[0])])
    found = Consolidation(replace(span, first=first), place, codes=[code], quarterly=True)
    if code not in found.columns:
        raise Http404
    column = found.columns[code]
    context = asked.context() | {
        "title": column.item.label,
        "column": column,
        "table": TrendTable(found, column, span),
        "texts": list(texts_of(found, [column])[:MOST_TEXTS]),
        "most_texts": MOST_TEXTS,
        "back": f"{reverse('consolidation')}?{span.query(organization=place.code)}",
        "may_list": request.user.has_perm("assessments.view_reportcell"),  # type: ignore[union-attr]
        "crumbs": crumbs(asked, span, place, column.item.label),
    }
    return render(request, "assessments/consolidation_item.html", context, status=asked.status)


@require_POST
def consolidation_workbook(request: HttpRequest) -> HttpResponse:
    """Have a worker write the workbook of what the page shows."""
    asked = Asked(request, EXPORT)
    ready = asked.ready()
    if not ready:
        raise Http404
    return redirect("job", start_consolidation(*ready, by=request.user).pk)
