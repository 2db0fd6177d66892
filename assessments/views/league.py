"""Organizations below beside each other: the league table with those alike, and the matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessments.actions.targets.overview import VIEW, Board, Line, board, next_level, reach
from assessments.actions.targets.peers import Group, groups
from assessments.actions.targets.results import Result
from assessments.choices import Status
from assessments.models import Indicator, Run
from assessments.views.indicator import trend_url
from assessments.views.wording import gap_words, is_small
from organizations.choices.tree import Level
from organizations.models import Organization

# The order in which one wants to read of targets: what is worst first.
URGENCY = (Status.FAR_BEHIND, Status.BEHIND, Status.ON_PACE, Status.MET, Status.NO_DATA)


@dataclass(frozen=True)
class Card:
    """A target as the dashboard shows it."""

    one: Result
    url: str
    gap: str
    small: bool


def cards(results: Iterable[Result]) -> list[Card]:
    """The targets of an organization, the most urgent first."""
    order = sorted(results, key=lambda one: URGENCY.index(one.status))
    return [Card(one, trend_url(one), gap_words(one), is_small(one)) for one in order]


def tally(results: Iterable[Result]) -> list[tuple[Status, int]]:
    """How many targets stand how, the worst first."""
    found = Counter(one.status for one in results)
    return [(status, found[status]) for status in URGENCY if found[status]]


@dataclass(frozen=True)
class Place:
    """An organization in the league table: its rank among all and among those alike."""

    line: Line
    url: str
    tally: list[tuple[Status, int]]
    rank: int | None
    group: Group | None
    rank_alike: int | None
    alike: int


def league(found: Board, alike: list[Group]) -> list[Place]:
    """Best first with ranks, where the plan ranks; else in the order of the tree, without."""
    ranked = found.run.plan.ranked
    ranks = places_of(found.lines) if ranked else {}
    group_of = {pk: one for one in alike for pk in one.members if len(one.members) > 1}
    within: dict[int, int] = {}
    for one in alike:
        within |= places_of([line for line in found.lines if line.organization.pk in one.members])
    order = found.lines if ranked else sorted(found.lines, key=lambda one: one.organization.code)
    return [
        Place(
            line,
            board_url(found.run, line.organization),
            tally(line.results),
            ranks.get(line.organization.pk),
            group := group_of.get(line.organization.pk),
            within.get(line.organization.pk) if ranked and group else None,
            len(group.members) if group else 0,
        )
        for line in order
    ]


def places_of(lines: list[Line]) -> dict[int, int]:
    """{organization: rank} by score; equal scores share a rank, none have none."""
    scores = sorted((one.score for one in lines if one.score is not None), reverse=True)
    first: dict[Decimal, int] = {}
    for place, score in enumerate(scores, 1):
        first.setdefault(score, place)
    return {one.organization.pk: first[one.score] for one in lines if one.score is not None}


def board_url(run: Run, place: Organization) -> str:
    asked = {"plan": run.plan.code, "run": run.pk, "organization": place.code}
    return f"{reverse('dashboard')}?{urlencode(asked)}"


@dataclass(frozen=True)
class Row:
    """A line of the matrix: each figure with the address of its page."""

    line: Line
    url: str
    cells: list[tuple[Result, str, bool]]


@dataclass(frozen=True)
class Matrix:
    """Organizations by targets."""

    heads: list[tuple[Indicator, str]]
    rows: list[Row]

    @property
    def legend(self) -> list[Status]:
        seen = {one.status for row in self.rows for one, _url, _small in row.cells}
        return [status for status in reversed(URGENCY) if status in seen]


def matrix(found: Board) -> Matrix:
    """Every target of every organization below, in the order of the tree."""
    order = sorted(found.lines, key=lambda one: one.organization.code)
    rows = [
        Row(
            line,
            board_url(found.run, line.organization),
            [(one, trend_url(one), is_small(one)) for one in line.results],
        )
        for line in order
    ]
    return Matrix([(one.indicator, trend_url(one)) for one in found.own.results], rows)


def bars(found: Board) -> list[dict[str, Any]]:
    """The chart of the league: the score of each organization below."""
    return [
        {
            "label": line.organization.short.removesuffix("党委"),
            "value": None if line.score is None else round(line.score, 1),
            "status": line.status.value,
            "url": board_url(found.run, line.organization),
        }
        for line in found.lines
    ]


def compared(run: Run, place: Organization) -> dict[str, Any]:
    """What the part below the dashboard shows. About eight queries."""
    below = next_level(place)
    found = board(run, place, below)
    level = below[0].level if below else ""
    alike = groups(level, place, run.plan) if level in {Level.TOWNSHIP, Level.VILLAGE} else []
    return {
        "run": run,
        "plan": run.plan,
        "place": place,
        "board": found,
        "league": league(found, alike),
        "grouped": len(alike) > 1,
        "matrix": matrix(found),
        "chart": bars(found) if run.plan.ranked else [],
        "expected": found.own.expected,
    }


def dashboard_below(request: HttpRequest, pk: int, organization: str) -> HttpResponse:
    """The organizations below beside each other, fetched after the dashboard."""
    user: Any = request.user
    if not user.has_perm(VIEW):
        raise PermissionDenied
    runs = Run.objects.for_user(user).filter(pk=pk, state=Run.State.DONE)
    run = runs.select_related("plan", "seal").first()
    place = Organization.objects.filter(code=organization).first()
    tops = [top.path for top in reach(user)]
    if run is None or place is None or not place.path.startswith(tuple(tops)):
        raise Http404
    page = "part" if request.headers.get("HX-Request") else "page"
    return render(request, f"assessments/league_{page}.html", compared(run, place))
