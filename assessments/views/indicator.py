"""One indicator of one organization: how it stands, where it came from and where it is heading."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions.targets.candidates import by_time, candidates
from assessments.actions.targets.overview import VIEW, latest_runs, next_level, reach
from assessments.actions.targets.peers import Group, group_of
from assessments.actions.targets.results import Result, Targets
from assessments.actions.targets.trends import (
    Point,
    fill_quarters,
    history,
    is_part,
    lacking,
    last_of,
    met_by,
    outlook,
    quarter,
    year,
)
from assessments.choices import Unit
from assessments.models import Definition, Indicator, Plan, Run, Value
from assessments.views.places import choices, covers
from assessments.views.wording import gap_words, is_small, measured
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from web.templatetags.portal import plain

QUARTERS = 12  # of the line
LEAST_PEERS = 5  # so many others hide what each of them came to


def trend_url(one: Result) -> str:
    """The page of a figure, as of its run."""
    return f"{page_of(one.run.plan, one.indicator, one.organization)}?run={one.run.pk}"


def page_of(plan: Plan, indicator: Indicator, place: Organization) -> str:
    return reverse("indicator-trend", args=[plan.pk, indicator.code, place.code])


class Asked:
    """What the address names, or 404; and its figure in the run asked for."""

    def __init__(self, request: HttpRequest, pk: int, code: str, organization: str) -> None:
        self.user: Any = request.user
        if not self.user.has_perm(VIEW):
            raise PermissionDenied
        plans = Plan.objects.for_user(self.user).select_related("organization")
        self.plan: Plan = get_object_or_404(plans, pk=pk)
        self.runs = list(latest_runs(self.plan)[:24])
        self.run = self.chosen(request.GET.get("run", ""))
        if self.run:
            self.run.plan = self.plan
        self.targets = Targets.of_run(self.run) if self.run else Targets(self.plan)
        known = {one.code: one for one in self.targets.indicators}
        if code not in known:
            raise Http404
        self.indicator = known[code]
        self.tops = reach(self.user)
        self.place: Organization = get_object_or_404(Organization, code=organization)
        if not covers(self.tops, self.place):
            raise Http404

    def chosen(self, wanted: str) -> Run | None:
        if not wanted.isdecimal():
            return self.runs[0] if self.runs else None
        rows = self.plan.runs.filter(state=Run.State.DONE).select_related("seal")
        listed = (run for run in self.runs if run.pk == int(wanted))
        return next(listed, None) or get_object_or_404(rows, pk=int(wanted))

    def result(self, place: Organization, n: Any, of: Any) -> Result:
        run: Any = self.run
        target = self.targets.at(self.indicator, place)
        return Result(run, self.met, place, n, of, target, self.met is not self.indicator)

    @cached_property
    def met(self) -> Indicator:
        """The indicator as the run met it."""
        found = self.then.get(self.run.pk) if self.run else None
        return found.then() if found else self.indicator

    @cached_property
    def then(self) -> dict[int, Definition]:
        return met_by(self.indicator)

    @cached_property
    def own(self) -> Result:
        return self.figures([self.place.pk]).get(self.place.pk) or self.result(
            self.place, None, None
        )

    def figures(self, places: Any) -> dict[int, Result]:
        """The figures of some organizations. One query."""
        rows = Value.objects.filter(run=self.run, indicator=self.indicator, organization__in=places)
        return {
            row.organization_id: self.result(row.organization, row.n, row.of)
            for row in rows.select_related("organization")
        }

    @cached_property
    def points(self) -> list[Point]:
        runs = Run.objects.for_user(self.user).filter(state=Run.State.DONE)
        until = runs.filter(day__lte=self.run.day) if self.run else runs.none()
        return history(self.indicator, self.place, until, self.plan, self.then)


@dataclass(frozen=True)
class Line:
    """An organization in a table of figures."""

    one: Result
    url: str
    small: bool
    rank: int | None
    gap: str


def lines(found: list[Result], ranked: bool) -> list[Line]:
    """Best first with ranks, equal figures sharing one; or in the order of the tree."""
    sign = -1 if not found or found[0].indicator.direction == "larger" else 1
    known = [one for one in found if one.value is not None]
    known.sort(key=lambda one: sign * value(one))
    ranks: dict[Decimal, int] = {}
    for place, one in enumerate(known, 1):
        ranks.setdefault(value(one), place)
    order = [*known, *(one for one in found if one.value is None)] if ranked else found
    return [
        Line(
            one,
            trend_url(one),
            is_small(one),
            ranks.get(value(one)) if ranked and one.value is not None else None,
            change(one),
        )
        for one in order
    ]


def change(one: Result) -> str:
    """What is lacking, as a bare number."""
    gap = lacking(one)
    return "" if gap is None or gap.change is None else plain(gap.change)


def value(one: Result) -> Decimal:
    return one.value if one.value is not None else Decimal(0)


def indicator_trend(request: HttpRequest, pk: int, code: str, organization: str) -> HttpResponse:
    """The page. About fourteen queries, whatever the size of the county."""
    wanted = request.GET.get("organization")
    if wanted and wanted != organization:
        place = get_object_or_404(Organization, code=wanted)
        query = urlencode({"run": request.GET.get("run", "")})
        return redirect(f"{reverse('indicator-trend', args=[pk, code, place.code])}?{query}")
    asked = Asked(request, pk, code, organization)
    below = next_level(asked.place)
    context = {
        "title": str(asked.indicator),
        "plan": asked.plan,
        "run": asked.run,
        "runs": asked.runs,
        "place": asked.place,
        "places": choices(asked.place, asked.tops, below),
        "indicator": asked.indicator,
        "crumbs": crumbs(asked),
        **(standing(request, asked, below) if asked.run else {}),
    }
    return render(request, "assessments/indicator.html", context)


def crumbs(asked: Asked) -> list[tuple[Any, str]]:
    start = reverse("dashboard")
    board = urlencode({"plan": asked.plan.code, "organization": asked.place.code})
    own = (str(asked.indicator), "")
    return [(_("Dashboard"), start), (str(asked.plan), f"{start}?{board}"), own]


def standing(request: HttpRequest, asked: Asked, below: list[Organization]) -> dict[str, Any]:
    """How it stands on the day: the figure, its line, what is below it and organizations alike."""
    divisor = asked.indicator.denominator
    found = asked.figures({asked.place.pk, *(one.pk for one in below)})
    asked.own = found.get(asked.place.pk) or asked.result(asked.place, None, None)
    under = [found[one.pk] for one in below if one.pk in found]
    return {
        "one": asked.own,
        "gap": gap_words(asked.own),
        "small": is_small(asked.own),
        "counted": measured(asked.indicator.numerator, asked.user),
        "divided": measured(divisor, asked.user) if divisor else [],
        "before": earlier(asked),
        "may_fill": asked.user.has_perm("assessments.change_plan", asked.plan)
        and len(last_of(asked.points, quarter)) <= QUARTERS / 2,
        "outlook": outlook(asked.indicator, asked.own.target, asked.points),
        "lines": lines(under, asked.plan.ranked),
        **drawn(asked, by_year=request.GET.get("by") == "year"),
    }


def earlier(asked: Asked) -> Run | None:
    """The run to compare with: the plan's own last one of an earlier quarter, else any before."""
    run: Any = asked.run
    past = [one.run for one in asked.points if one.run.plan_id == asked.plan.pk]
    past = [one for one in reversed(past) if one.day < run.day]
    of_quarters = (one for one in past if quarter(one.day) < quarter(run.day))
    return next(of_quarters, past[0] if past else None)


