"""What a run came to: each value beside its target, ready for pages, workbooks and commands."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assessments.actions.targets.versions import differs, used_by
from assessments.choices import Basis, IndicatorKind, Status, Unit
from assessments.models import Definition, Indicator, Measure, Plan, Run, Seal, Target, Value
from organizations.choices.tree import Level
from organizations.models import Organization
from portal import pages

DEPTH = Level.values
LAST = 2**63  # behind every organization's number


@dataclass(frozen=True)
class Result:
    """One indicator of one organization with all below it, as of the run's day."""

    run: Run
    indicator: Indicator
    organization: Organization
    n: int | None
    of: int | None
    target: Target | None
    redefined: bool = False  # the indicator means something else by now; `indicator` is as it was
    version: Definition | None = None  # by which it was worked out

    @cached_property
    def value(self) -> Decimal | None:
        return self.indicator.value(self.n, self.of)

    @cached_property
    def expected(self) -> Decimal | None:
        return self.target.expected(self.run.day) if self.target else None

    @cached_property
    def status(self) -> Status:
        return self.target.status(self.value, self.run.day) if self.target else Status.NO_DATA

    @property
    def attained(self) -> Decimal | None:
        return self.target.attained(self.value) if self.target else None

    @property
    def text(self) -> str:
        """The figure as people read it; a dash where there is none."""
        if self.value is None:
            return "–"
        return f"{self.value:,.{self.indicator.decimals}f}{self.indicator.sign}"

    @property
    def full(self) -> int | None:
        """Where the scale ends: percentages end at 100, amounts nowhere."""
        return 100 if self.indicator.unit == Unit.PERCENT else None

    @property
    def rest(self) -> int | None:
        return None if self.of is None or self.n is None else self.of - self.n

    @property
    def figure_url(self) -> str:
        """The page that shows which rows were counted and which were not, as they were then."""
        return reverse("figure", args=[self.run.pk, self.indicator.code, self.organization.code])

    # Where the very rows are listed that were counted (idea 3: a percentage opens its names).

    @property
    def counted_url(self) -> str:
        return self.listing(self.indicator.numerator, reached="counted")

    @property
    def all_url(self) -> str:
        measure = self.indicator.denominator or self.indicator.numerator
        return self.listing(measure, reached="level")

    @property
    def uncounted_url(self) -> str:
        if self.indicator.kind == IndicatorKind.SHARE or not self.indicator.denominator:
            return self.listing(self.indicator.numerator, reached="uncounted")
        return self.listing(self.indicator.denominator, without=self.indicator.numerator)

    def listing(self, measure: Measure, reached: str = "", without: Measure | None = None) -> str:
        """The list of a measure's rows as of the run, in the organization and all below."""
        basis, register, query = measure.basis, measure.register, measure.query
        if self.indicator.kind == IndicatorKind.SHARE:
            basis, register = Basis.AT, "organization"
            query = urlencode({reached: f"{self.run.pk}-{self.indicator.code}"})
            if reached == "level":
                query = urlencode({"level": self.indicator.level})
        period = {"during": f"{self.run.first}"} if basis == Basis.DURING else {}
        left_out = {"except": without.query} if without else {}
        place = {"on": f"{self.run.day}", "organization": self.organization.code}
        rest = urlencode({**period, **place, **left_out})
        return f"{pages.get(register).url('list')}?{query}{'&' if query else ''}{rest}"


