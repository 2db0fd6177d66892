"""The ratings of a place as a table: candidates by criteria, with what is still to be settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assessments.actions.ratings.saving import (
    APPRAISAL,
    POINTS,
    REASONS,
    column_for,
    key_of,
)
from assessments.actions.ratings.tally import Scale, before, effective, plain, shown
from assessments.models import Criterion, RatingCase, RatingRound, RatingScore
from organizations.models import Organization

MOST = 100  # candidates on one page
VERBS = {"self": "rate", "town": "review", "county": "confirm"}


@dataclass(frozen=True)
class Fault:
    """Something to settle: in which cell ("12x7"), how serious, in words."""

    key: str
    kind: str  # error, empty or warning
    place: str
    text: str


class RatingSheet:
    """A page of candidates of a round in an organization and all below. Four queries."""

    def __init__(
        self,
        round_: RatingRound,
        place: Organization,
        user: Any,
        *,
        page: int = 1,
        size: int = MOST,
        complete: bool = False,
    ) -> None:
        self.round, self.place, self.user, self.page = round_, place, user, page
        self.size, self.complete = size, complete
        self.scale = Scale(round_.scheme)

    @cached_property
    def rows(self) -> Any:
        """All candidates there that the user may see."""
        mine = RatingCase.objects.for_user(self.user, "view")
        found = mine.filter(round=self.round, organization__path__startswith=self.place.path)
        kept = found.exclude(state=RatingCase.State.REMOVED)
        return kept.select_related("organization", "person").order_by("organization__path", "pk")

    @cached_property
    def count(self) -> int:
        return int(self.rows.count())

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // self.size))

    @cached_property
    def cases(self) -> list[RatingCase]:
        start = (min(max(self.page, 1), self.pages) - 1) * self.size
        found = list(self.rows[start : start + self.size])
        for case in found:
            case.round = self.round
        return found

    @cached_property
    def scores(self) -> dict[tuple[int, int], RatingScore]:
        rows = RatingScore.objects.filter(case__in=[case.pk for case in self.cases])
        return {(one.case_id, one.criterion_id): one for one in rows}

    @cached_property
    def columns(self) -> dict[int, str]:
        """Whose column of each case is open to the user; "" where none is."""
        return {case.pk: column_for(case, self.user) for case in self.cases}

    @property
    def writable(self) -> bool:
        return any(self.columns.values())

    @property
    def acts(self) -> list[str]:
        """What the user may do with some of them, by permission: rate, review, confirm."""
        open_ones = set(self.columns.values())
        return [verb for column, verb in VERBS.items() if column in open_ones]

    def points(self, case: RatingCase, criterion: Criterion) -> Decimal | None:
        return effective(self.scores.get((case.pk, criterion.pk)))

    def text(self, case: RatingCase, criterion: Criterion) -> str:
        return shown(criterion, self.points(case, criterion))

    def known(self, case: RatingCase, criterion: Criterion) -> str:
        """What stood there before whoever writes now; "" for nothing."""
        column = POINTS.get(self.columns[case.pk])
        score = self.scores.get((case.pk, criterion.pk))
        found = before(score, column) if column else effective(score)
        return shown(criterion, found)

    def why(self, case: RatingCase) -> str:
        name = REASONS.get(self.columns[case.pk], "county_reason")
        return str(getattr(case, name) or case.town_reason or "")

    def computed(self) -> dict[str, str]:
        """Totals and stars, by cell."""
        found = {}
        for case in self.cases:
            found[f"{case.pk}-total"] = plain(case.total)
            found[f"{case.pk}-stars"] = case.themed or str(case.get_stars_display())
        return found

    @cached_property
    def faults(self) -> list[Fault]:
        """Changed points without a reason; when `complete`, criteria without points."""
        return [fault for case in self.cases for fault in self.of_case(case)]

    def of_case(self, case: RatingCase) -> Iterator[Fault]:
        column = self.columns[case.pk]
        if not column:
            return
        if column != "self" and not self.why(case):
            yield from self.unexplained(case, column)
        if self.complete:
            yield from self.missing(case)

    def unexplained(self, case: RatingCase, column: str) -> Iterator[Fault]:
        for criterion in self.scale.criteria:
            score = self.scores.get((case.pk, criterion.pk))
            given = getattr(score, POINTS[column]) if score else None
            was = before(score, POINTS[column])
            if given is None or was is None or given == was or getattr(score, REASONS[column]):
                continue
            words = _("Changed from %(was)s to %(now)s: say why, here or in the last column.")
            said = words % {"was": shown(criterion, was), "now": shown(criterion, given)}
            key = key_of(case.pk, criterion.pk)
            yield Fault(key, "warning", f"{case.candidate} · {criterion}", said)

    def missing(self, case: RatingCase) -> Iterator[Fault]:
        for criterion in self.scale.criteria:
            if criterion.kind == Criterion.Kind.POINTS and self.points(case, criterion) is None:
                key = key_of(case.pk, criterion.pk)
                yield Fault(key, "empty", f"{case.candidate} · {criterion}", _("Enter the points."))
        if self.scale.share and self.columns[case.pk] == "county" and case.appraisal is None:
            key = key_of(case.pk, APPRAISAL)
            yield Fault(key, "empty", f"{case.candidate}", _("Enter the appraisal points."))

    def filled(self) -> str:
        musts = set(self.scale.musts)
        wanted = len(musts) * len(self.cases)
        done = sum(1 for (_case, criterion), one in self.scores.items() if self.has(criterion, one))
        return _("%(filled)s of %(cells)s cells") % {"filled": done, "cells": wanted}

    def has(self, criterion: int, score: RatingScore) -> bool:
        return criterion in self.scale.musts and effective(score) is not None
