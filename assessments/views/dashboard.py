"""The first page: how the targets stand, who is behind, what waits."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.actions.reports.matrix import report_matrix
from assessments.actions.targets.overview import (
    board,
    latest_runs,
    next_level,
    plans_for,
    reach,
)
from assessments.actions.targets.runs import start_run, under_way
from assessments.actions.targets.workbook import start_export
from assessments.models import Plan, Run
from assessments.views.indicator import trend_url
from assessments.views.league import Card, cards, matrix, tally
from assessments.views.places import choices, chosen_organization, covers
from assessments.views.wording import gap_words, is_small
from organizations.choices.tree import Level
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from portal.models import Job
from web.templatetags.portal import day as in_words
from web.views.quality import VIEW, top_of

SHOWN = 8  # lines of the to-do list
RUNS = 12  # days to choose from
CARDS = 12  # targets shown before the reader asks for more


def dashboard(request: HttpRequest) -> HttpResponse:
    """At most fifteen queries, however large the county; what waits is fetched after it."""
    user: Any = request.user
    plans, tops = plans_for(user), reach(user)
    plan = chosen_plan(request, plans)
    context: dict[str, Any] = {
        "title": _("Dashboard"),
        "plans": plans,
        "plan": plan,
        "crumbs": [(_("Dashboard"), "")],
    }
    if plan and tops:
        context |= standing(request, plan, chosen_organization(request, tops), tops)
    above = bool(tops) and tops[0].level in {Level.COUNTY, Level.TOWNSHIP}
    if above and user.has_perm("assessments.view_report"):
        context["reports_of"] = plan.year if plan else timezone.localdate().year
    writes = user.has_perm("assessments.change_plan")
    context["reads"] = not writes and bool(tops) and tops[0].level == Level.COUNTY
    if user.has_perm(VIEW):
        context["quality_of"] = top_of(user)
    return render(request, "assessments/dashboard.html", context)


def dashboard_todo(request: HttpRequest) -> HttpResponse:
    """What waits for the user; every register is asked, so that the page does not wait for it."""
    waiting = pages.todo_of(request.user)[:SHOWN]
    return render(request, "assessments/parts/waiting.html", {"todo": waiting})


def dashboard_reports(request: HttpRequest, year: int) -> HttpResponse:
    """How far the reports of a year are, township by township."""
    user: Any = request.user
    if not user.has_perm("assessments.view_report"):
        raise PermissionDenied
    plan = request.GET.get("plan", "")
    context = {"matrix": report_matrix(user, year), "matrix_year": year, "plan": plan}
    return render(request, "assessments/parts/reports_of.html", context)


def chosen_plan(request: HttpRequest, plans: list[Plan]) -> Plan | None:
    """The plan asked for by code, else this year's, else the latest. 404 for another's."""
    if code := request.GET.get("plan"):
        found = next((plan for plan in plans if plan.code == code), None)
        if not found:
            raise Http404
        return found
    year = timezone.localdate().year
    return next((plan for plan in plans if plan.year == year), plans[0] if plans else None)


def chosen_run(request: HttpRequest, plan: Plan, latest: list[Run]) -> Run | None:
    wanted = request.GET.get("run", "")
    if not wanted.isdecimal():
        return latest[0] if latest else None
    listed = (run for run in latest if run.pk == int(wanted))
    done = plan.runs.filter(state=Run.State.DONE).select_related("seal")
    return next(listed, None) or get_object_or_404(done, pk=int(wanted))


def standing(
    request: HttpRequest, plan: Plan, place: Organization, tops: list[Organization]
) -> dict[str, Any]:
    """What the page shows of the plan's run: the organization's own targets."""
    runs = list(latest_runs(plan)[:RUNS])
    run, below = chosen_run(request, plan, runs), next_level(place)
    user: Any = request.user
    if run:
        run.plan = plan
    context = {
        "run": run,
        "runs": runs,
        "place": place,
        "places": choices(place, tops, below),
        "beneath": bool(below),
        "job": going(user, plan),
        "may_compute": user.has_perm("assessments.change_plan", plan),
        "may_export": user.has_perm("assessments.export_plan"),
    }
    if run:
        own = board(run, place, []).own
        all_cards = cards(own.results)
        first = [one for one in all_cards if one.one.value is not None][:CARDS]
        more = [one for one in all_cards if one not in first]
        context |= {"own": own, "tally": tally(own.results)}
        context |= {"first_cards": first or more, "more_cards": more if first else []}
    return context


def going(user: Any, plan: Plan) -> Job | None:
    """The user's own computing of this plan that is still under way."""
    jobs = under_way(plan.runs.values_list("pk", flat=True))
    found: Job | None = jobs.filter(asked_by=user).first()
    return found


@require_POST
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the plan worked out as of today; the dashboard shows how far it is."""
    user: Any = request.user
    if not user.has_perm("assessments.change_plan"):
        raise PermissionDenied
    plan = get_object_or_404(Plan.objects.for_user(user, "change"), pk=pk)
    try:
        start_run(plan, timezone.localdate(), by=user)
    except Refused as no:
        return render(
            request, "assessments/refused.html", {"title": plan, "message": no}, status=409
        )
    return redirect(f"{reverse('dashboard')}?plan={plan.code}")


@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The assessment workbook of a run, for what the user may see; its job's page has the file."""
    user: Any = request.user
    if not user.has_perm("assessments.export_plan"):
        raise PermissionDenied
    run = get_object_or_404(Run.objects.for_user(user), pk=pk, state=Run.State.DONE)
    tops = reach(user)
    if not tops:
        raise PermissionDenied
    wanted = request.POST.get("organization", "")
    inside = [one for one in Organization.objects.filter(code=wanted) if covers(tops, one)]
    kind = request.POST.get("format", "xlsx")
    chosen = inside[0] if inside else tops[0]
    return redirect("job", start_export(run, chosen, by=user, kind=kind).pk)


def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A run: every target beside every organization right below the one chosen."""
    user: Any = request.user
    if not user.has_perm("assessments.view_run"):
        raise PermissionDenied
    run = get_object_or_404(Run.objects.for_user(user).select_related("plan", "seal"), pk=pk)
    tops = reach(user)
    place = chosen_organization(request, tops) if tops else None
    below = next_level(place) if place else []
    context = {
        "title": f"{run.plan} · {in_words(run.day)}",
        "run": run,
        "place": place,
        "places": choices(place, tops, below) if place else [],
        **(run_of(run, place, below) if place else {}),
        "may_export": user.has_perm("assessments.export_plan"),
        "crumbs": [
            (capfirst(pages.get("plan").label), pages.get("plan").url("list")),
            (str(run.plan), run.plan.get_absolute_url()),
            (in_words(run.day), ""),
        ],
    }
    return render(request, "assessments/run.html", context)


def run_of(run: Run, place: Organization, below: list[Organization]) -> dict[str, Any]:
    found = board(run, place, below)
    listed = [Card(one, trend_url(one), gap_words(one), is_small(one)) for one in found.own.results]
    return {"board": found, "plan": run.plan, "cards": listed, "matrix": matrix(found)}