class Targets:
    """The targets of a plan, asked by indicator and place."""

    def __init__(self, plan: Plan, rows: Iterable[Target] | None = None) -> None:
        self.of: dict[int, dict[int | None, list[Target]]] = {}
        self.known: dict[int, Indicator] = {}
        for target in targets_of(plan) if rows is None else rows:
            self.known.setdefault(target.indicator_id, target.indicator)
            bound = self.of.setdefault(target.indicator_id, defaultdict(list))
            bound[target.organization_id].append(target)

    @classmethod
    def of_run(cls, run: Run) -> Targets:
        """What a run is held against: the plan's targets, or of a sealed one those it was sealed
        with. Ask for the run with its `seal`, and an open one costs no query more."""
        seal = getattr(run, "seal", None)
        return cls(run.plan, None if seal is None else sealed_targets(seal))

    @property
    def indicators(self) -> list[Indicator]:
        return list(self.known.values())

    def at(self, indicator: Indicator, place: Organization | str) -> Target | None:
        """The target that binds an organization, or a level as a whole: the nearest one.

        An amount binds its own level alone: what a county is to spend is not asked of each of its
        townships, while a share is.
        """
        level = place if isinstance(place, str) else place.level
        found = self.nearest_to(indicator, place)
        own_level = indicator.kind == IndicatorKind.AMOUNT
        return None if own_level and found and found.level != level else found

    def nearest_to(self, indicator: Indicator, place: Organization | str) -> Target | None:
        """That of the place's own level, else of the nearest level above, else any; on each level
        its own value before that of the nearest organization above it, before the level's."""
        bound = self.of.get(indicator.pk, {})
        level = place if isinstance(place, str) else place.level
        found = [one for key in nearest(place) for one in bound.get(key, ())]
        return min(found, key=lambda one: distance(one.level, level), default=None)


def targets_of(plan: Plan) -> Any:
    rows = plan.targets.select_related("indicator__numerator", "indicator__denominator")
    return rows.order_by("indicator__code", "organization_id")


def sealed_targets(seal: Seal) -> list[Target]:
    """The targets in the file of a seal, unsaved, in the order of `targets_of`. Two queries."""
    lines = json.loads(bytes(seal.files.get(name="targets.json").body))
    known = Indicator.objects.select_related("numerator", "denominator").in_bulk(
        {one["indicator"] for one in lines}
    )
    found = [sealed_target(seal, known[one["indicator"]], one) for one in lines]
    return sorted(found, key=lambda one: (one.indicator.code, one.organization_id or LAST))


def sealed_target(seal: Seal, indicator: Indicator, line: dict[str, Any]) -> Target:
    numbers = {name: Decimal(line[name]) for name in ("value", "weight")}
    place = line["organization"]
    rest = {one: said for one, said in line.items() if one not in {"indicator", "organization"}}
    said = {**rest, **numbers, "clause": line["requirement"]}
    return Target(plan=seal.plan, indicator=indicator, organization_id=place, **said)


def nearest(place: Organization | str) -> list[int | None]:
    """An organization and all above it, lowest first; at last None: the level as a whole."""
    path = "" if isinstance(place, str) else place.path
    return [*(int(step) for step in reversed(path.strip("/").split("/")) if step), None]


def distance(level: str, asked: str) -> int:
    """How many levels a target's level is above the one asked for; below comes after all above."""
    steps = DEPTH.index(asked) - DEPTH.index(level)
    return steps if steps >= 0 else len(DEPTH) - steps


def results(
    run: Run, organizations: Any = None, code: str = "", *, targets: Targets | None = None
) -> Iterator[Result]:
    """Every value of a run (of some organizations only, or of the indicator with this code)
    beside its target, each indicator as the run met it. Four queries."""
    targets = targets or Targets.of_run(run)
    known = {one.pk: one for one in targets.indicators if not code or one.code == code}
    used = used_by(run)
    then = {pk: used[pk].then() for pk in used if pk in known and differs(used[pk], known[pk])}
    rows = Value.objects.filter(run=run, indicator__in=known).select_related("organization")
    if organizations is not None:
        rows = rows.filter(organization__in=organizations)
    for value in rows.order_by("indicator__code", "organization__path"):
        pk, place = value.indicator_id, value.organization
        target = targets.at(known[pk], place)
        shown = then.get(pk, known[pk])
        yield Result(run, shown, place, value.n, value.of, target, pk in then, used.get(pk))


def score(found: Iterable[Result]) -> Decimal | None:
    """0 to 100: what is reached of each target, weighted; targets without data do not weigh."""
    return weighed(found, lambda one: one.value)


def weighed(found: Iterable[Result], figure: Callable[[Result], Decimal | None]) -> Decimal | None:
    """The score that targets with data would give if each came to `figure`."""
    known = [(one, one.target) for one in found if one.target and one.value is not None]
    total = sum((target.weight for _one, target in known), Decimal(0))
    if not total:
        return None
    parts = ((target.attained(figure(one)) or 0) * target.weight for one, target in known)
    return 100 * sum(parts, Decimal(0)) / total
