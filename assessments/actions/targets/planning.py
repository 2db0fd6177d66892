"""A plan from year to year, and from the county down to its townships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.targets.results import DEPTH, Targets
from assessments.models import Plan, Target
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.errors import Refused

WHOLE = Decimal(100)  # what the weights of a plan usually add up to
SETTINGS = ("ranked", "small", "alike_parts", "alike_least")
Values = Mapping[tuple[int, int], Decimal]


@transaction.atomic
def copy_plan(plan: Plan, *, year: int, by: Any) -> Plan:
    """The same plan for another year: all targets, own ones too, milestones on that year's days.

    Refused where that year has it already, so that nothing a county has set is overwritten.
    """
    code = f"{plan.code.removesuffix(f'-{plan.year}')}-{year}"
    if Plan.objects.filter(code=code).exists():
        raise Refused(_("There is a plan “%(code)s” already: change that one.") % {"code": code})
    kept = ("name", "name_en", "source", "organization", *SETTINGS)
    made = Plan.objects.create(code=code, year=year, **{one: getattr(plan, one) for one in kept})
    Target.objects.bulk_create(moved(one, made) for one in plan.targets.all())
    return made


def moved(target: Target, plan: Plan) -> Target:
    """A target as it stands in another plan, its days in that plan's year."""
    old = target.year
    target.pk, target.plan, target.year = None, plan, plan.year + target.year - target.plan.year
    target._state.adding = True
    if old != target.year:
        target.milestones = in_year(target.milestones, target.year)
    return target


def in_year(milestones: str, year: int) -> str:
    """The milestones of a common year: 29 February is the 28th where there is no 29th."""
    leap = date(year, 12, 31).timetuple().tm_yday > 365  # noqa: PLR2004 - days of a year
    return milestones if leap else milestones.replace("02-29", "02-28")


@dataclass(frozen=True)
class Line:
    """A target of a plan as a table shows it, with the own values of organizations below."""

    target: Target
    own: list[Target]


def lines(plan: Plan, user: Any) -> list[Line]:
    """The targets of a plan that a user may see: those of whole levels, each with the own values
    of organizations, then own values that stand alone. One query."""
    rows = Target.objects.for_user(user).filter(plan=plan)
    rows = rows.select_related("indicator", "organization")
    found: list[Line] = []
    own: dict[int, list[Target]] = defaultdict(list)
    for target in rows.order_by("indicator__code", "level", "organization__path"):
        if target.organization_id:
            own[target.indicator_id].append(target)
        else:
            found.append(Line(target, own[target.indicator_id]))
    shown = {one.target.indicator_id for one in found}
    alone = [Line(one, []) for key, many in own.items() if key not in shown for one in many]
    return [*found, *alone]


def weight_sum(found: Iterable[Line]) -> Decimal:
    """What the weights of a plan add up to; own values weigh what their level's target weighs."""
    return sum((one.target.weight for one in found), Decimal(0))


@dataclass(frozen=True)
class Handed:
    """A cell of the grid: what binds a township in a target, and its own value if it has one."""

    target: Target
    place: Organization
    own: Target | None

    @property
    def name(self) -> str:
        return f"v{self.target.pk}-{self.place.pk}"

    @property
    def value(self) -> Decimal:
        return (self.own or self.target).value


class HandDown:
    """The grid townships x targets of a plan. Three queries."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def places(self) -> list[Organization]:
        rows = Organization.objects.filter(level=Level.TOWNSHIP, closed=None)
        rows = rows.filter(path__startswith=self.plan.organization.path)
        return list(rows.exclude(pk=self.plan.organization_id).order_by("code"))

    @cached_property
    def targets(self) -> list[Target]:
        """One for each indicator that a township can have a figure of: what binds townships, and
        of an amount the county's, of which they are to get their part."""
        of = Targets(self.plan)
        below = (one for one in of.indicators if one.level != Level.COUNTY)
        bound = (of.nearest_to(indicator, Level.TOWNSHIP) for indicator in below)
        return [one for one in bound if one]

    @cached_property
    def own(self) -> dict[tuple[int, int], Target]:
        rows = self.plan.targets.filter(organization__in=[one.pk for one in self.places])
        return {(one.indicator_id, one.organization_id): one for one in rows.order_by("-level")}

    def cells(self, place: Organization) -> list[Handed]:
        return [
            Handed(one, place, self.own.get((one.indicator_id, place.pk))) for one in self.targets
        ]

    @property
    def rows(self) -> Iterator[tuple[Organization, list[Handed]]]:
        for place in self.places:
            yield place, self.cells(place)


@transaction.atomic
def hand_down_targets(plan: Plan, *, values: Values, by: Any) -> int:
    """Give townships values of their own: {(target, township): value}; how many have changed.

    Only what differs from the county's is stored. An own value that is set back to the county's
    stays, as that value: what was once decided is not deleted.
    """
    grid = HandDown(plan)
    places = {one.pk for one in grid.places}
    targets = {one.pk for one in grid.targets}
    if not {place for _target, place in values} <= places:
        raise Refused(_("Only townships below the plan's organization take targets from it."))
    if not {target for target, _place in values} <= targets:
        raise Refused(_("Meanwhile the plan has other targets: look at the page again."))
    cells = {(one.target.pk, one.place.pk): one for _place, row in grid.rows for one in row}
    return sum(hand_down(cells[key], value) for key, value in values.items())


def hand_down(cell: Handed, value: Decimal) -> bool:
    """Store one value where it says something new."""
    if value == cell.value:
        return False
    if cell.own:
        cell.own.value = value
        cell.own.save()
        return True
    own = Target.objects.get(pk=cell.target.pk)
    own.pk, own.organization, own.value = None, cell.place, value
    own.level, own.milestones = lower(own.level, cell.place.level), ""
    own._state.adding = True
    own.save()
    return True


def lower(level: str, other: str) -> str:
    """The lower of two levels: a county's target binds the township itself, a target of villages
    the township's villages."""
    return max(level, other, key=DEPTH.index)
