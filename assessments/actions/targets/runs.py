"""Working out a plan: one grouped scan per register and basis, values for every organization."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Aggregate, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.choices import Aggregate as Aggregates
from assessments.choices import Basis, IndicatorKind
from assessments.models import Indicator, Measure, Plan, Run
from portal import pages
from portal.errors import Refused
from portal.measures import Counts, Tree, count, standing
from portal.models import Job
from portal.tasks import start

Progress = Callable[[int, int], None]
Line = tuple[int, int, int, int | None]  # indicator, organization, n, of


def no_progress(_done: int, _total: int) -> None:
    """For callers that show none."""


@transaction.atomic
def run_for(plan: Plan, day: date, *, by: Any) -> Run:
    """The run of a plan as of a day, made if there is none; its period is that year so far."""
    found, _made = Run.objects.get_or_create(
        plan=plan, day=day, defaults={"first": date(day.year, 1, 1), "asked_by": by}
    )
    return found


@transaction.atomic
def compute_plan(plan: Plan, *, by: Any, day: date | None = None) -> Job:
    """Have a worker work out the plan as of a day (today); its page shows how far it is."""
    return start_run(plan, day or timezone.localdate(), by=by)


@transaction.atomic
def start_run(plan: Plan, day: date, *, by: Any) -> Job:
    """Queue the run of a plan. While the same one is waiting or running, that job is returned."""
    if not plan.targets.exists():
        raise Refused(_("This plan has no targets yet."))
    run = run_for(plan, day, by=by)
    return under_way([run.pk]).first() or start("compute-run", by, run=run.pk)


def under_way(runs: Iterable[int]) -> Any:
    """The jobs that compute these runs now; one older than any job may last has died."""
    since = timezone.now() - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    jobs = Job.objects.filter(kind="compute-run", params__run__in=list(runs))
    return jobs.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING], created_at__gte=since)


@dataclass
class Scan:
    """What is asked of one register on one basis: conditions or sums, and the measure or level of
    each."""

    register: str
    basis: str
    keys: list[Any] = field(default_factory=list)
    conditions: list[Q | Aggregate] = field(default_factory=list)

    def ask(self, key: Any, condition: Q | Aggregate) -> None:
        self.keys.append(key)
        self.conditions.append(condition)

    def count(self, run: Run) -> Counts:
        first = run.first if self.basis == Basis.DURING else None
        return count(standing(pages.get(self.register).model, run.day, first), self.conditions)


def scans(indicators: Iterable[Indicator], run: Run) -> list[Scan]:
    """One scan per register and basis; organizations are always asked which level they stand at."""
    found = {("organization", Basis.AT.value): Scan("organization", Basis.AT)}
    for level in sorted({one.level for one in indicators if one.kind == IndicatorKind.SHARE}):
        found["organization", Basis.AT.value].ask(level, Q(level=level))
    for measure in measures_of(indicators):
        scan = found.setdefault(
            (measure.register, measure.basis), Scan(measure.register, measure.basis)
        )
        ask(scan, measure, run)
    return list(found.values())


def ask(scan: Scan, measure: Measure, run: Run) -> None:
    """A count of rows; or a sum, and of how many rows: nothing to add is no data, not zero."""
    register = pages.get(measure.register)
    prefix = standing(register.model, run.day).prefix
    met = register.filter(measure.query).condition(run.day, prefix)
    if measure.aggregate == Aggregates.COUNT:
        scan.ask(measure.pk, met)
        return
    column = f"{prefix}{measure.column}"
    scan.ask(measure.pk, Sum(column, filter=met, default=0))
    scan.ask(rows_of(measure), met & Q(**{f"{column}__isnull": False}))


def rows_of(measure: Measure) -> str:
    """By what the number of rows that a sum is made of is asked for."""
    return f"rows of {measure.pk}"


def measures_of(indicators: Iterable[Indicator]) -> list[Measure]:
    used = {m.pk: m for one in indicators for m in (one.numerator, one.denominator) if m}
    return [used[key] for key in sorted(used)]


@transaction.atomic
def compute_run(run: Run, *, by: Any, progress: Progress = no_progress) -> None:
    """Work out every value of the run anew. Running it twice leaves the same rows.

    Queries: two for the tree, one per register and basis, a handful to write; none of them per
    organization.
    """
    run = Run.objects.select_for_update(of=("self",)).select_related("plan").get(pk=run.pk)
    targets = run.plan.targets.select_related("indicator__numerator", "indicator__denominator")
    indicators = list({target.indicator_id: target.indicator for target in targets}.values())
    asked = scans(indicators, run)
    counts, standing_now = gather(asked, run, progress)
    keys = [key for scan in asked for key in scan.keys]
    lines = values(indicators, Figures(Tree.at(run.day), keys, counts, standing_now), run)
    store(run, lines)
    progress(len(asked) + 1, len(asked) + 1)
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.DONE, computed_at=timezone.now(), changed_at=timezone.now(), asked_by=by
    )


def gather(asked: list[Scan], run: Run, progress: Progress) -> tuple[Counts, set[int]]:
    """All scans side by side: {organization: [number per key]}, and what stood on the day."""
    width, offset = sum(len(scan.keys) for scan in asked), 0
    side_by_side: Counts = {}
    in_force: set[int] = set()
    for done, scan in enumerate(asked):
        progress(done, len(asked) + 1)
        found = scan.count(run)
        if (scan.register, scan.basis) == ("organization", Basis.AT):
            in_force = set(found)
        for organization, numbers in found.items():
            line = side_by_side.setdefault(organization, [0] * width)
            line[offset : offset + len(numbers)] = numbers
        offset += len(scan.keys)
    return side_by_side, in_force


@dataclass
class Figures:
    """What was counted, with all below: `total(key)` is {organization: number}."""

    tree: Tree
    keys: list[Any]
    own: Counts
    in_force: set[int]

    def __post_init__(self) -> None:
        self.rolled = self.tree.roll_up(self.own, len(self.keys))

    def total(self, key: Any) -> dict[int, int]:
        place = self.keys.index(key)
        return {organization: line[place] for organization, line in self.rolled.items()}

    def share(self, indicator: Indicator) -> tuple[dict[int, int], dict[int, int]]:
        """How many organizations of the indicator's level reach its number, and of how many."""
        place, counted = self.keys.index(indicator.level), self.total(indicator.numerator_id)
        at_level = [node for node, line in self.own.items() if line[place]]
        reached = {node: [int(indicator.reached(counted[node])), 1] for node in at_level}
        rolled = self.tree.roll_up(reached, 2)
        return {node: n for node, (n, _of) in rolled.items()}, {
            node: of for node, (_n, of) in rolled.items()
        }

    def rows(self, indicator: Indicator) -> dict[int, int]:
        """How many rows an indicator's sum is made of; {} where rows are counted."""
        key = rows_of(indicator.numerator)
        return self.total(key) if key in self.keys else {}

    def of(self, indicator: Indicator) -> tuple[dict[int, int], dict[int, int] | None]:
        if indicator.kind == IndicatorKind.SHARE:
            return self.share(indicator)
        counted = self.total(indicator.numerator_id)
        return counted, self.total(indicator.denominator_id) if indicator.denominator_id else None


