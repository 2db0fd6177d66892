"""Working out a plan: one scan per register and basis, values for every organization."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.targets.inputs import digest, inputs_of
from assessments.actions.targets.rows import Rows, packed
from assessments.actions.targets.scans import (
    ORGANIZATIONS,
    Figures,
    Line,
    Progress,
    Scan,
    Where,
    gather,
    no_progress,
    scans,
    values,
)
from assessments.actions.targets.versions import versions
from assessments.models import Definition, Indicator, KeptRows, Plan, Run, Seal, Working
from portal.errors import Refused
from portal.measures import Tree
from portal.models import Job
from portal.tasks import start

IDLE = 0  # what psycopg2 says of a transaction that has asked nothing yet
TREE: Where = ("", "")  # under which the tree of the day is kept


@transaction.atomic
def run_for(plan: Plan, day: date, *, by: Any) -> Run:
    """The run of a plan as of a day, made if there is none; its period is that year so far. Of a
    day that was put right, the latest amendment."""
    if found := Run.objects.filter(plan=plan, day=day).order_by("-amendment").first():
        return found
    made, _new = Run.objects.get_or_create(
        plan=plan, day=day, amendment=0, defaults={"first": date(day.year, 1, 1), "asked_by": by}
    )
    return made


def refuse_sealed(run: Run) -> None:
    if Seal.objects.filter(run=run).exists():
        raise Refused(_("This period is sealed. What is wrong in it is put right by an amendment."))


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
    refuse_sealed(run)
    return under_way([run.pk]).first() or start("compute-run", by, run=run.pk)


def under_way(runs: Iterable[int]) -> Any:
    """The jobs that compute these runs now; one older than any job may last has died."""
    since = timezone.now() - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    jobs = Job.objects.filter(kind="compute-run", params__run__in=list(runs))
    return jobs.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING], created_at__gte=since)


def hold() -> None:
    """One working-out at a time, and all it reads as of one moment.

    The moment is that of the first question after these two words to the database, which ask
    nothing themselves; a transaction that has asked something before keeps its own way.
    """
    connection.ensure_connection()
    plain = connection.connection
    with plain.cursor() as cursor:
        if plain.info.transaction_status == IDLE:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("LOCK TABLE assessments_working IN SHARE ROW EXCLUSIVE MODE")


@dataclass
class Work:
    """What a run has to do: `stale` are the indicators whose figures may differ by now."""

    run: Run
    indicators: list[Indicator]
    force: bool
    read_at: datetime = field(default_factory=timezone.now)

    @cached_property
    def versions(self) -> dict[int, Definition]:
        return versions(self.indicators)

    @cached_property
    def asked(self) -> list[Scan]:
        return scans(self.indicators, self.run)

    @cached_property
    def inputs(self) -> dict[int, str]:
        """{indicator: a word that stays the same while its figures must}; "" if none can."""
        known = inputs_of(self.asked)
        found = {}
        for one in self.indicators:
            words = [known[where] for where in sorted(self.wheres(one))]
            version = f"{self.versions[one.pk].pk}"
            found[one.pk] = digest([version, *words]) if all(words) else ""
        return found

    def wheres(self, indicator: Indicator) -> set[Where]:
        measures = filter(None, (indicator.numerator, indicator.denominator))
        return {ORGANIZATIONS, *((one.register, str(one.basis)) for one in measures)}

    @cached_property
    def stale(self) -> list[Indicator]:
        known = {one.indicator_id: one for one in self.run.workings.all()}
        kept = set(self.run.kept_rows.values_list("register", "basis"))
        return [
            one
            for one in self.indicators
            if self.force
            or one.pk not in known
            or not self.inputs[one.pk]
            or known[one.pk].inputs != self.inputs[one.pk]
            or not kept >= self.wheres(one)
        ]

    @property
    def scans(self) -> list[Scan]:
        """Those that hold anything of what is stale, whole."""
        needed = {where for one in self.stale for where in self.wheres(one)}
        return [scan for scan in self.asked if scan.where in needed]


@transaction.atomic
def compute_run(
    run: Run, *, by: Any, progress: Progress = no_progress, force: bool = False
) -> None:
    """Bring every value of the run up to date. Running it twice leaves the same rows.

    What has the same definition and inputs as before is left as it is, unless with `force`.
    Queries: some to see what has changed, two for the tree, one per register and basis, a handful
    to write; none of them per organization.
    """
    hold()
    run = Run.objects.select_for_update(of=("self",)).select_related("plan").get(pk=run.pk)
    refuse_sealed(run)
    targets = run.plan.targets.select_related("indicator__numerator", "indicator__denominator")
    indicators = list({target.indicator_id: target.indicator for target in targets}.values())
    work = Work(run, indicators, force)
    steps = len(work.scans) + 1
    kept: dict[Where, Rows] = {}
    counts, in_force = gather(work.scans, run, progress, kept)
    tree = Tree.at(run.day)
    keys = [key for scan in work.scans for key in scan.keys]
    lines = values(work.stale, Figures(tree, keys, counts, in_force), run) if work.stale else ()
    store(run, lines, [one.pk for one in indicators if one not in work.stale])
    keep(work, tree, kept)
    progress(steps, steps)
    Run.objects.filter(pk=run.pk).update(
        state=Run.State.DONE, computed_at=timezone.now(), changed_at=timezone.now(), asked_by=by
    )


def store(run: Run, lines: Iterable[Line], same: list[int]) -> None:
    """Leave exactly these values and those of the indicators that are the `same`; history gets
    what differs from an earlier working-out."""
    text = io.StringIO()
    for indicator, organization, n, of in lines:
        text.write(f"{indicator}\t{organization}\t{n}\t{'' if of is None else of}\n")
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(FRESH)
        cursor.copy_expert("COPY fresh_values FROM STDIN WITH (NULL '')", text)  # type: ignore[attr-defined]
        cursor.execute(UPSERT, [run.pk])
        cursor.execute(LEFT_OVER, [run.pk, same])


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
    DELETE FROM assessments_value WHERE run_id = %s AND NOT indicator_id = ANY(%s::bigint[])
        AND (indicator_id, organization_id)
        NOT IN (SELECT indicator, organization FROM fresh_values)
"""