def indicator_alike(request: HttpRequest, pk: int, code: str, organization: str) -> HttpResponse:
    """Organizations alike beside it, fetched after the page."""
    asked = Asked(request, pk, code, organization)
    if asked.run is None:
        raise Http404
    group = group_of(asked.place, asked.plan)
    context = {
        "plan": asked.plan,
        "place": asked.place,
        "indicator": asked.indicator,
        "group": group,
        "peers": peers(asked, group) if group else {},
    }
    return render(request, "assessments/parts/alike.html", context)


def peers(asked: Asked, group: Group) -> dict[str, Any]:
    """Organizations alike: each by its name where the user may see it, else only their middle."""
    found = asked.figures(group.members)
    alike = [found[pk] for pk in group.members if pk in found]
    seen = [one for one in alike if covers(asked.tops, one.organization)]
    values = [one.value for one in alike if one.value is not None]
    shown = len(values) >= LEAST_PEERS or len(seen) == len(alike)
    middle = median(values) if values and shown else None
    return {
        "lines": lines(seen, asked.plan.ranked) if len(seen) > 1 else [],
        "many": len(alike),
        "hidden": len(alike) - len(seen),
        "middle": None if middle is None else said(asked.indicator, middle),
    }


def said(indicator: Indicator, figure: Decimal) -> str:
    return f"{figure:,.{indicator.decimals}f}{indicator.sign}"


