"""What a page or workbook shows of a run: an organization's figures, and those right below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from assessments.actions.targets.results import Result, Targets, results, score, weighed
from assessments.choices import Status
from assessments.models import Indicator, Plan, Run, Target
from assessments.models.plans import NEAR
from organizations.choices.tree import Level
from organizations.models import Organization

VIEW = "assessments.view_value"


@dataclass(frozen=True)
class Line:
    """One organization's figures in a run, by indicator."""

    organization: Organization
    results: tuple[Result, ...]

    @cached_property
    def score(self) -> Decimal | None:
        return score(self.results)

    @cached_property
    def expected(self) -> Decimal | None:
        """The score if every target were exactly where it is expected by the day."""
        return weighed(self.results, lambda one: one.expected)

    @property
    def status(self) -> Status:
        """How the score stands to the one expected by the day."""
        if self.score is None or self.expected is None:
            return Status.NO_DATA
        if all(one.status in {Status.MET, Status.NO_DATA} for one in self.results):
            return Status.MET
        if self.score >= self.expected:
            return Status.ON_PACE
        return Status.BEHIND if self.score >= self.expected * NEAR else Status.FAR_BEHIND


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
    targets = Targets.of_run(run)
    found: dict[int, dict[int, Result]] = {}
    for one in results(run, [top, *below], targets=targets):
        found.setdefault(one.organization.pk, {})[one.indicator.pk] = one

    def line(place: Organization) -> Line:
        known = found.get(place.pk, {})
        return Line(
            place,
            tuple(
                known.get(indicator.pk)
                or Result(run, indicator, place, None, None, targets.at(indicator, place))
                for indicator in targets.indicators
            ),
        )

    lines = [line(place) for place in below if place.pk in found]
    lines.sort(key=lambda one: (one.score is None, -(one.score or 0), one.organization.code))
    return Board(run, targets.indicators, line(top), lines)


def reach(user: Any, perm: str = VIEW) -> list[Organization]:
    """The tops of the subtrees whose figures a user may see, highest first."""
    paths = user.scope(perm).paths
    return list(Organization.objects.filter(path__in=paths).order_by("path")) if paths else []


def next_level(top: Organization) -> list[Organization]:
    """Right below a county its townships, below these their villages, then the branches."""
    levels = Level.values
    lower = levels[min(levels.index(top.level) + 1, len(levels) - 1)]
    rows = Organization.objects.filter(path__startswith=top.path, level=lower)
    return list(rows.exclude(pk=top.pk).order_by("code"))


def plans_for(user: Any) -> list[Plan]:
    """The plans a user may see, this year's first, as they were set."""
    rows = Plan.objects.for_user(user).select_related("organization")
    return list(rows.order_by("-year", "pk"))


def latest_runs(plan: Plan) -> Any:
    """What a plan came to, the newest day first; of a day that was put right, the last amendment
    alone."""
    rows = plan.runs.filter(state=Run.State.DONE).select_related("seal")
    return rows.order_by("-day", "-amendment").distinct("day")


def latest_run(plan: Plan) -> Run | None:
    found: Run | None = latest_runs(plan).first()
    return found


def far_behind(user: Any) -> list[Result]:
    """This year's targets that are far behind where the user looks first; what several plans ask
    stands there once, and what weighs nothing does not."""
    tops = reach(user)
    plans = Plan.objects.for_user(user).filter(year=timezone.localdate().year)
    done = Run.objects.filter(plan__in=plans, state=Run.State.DONE)
    done = done.select_related("plan", "seal")
    runs = done.order_by("plan_id", "-day", "-amendment").distinct("plan_id") if tops else []
    found = (one for run in runs for one in results(run, tops[:1]))
    late = (one for one in found if one.status == Status.FAR_BEHIND)
    return list(
        {one.indicator.pk: one for one in late if one.target and one.target.weight}.values()
    )
