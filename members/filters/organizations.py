"""What may be asked of organizations about their members; added to the register from here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.choices.standing import MEMBERS, Standing
from members.filters.persons import standing_on
from members.models import Person
from portal.filters import Facet
from portal.measures import Tree, count, standing


class MembersFacet(Facet, django_filters.NumberFilter):
    """Organizations with fewer (or more) members than so many, those below them counted too, as
    they stood on the day. One scan, whatever is asked."""

    def __init__(self, *args: Any, full: bool = False, over: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, **kwargs)
        self.full, self.over = full, over

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        bound = int(value)
        fits: Callable[[int], bool] = (
            (lambda many: many > bound) if self.over else (lambda many: many < bound)
        )
        found = [pk for pk, many in members(day, full=self.full).items() if fits(many)]
        return Q(**{f"{prefix}pk__in": found})


def members(day: date, *, full: bool) -> dict[int, int]:
    """{organization: members there and below on the day}, every organization present."""
    found = standing(Person, day)
    held = Q()
    for one in (Standing.FULL,) if full else MEMBERS:
        held |= standing_on(one, day, found.prefix)
    totals = Tree.at(day).roll_up(count(found, [held]), 1)
    return {pk: int(many[0]) for pk, many in totals.items()}


FACETS = {
    "full_members_under": MembersFacet(label=_("Fewer full members than"), full=True),
    "members_under": MembersFacet(label=_("Fewer members than")),
    "members_over": MembersFacet(label=_("More members than"), over=True),
}