def keep(work: Work, tree: Tree, kept: dict[Where, Rows]) -> None:
    """Note by what each figure was worked out, and which rows were counted."""
    run = work.run
    done = [
        Working(
            run=run,
            indicator=one,
            definition=work.versions[one.pk],
            inputs=work.inputs[one.pk],
            computed_at=work.read_at,
        )
        for one in work.stale
    ]
    Working.objects.bulk_create(
        done,
        update_conflicts=True,
        unique_fields=["run", "indicator"],
        update_fields=["definition", "inputs", "computed_at"],
    )
    run.workings.exclude(indicator__in=work.indicators).delete()
    used = {scan.where for scan in work.asked} | {TREE}
    rows = {**kept, TREE: Rows.of_tree(tree)} if work.stale else kept
    fresh = [
        KeptRows(run=run, register=where[0], basis=where[1], read_at=work.read_at, **packed(one))
        for where, one in rows.items()
    ]
    replaced = {*rows, *(scan.where for scan in work.scans)}
    old = [
        pk
        for pk, *where in run.kept_rows.values_list("pk", "register", "basis")
        if tuple(where) in replaced or tuple(where) not in used
    ]
    KeptRows.objects.filter(pk__in=old).delete()
    KeptRows.objects.bulk_create(fresh)


def current_plans(day: date | None = None) -> list[Plan]:
    """The plans of a day's year (today's), which are worked out every night."""
    year = (day or timezone.localdate()).year
    return list(Plan.objects.filter(year=year, targets__isnull=False).distinct())
