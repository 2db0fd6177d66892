"""What a page or workbook shows of a run: an organization's figures, and those right below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from assessments.actions.results import Result, Targets, results, score
from assessments.choices import Status
from assessments.models import Indicator, Plan, Run, Target
from organizations.choices import Level
from organizations.models import Organization

VIEW = "assessments.view_value"
FAIR = 80  # a score from here on is behind, not far behind


@dataclass(frozen=True)
class Line:
    """One organization's figures in a run, by indicator."""

    organization: Organization
    results: tuple[Result, ...]

    @cached_property
    def score(self) -> Decimal | None:
        return score(self.results)

    @property
    def status(self) -> Status:
        """How its score would be drawn: all met, or how far it is from that."""
        if self.score is None:
            return Status.NO_DATA
        if self.score >= 100:  # noqa: PLR2004 - scores end at 100
            return Status.MET
        return Status.BEHIND if self.score >= FAIR else Status.FAR_BEHIND


@dataclass(frozen=True)
class Board:
    """A run as seen from an organization: itself, and what is right below, best first."""

    run: Run
    indicators: list[Indicator]
    own: Line
    lines: list[Line]

    @property
    def targets(self) -> list[Target]:
        """The targets in the order of the columns, as they bind the organization itself."""
        return [one.target for one in self.own.results if one.target]


def board(run: Run, top: Organization, below: Iterable[Organization]) -> Board:
    """Four queries, whatever the number of organizations."""
    below = list(below)
    targets = Targets(run.plan)
    found: dict[int, dict[int, Result]] = {}
    for one in results(run, [top, *below]):
        found.setdefault(one.organization.pk, {})[one.indicator.pk] = one

    def line(place: Organization) -> Line:
        known = found.get(place.pk, {})
        return Line(
            place,
            tuple(
                known.get(indicator.pk)
                or Result(run, indicator, place, None, None, targets.at(indicator, place.level))
                for indicator in targets.indicators
            ),
        )

    lines = [line(place) for place in below if place.pk in found]
    lines.sort(key=lambda one: (one.score is None, -(one.score or 0), one.organization.path))
    return Board(run, targets.indicators, line(top), lines)


def reach(user: Any) -> list[Organization]:
    """The tops of the subtrees whose figures a user may see, highest first."""
    paths = user.scope(VIEW).paths
    return list(Organization.objects.filter(path__in=paths).order_by("path")) if paths else []


def next_level(top: Organization) -> list[Organization]:
    """Right below a county its townships, below these their villages, then the branches."""
    levels = Level.values
    lower = levels[min(levels.index(top.level) + 1, len(levels) - 1)]
    rows = Organization.objects.filter(path__startswith=top.path, level=lower)
    return list(rows.exclude(pk=top.pk).order_by("path"))


def plans_for(user: Any) -> list[Plan]:
    """The plans a user may see, this year's first."""
    return list(Plan.objects.for_user(user).order_by("-year", "code"))


def latest_run(plan: Plan) -> Run | None:
    return plan.runs.filter(state=Run.State.DONE).order_by("-day").first()