def rounded(figure: Decimal | None) -> float | None:
    return None if figure is None else float(round(figure, 4))


def drawn(asked: Asked, *, by_year: bool) -> dict[str, Any]:
    """The line over the quarters (or years), and all runs for the chart that can be zoomed."""
    points = last_of(asked.points, year if by_year else quarter)[-QUARTERS:]
    target = asked.own.target
    rounding = asked.indicator.decimals

    def expected(point: Point) -> Decimal | None:
        same = target and point.day.year == target.year
        return round(target.expected(point.day), rounding) if target and same else None

    def period(point: Point) -> str:
        words = {"year": point.day.year, "quarter": quarter(point.day)[1]}
        return f"{point.day.year}" if by_year else _("%(year)s Q%(quarter)s") % words

    values = [None if one.value is None else round(one.value, rounding) for one in points]
    series = [{"label": _("Value"), "values": values}]
    if any(known := [expected(one) for one in points]):
        series.append({"label": _("Expected by then"), "values": known})
    full = asked.indicator.unit == Unit.PERCENT and is_part(asked.indicator)
    labels = [f"{one.day.year}{'' if by_year else f' Q{quarter(one.day)[1]}'}" for one in points]
    return {
        "by_year": by_year,
        "labels": labels,
        "series": series,
        "bars": [{"label": at, "value": v} for at, v in zip(labels, values, strict=True)],
        "goal": target.value if target else None,
        "most": 100 if full else None,
        "points": list(zip(map(period, points), points, known, strict=True)),
        "all_points": [
            [f"{one.day}", rounded(one.value), rounded(expected(one))] for one in asked.points
        ],
    }


@require_POST
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Have earlier quarters worked out, and go back to where the line is."""
    user: Any = request.user
    if not user.has_perm("assessments.change_plan"):
        raise PermissionDenied
    plan = get_object_or_404(Plan.objects.for_user(user, "change"), pk=pk)
    try:
        fill_quarters(plan, by=user)
        words = _(
            "The earlier quarter ends are being worked out; their figures appear as they are done."
        )
        messages.success(request, words)
    except Refused as no:
        messages.error(request, str(no))
    back = request.POST.get("back", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if inside else plan.get_absolute_url())


def indicator_near(request: HttpRequest, pk: int, code: str, organization: str) -> HttpResponse:
    """What would help next, fetched after the page: the nearest, and who leaves by time alone."""
    asked = Asked(request, pk, code, organization)
    if asked.run is None:
        raise Http404
    view = outlook(asked.indicator, asked.own.target, asked.points)
    moves = by_time(asked.own, view.until, asked.user) if view else None
    context = {
        "one": asked.own,
        "near": candidates(asked.own, asked.user),
        "until": view.until if view else None,
        "leaving": moves[0] if moves else None,
        "joining": moves[1] if moves else None,
        "register": pages.get(asked.indicator.numerator.register).label,
    }
    return render(request, "assessments/parts/near.html", context)
