"""Counting: any number of filters over one register, for every organization, in one grouped scan.

Measured before it was chosen: 28 filters over 5,000,000 rows take 2-3 s this way and 20 minutes
as one count per organization and indicator (docs/decisions/0003-one-scan.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Aggregate, Count, Q, QuerySet

from portal.models import Record
from portal.scope import covering_q

Counts = dict[int, list[int]]


def placement_model() -> Any:
    """The rows that say which organization hung under which, from when to when."""
    return apps.get_model(settings.PORTAL_TREE)


def organization_model() -> Any:
    return placement_model()._meta.get_field("organization").related_model


@dataclass(frozen=True)
class Tree:
    """The organizations as they hung on one day: {organization: the one above it, or None}."""

    parents: Mapping[int, int | None]

    @classmethod
    def at(cls, day: date) -> Tree:
        """Two queries, whatever the size.

        An organization not placed on that day hangs where it hangs now.
        """
        parents = dict(organization_model().objects.values_list("pk", "parent"))
        parents.update(placement_model().objects.at(day).values_list("organization", "parent"))
        return cls(parents)

    @cached_property
    def children(self) -> dict[int | None, list[int]]:
        found: dict[int | None, list[int]] = {}
        for node, above in self.parents.items():
            found.setdefault(above, []).append(node)
        return found

    @cached_property
    def order(self) -> list[int]:
        """Every node, parents before children."""
        order = list(self.children.get(None, []))
        for node in order:
            order.extend(self.children.get(node, []))
        return order

    def below(self, top: int) -> set[int]:
        """The node and all below it."""
        nodes = [top]
        for node in nodes:
            nodes.extend(self.children.get(node, []))
        return set(nodes)

    def above(self, node: int) -> list[int]:
        """The node and all above it, lowest first."""
        chain = [node]
        while (up := self.parents[chain[-1]]) is not None:
            chain.append(up)
        return chain

    def roll_up(self, counts: Mapping[int, Sequence[Any]], width: int) -> dict[int, list[Any]]:
        """Add what each organization counts to all above it: {organization: [...]}, every node
        present."""
        total = {node: list(counts.get(node, [0] * width)) for node in self.parents}
        for node in reversed(self.order):
            above = self.parents[node]
            if above is not None:
                total[above] = [up + own for up, own in zip(total[above], total[node], strict=True)]
        return total


@dataclass(frozen=True)
class Standing:
    """The rows of a register on a day (or dated in a period), and how to get from them to what
    is asked.

    `place`: look-up from a row to its organization; `prefix`: from a row to the record.
    """

    rows: QuerySet[Any]
    place: str
    prefix: str


def standing(model: type[Record], day: date, first: date | None = None) -> Standing:
    """The rows to count: at `day`, or with `first` those dated from `first` to `day`.

    A record that hangs by placement (a person) is counted where it hung on the day it is dated,
    so that a member admitted in March and moved in June counts for the branch that admitted
    (annual statistics, domain 2.13).
    """
    if not model.placed_by:
        rows = model.objects.at(day) if first is None else model.objects.during(first, day)
        return Standing(rows, model.scope_path or "pk", "")
    placements, link = model.placements(), f"{model.place_link()}__"
    if first is None or not model.dated:
        rows = placements.at(day)
    else:
        dated = f"{link}{model.dated}"
        rows = placements.filter(covering_q(placements.model.in_force, dated))
        rows = rows.filter(**{f"{dated}__gte": first, f"{dated}__lte": day})
    return Standing(rows, placements.model.scope_path, link)


def count(found: Standing, conditions: Sequence[Q | Aggregate]) -> Counts:
    """{organization: [rows that meet each condition, or any other aggregate]} in one grouped scan;
    organizations with none are absent."""
    counts = {
        f"m{number}": Count("pk", filter=met or None) if isinstance(met, Q) else met
        for number, met in enumerate(conditions)
    }
    lines = found.rows.order_by().values(found.place).annotate(**counts)
    return {place: list(numbers) for place, *numbers in lines.values_list(found.place, *counts)}