def values(indicators: Iterable[Indicator], figures: Figures, run: Run) -> Iterator[Line]:
    """A value for every organization that stood on the day, and for any other with a count."""
    reach = figures.tree.below(run.plan.organization_id)
    for indicator in indicators:
        n, of = figures.of(indicator)
        rows = figures.rows(indicator)
        for node in reach:
            divided = of[node] if of is not None else None
            known = not rows or rows[node]
            if known and (node in figures.in_force or n[node] or divided):
                yield indicator.pk, node, n[node], divided


def store(run: Run, lines: Iterable[Line]) -> None:
    """Leave exactly these values; history gets what differs from an earlier working-out."""
    text = io.StringIO()
    for indicator, organization, n, of in lines:
        text.write(f"{indicator}\t{organization}\t{n}\t{'' if of is None else of}\n")
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(FRESH)
        cursor.copy_expert("COPY fresh_values FROM STDIN WITH (NULL '')", text)  # type: ignore[attr-defined]
        cursor.execute(UPSERT, [run.pk])
        cursor.execute(LEFT_OVER, [run.pk])


FRESH = """
    CREATE TEMPORARY TABLE IF NOT EXISTS fresh_values
        (indicator bigint, organization bigint, n numeric, "of" numeric) ON COMMIT DROP;
    TRUNCATE fresh_values
"""
UPSERT = """
    INSERT INTO assessments_value AS old
        (run_id, indicator_id, organization_id, n, "of", created_at, changed_at)
    SELECT %s, indicator, organization, n, "of", now(), now() FROM fresh_values
    ON CONFLICT (run_id, indicator_id, organization_id) DO UPDATE
        SET n = EXCLUDED.n, "of" = EXCLUDED."of", changed_at = now()
        WHERE (old.n, old."of") IS DISTINCT FROM (EXCLUDED.n, EXCLUDED."of")
"""
LEFT_OVER = """
    DELETE FROM assessments_value WHERE run_id = %s AND (indicator_id, organization_id)
        NOT IN (SELECT indicator, organization FROM fresh_values)
"""


def current_plans() -> list[Plan]:
    """The plans of this year, which are worked out every night."""
    return list(
        Plan.objects.filter(year=timezone.localdate().year, targets__isnull=False).distinct()
    )
