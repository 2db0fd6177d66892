"""Workers that are killed, tasks delivered twice, two beats at once: the figures are those of an
undisturbed run, and whoever reads meanwhile sees a complete generation of them (safety T20).

Real processes: each is a fork of this one with a connection of its own.
"""

import hashlib
import os
import random
import signal
import time
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from assessments.actions.targets.library import load_plan
from assessments.actions.targets.runs import compute_run, hold, run_for
from assessments.models import KeptRows, Value, Working
from assessments.tasks import run_current_plans, run_quarter_end
from members.models import Person
from portal.models import Job
from portal.tasks import run_job
from tests.assessments.county import DAY, make_county
from tests.factories import user_over

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 50 if os.environ.get("SOAK") else 5


@pytest.fixture
def county():
    return make_county()


def forked(work):
    """Begin `work` in a process of its own; returns its number."""
    connection.close()
    cache.close()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def ended(pid):
    """Wait for a process; returns how it ended."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def deliver(job, redelivered):
    """What a worker does with a job's message."""
    run_job.push_request(delivery_info={"redelivered": redelivered})
    run_job.run(job.pk)
    run_job.pop_request()


def generation(run):
    """All that readers see of a run's figures, in one word."""
    rows = Value.objects.filter(run=run).order_by("indicator", "organization")
    told = [tuple(row) for row in rows.values_list("indicator", "organization", "n", "of")]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def undisturbed(run):
    """What the figures come to now, with nothing left behind."""
    with transaction.atomic():
        compute_run(run, by=None, force=True)
        found = generation(run)
        transaction.set_rollback(True)
    return found


def change(year):
    Person.objects.filter(standing="full").update(born=f"{year}-05-01")


def killed(job, run, seconds, known):
    """Kill a worker of the job some time after it began, reading all the while; returns whether
    it was still at work."""
    until, pid = time.monotonic() + seconds, forked(lambda: deliver(job, redelivered=False))
    while time.monotonic() < until:
        assert generation(run) in known
    os.kill(pid, signal.SIGKILL)
    by_us = ended(pid) == -signal.SIGKILL
    assert generation(run) in known
    return by_us


def test_a_killed_worker_leaves_a_whole_generation_and_the_next_delivery_the_right_one(county):
    plan, _new = load_plan("county", at=county.top, year=2026)
    user, run = user_over(county.top), run_for(plan, DAY, by=None)
    change(1960)
    compute_run(run, by=None)
    golden, begun = {}, time.monotonic()
    for year in (1999, 1960):
        change(year)
        golden[year] = undisturbed(run)
    length = (time.monotonic() - begun) / 2
    rng = random.Random(20)  # noqa: S311 - moments to kill at
    hits = 0
    for turn in range(KILLS):
        year = (1999, 1960)[turn % 2]
        known = {generation(run), golden[year]}
        change(year)
        job = Job.objects.create(kind="compute-run", asked_by=user, params={"run": run.pk})
        hits += killed(job, run, rng.random() * length, known)
        deliver(job, redelivered=True)
        assert generation(run) == golden[year]
        times = list(Working.objects.order_by("pk").values_list("computed_at"))
        deliver(job, redelivered=True)  # a message that comes once more
        assert times == list(Working.objects.order_by("pk").values_list("computed_at"))
        assert generation(run) == golden[year]
        job.refresh_from_db()
        assert job.state == Job.State.DONE
    assert hits > 0


def test_two_beats_make_one_run(county):
    plan, _new = load_plan("county", at=county.top)

    def beat():
        compute_run(run_for(plan, DAY, by=None), by=None)

    assert [ended(pid) for pid in [forked(beat) for _each in range(3)]] == [0, 0, 0]
    run = plan.runs.get()
    assert generation(run) == undisturbed(run)
    assert run.workings.count() == plan.targets.count()
    registers = KeptRows.objects.filter(run=run).values_list("register", "basis")
    assert len(registers) == len(set(registers)) == 4


def test_a_run_reads_all_as_of_one_moment(county):
    with transaction.atomic():
        hold()
        before = Person.objects.count()
        other = connection.copy()
        other.cursor().execute("DELETE FROM members_affiliation")
        other.cursor().execute("DELETE FROM members_person")
        other.close()
        assert Person.objects.count() == before
    assert Person.objects.count() == 0


def test_a_quarter_is_worked_out_as_of_its_last_day(county, monkeypatch):
    plan, _new = load_plan("county", at=county.top, year=2026)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 10, 1))
    run_quarter_end()
    run_current_plans()
    assert set(plan.runs.values_list("day", flat=True)) == {date(2026, 9, 30), date(2026, 10, 1)}
