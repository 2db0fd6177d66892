"""The county's tree as it stood on a day, with what is counted below each organization."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from organizations import signals
from organizations.actions.lineage import was_on
from organizations.choices.tree import Kind
from organizations.models import Organization
from organizations.signals import Figure
from portal.measures import Tree, placement_model

KINDS = tuple(Kind)


@dataclass
class Node:
    """An organization on the page: its counts with all below, its children where it is open."""

    pk: int
    code: str
    name: str
    kind: str
    level: int
    closed: date | None
    has_children: bool
    below: list[tuple[str, int]]
    figures: list[tuple[Figure, int]]
    children: list[Node] = field(default_factory=list)
    hit: bool = False

    @property
    def many(self) -> int:
        return sum(many for _kind, many in self.below)


class Forest:
    """The organizations below `path` (all, where the day is past) and their counts.

    Three queries and one for each figure of the registers above, however many organizations.
    """

    def __init__(self, user: Any, day: date, path: str = "/") -> None:
        self.user, self.day, self.path = user, day, path
        self.today = day >= timezone.localdate()

    @cached_property
    def rows(self) -> dict[int, Any]:
        rows = Organization.objects.filter(path__startswith=self.path if self.today else "/")
        names = ("pk", "parent_id", "code", "name", "kind", "established", "closed")
        found = {row.pk: row for row in rows.only(*names[1:]).order_by("path")}
        for pk, was in was_on(self.day).items():
            if pk in found:
                found[pk].name, found[pk].kind = was["name"], was["kind"]
        return found

    @cached_property
    def tree(self) -> Tree:
        parents = {pk: row.parent_id for pk, row in self.rows.items()}
        if not self.today:
            then = placement_model().objects.at(self.day)
            parents |= dict(then.values_list("organization", "parent"))
        return Tree({pk: up if up in parents else None for pk, up in parents.items()})

    def stands(self, pk: int) -> bool:
        row = self.rows[pk]
        begun = row.established is None or row.established <= self.day
        return begun and (row.closed is None or row.closed > self.day)

    @cached_property
    def figures(self) -> list[Figure]:
        inside = Q(organization__path__startswith=self.path) if self.today else Q()
        told = signals.answers(signals.figures, day=self.day, inside=inside, user=self.user)
        return [one for figures in told for one in figures]

    @cached_property
    def totals(self) -> Mapping[int, list[int]]:
        """How many of each kind stand there and below, and each figure."""
        own = {}
        for pk, row in self.rows.items():
            kinds = [int(row.kind == kind and self.stands(pk)) for kind in KINDS]
            own[pk] = kinds + [figure.counts.get(pk, 0) for figure in self.figures]
        return self.tree.roll_up(own, len(KINDS) + len(self.figures))

    def shown(self, pk: int) -> bool:
        """It stands, or something that stands hangs below it."""
        return any(self.totals[pk][: len(KINDS)])

    def children(self, pk: int) -> list[int]:
        below = [one for one in self.tree.children.get(pk, []) if self.shown(one)]
        return sorted(below, key=lambda one: self.rows[one].code)

    def node(self, pk: int, level: int, opened: Collection[int], hits: Collection[int]) -> Node:
        """With its children, and theirs, as far as they are `opened`."""
        row, totals = self.rows[pk], self.totals[pk]
        own = [int(row.kind == kind and self.stands(pk)) for kind in KINDS]
        below = [
            (str(kind.label), many - self_too)
            for kind, many, self_too in zip(KINDS, totals, own, strict=False)
            if many > self_too
        ]
        children = self.children(pk)
        node = Node(
            pk,
            row.code,
            row.name,
            str(Kind(row.kind).label),
            level,
            None if self.stands(pk) else row.closed,
            bool(children),
            below,
            list(zip(self.figures, totals[len(KINDS) :], strict=True)),
            hit=pk in hits,
        )
        if pk in opened:
            node.children = [self.node(one, level + 1, opened, hits) for one in children]
        return node
