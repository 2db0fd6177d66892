"""Organizations alike: of one level and setting, and of about the same number of members."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from assessments.models import Plan
from members.choices.standing import MEMBERS
from members.models import Person
from organizations.choices.tree import Level
from organizations.models import Organization


@dataclass(frozen=True)
class Group:
    """Organizations that are compared: {organization: its members, with all below}."""

    level: str
    setting: str
    members: dict[int, int]

    @property
    def name(self) -> str:
        """Such as "township (village), 120 to 340 members"."""
        sizes = self.members.values()
        words = _("%(kind)s, %(least)s to %(most)s members")
        kind = str(dict(Level.choices)[self.level])
        if self.setting not in ("", kind):
            kind = f"{kind} ({self.setting})"
        return words % {"kind": kind, "least": f"{min(sizes):,}", "most": f"{max(sizes):,}"}


def groups(level: str, top: Organization, plan: Plan | None = None) -> list[Group]:
    """All organizations of a level below `top`, put together with those alike. Two queries.

    Those of one setting, in the order of their members with all below, are cut into as many parts
    as the plan says, unless they are fewer than it says (without a plan: what plans say by
    themselves).
    """
    cut = plan or Plan()
    places = list(Organization.objects.filter(level=level, path__startswith=top.path, closed=None))
    sizes = members_of(places, top)
    by_setting: dict[str, list[Organization]] = {}
    for place in places:
        # A township's committee stands for all its area, whatever it is formed on.
        key = "" if level in {Level.COUNTY, Level.TOWNSHIP} else str(place.get_setting_display())
        by_setting.setdefault(key, []).append(place)
    return [
        Group(level, setting, {place.pk: sizes[place.pk] for place in part})
        for setting, found in by_setting.items()
        for part in parts_of(sorted(found, key=lambda one: (sizes[one.pk], one.path)), cut)
    ]


def parts_of(places: list[Organization], plan: Plan) -> list[list[Organization]]:
    many = plan.alike_parts
    if len(places) < max(plan.alike_least, many):
        return [places]
    edges = [round(len(places) * step / many) for step in range(many + 1)]
    return [places[first:last] for first, last in pairwise(edges)]


def members_of(places: list[Organization], top: Organization) -> Counter[int]:
    """How many members each of the organizations has, with all below it."""
    rows = Person.objects.filter(standing__in=MEMBERS, left=None)
    rows = rows.filter(organization__path__startswith=top.path)
    lines: Any = rows.order_by().values_list("organization__path").annotate(n=Count("pk"))
    wanted = {place.pk for place in places}
    found: Counter[int] = Counter(dict.fromkeys(wanted, 0))
    for path, many in lines:
        for step in {int(step) for step in path.strip("/").split("/")} & wanted:
            found[step] += many
    return found


def group_of(place: Organization, plan: Plan) -> Group | None:
    """The organizations it is compared with; None where it is alone."""
    found = (one for one in groups(place.level, plan.organization, plan) if place.pk in one.members)
    return next((one for one in found if len(one.members) > 1), None)
