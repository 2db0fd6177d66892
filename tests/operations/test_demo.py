"""`manage.py demo`: all of it works once, and nothing is left running, however it ends.

The county it has loaded is looked at as a whole: it looks like a county, and loading again adds
nothing. 000-01, 003-08: its figures are such as a real county has; hardly any is 0 % or 100 %.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast, Concat
from django.test import override_settings
from django.utils import timezone

from assessments.actions.targets.overview import latest_run
from assessments.actions.targets.results import results
from assessments.models import Plan
from members.filters.coverage import coverage
from members.models import Person, Training
from operations.management.commands.demo import modules
from organizations.choices.tree import Level
from organizations.models import Organization, User
from portal import pages
from servers import embedded
from tests.assessments.oracle import differences, stored, tables
from tests.assessments.oracle_indicators import INDICATORS, reckon

MOST, AUGUST = 9, 8
# What no township has a figure of: the county's own duties, its quota, prizes that few win.
OF_THE_COUNTY = {"001-12", "003-12", "003-15", "003-20", "003-51-county", "003-66-county"}
EARLY = {
    "003-27-paid",
    "003-29-paid",
    "003-36-paid",
    "001-22",
    "003-12",
    "003-20",
    "003-33",
    "000-37-age",
    "000-37-education",
}


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "var"


def demo(var: Path, *words: str) -> subprocess.Popen[str]:
    given = os.environ | {"PORTAL_VAR": str(var), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "demo", *words],
        cwd=settings.BASE,
        env=given,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def until(process: subprocess.Popen[str], start: str) -> str:
    """What it says, up to the line that begins so."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith(start):
            return said
    return said


def left_running(var: Path) -> list[str]:
    """The commands of all processes that were told of this directory, zombies not among them."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            told = str(var).encode() in (process / "environ").read_bytes() + command.encode()
        except OSError:
            continue
        if command and told and process.name != str(os.getpid()):
            found.append(command)
    return found


def nothing_left_within(var: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while left_running(var) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left_running(var) == []


class Checked(NamedTuple):
    said: str
    code: int
    ended: bool


@pytest.fixture(scope="module")
def checked(var: Path) -> Checked:
    with demo(var, "--check") as process:
        said = until(process, "never")
    return Checked(said, process.returncode, nothing_left_within(var, 1))


def test_every_account_gets_in_and_the_plan_is_computed_and_exported(checked: Checked) -> None:
    said = checked.said
    assert checked.code == 0, said
    assert said.count("logged in") >= 6
    assert re.search(r"\d+ values as of .*, computed by the worker", said)
    assert re.search(r"assessment workbook: .* sheets, \d+ formulas", said)
    assert checked.ended


def test_a_warm_start_takes_another_port_lets_no_other_in_and_leaves_nothing_when_killed(
    var: Path, checked: Checked
) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with demo(var, "--port", str(port)) as first:
            text = until(first, "Ctrl-C")
            assert f"Port {port} is taken" in text
            assert "Loading" not in text
            address = re.search(r"The portal runs at (http\S+)", text)
            assert address
            with urllib.request.urlopen(address[1]) as page:  # noqa: S310 - our own server
                assert b'name="password"' in page.read()
            with demo(var, "--port", "0") as second:
                assert "is running" in until(second, "never")
            assert second.returncode == 1
            first.kill()
    assert nothing_left_within(var, 20)


def test_a_start_that_is_interrupted_stops_what_it_has_begun(var: Path, checked: Checked) -> None:
    with demo(var, "--port", "0") as process:
        until(process, "Getting the database")
        while process.poll() is None and len(left_running(var)) < 3:  # itself, PostgreSQL, Redis
            time.sleep(0.1)
        process.terminate()
        assert "Stopped." in until(process, "never")
    assert process.returncode == 0
    assert nothing_left_within(var, 1)


def state():
    """How many rows each register has, and when one was last changed."""
    return {
        one.name: one.model.objects.aggregate(Count("pk"), Max("changed_at"))
        for one in pages.every()
        if hasattr(one.model, "changed_at")
    }


@pytest.fixture(scope="class")
def county(var, checked, django_db_setup, django_db_blocker):
    """The demo's own database in place of the tests': the county before and after it is loaded once
    more, and what was said of that; undone after the last test."""
    embedded.start(var)
    own, said = connection.settings_dict, []
    key = (var / "secrets" / "field_key").read_text()
    with django_db_blocker.unblock(), override_settings(PORTAL_FIELD_KEY=key):
        connection.close()
        connection.settings_dict = own | embedded.database(var)
        with transaction.atomic():
            first = state()
            for module in modules("demo"):
                module.load(said.append)
            yield first, state(), said
            transaction.set_rollback(True)
        connection.close()
    connection.settings_dict = own
    embedded.release(var)


def share(register, part, whole):
    of = pages.get(register)
    asked = [of.filter(query, of.model.objects.all()) for query in (f"{whole}&{part}", whole)]
    some, every = (one.qs.count() for one in asked)
    return some / every


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestTheCounty:
    def test_a_second_load_changes_nothing(self, county):
        first, second, said = county
        assert first == second
        assert said == []

    def test_every_register_has_something(self, county):
        first, _second, _said = county
        empty = {name for name, found in first.items() if not found["pk__count"]}
        assert empty == set()

    @pytest.mark.parametrize(
        ("register", "part", "whole", "least", "most"),
        [
            ("organization", "one_shoulder=true", "level=village", 0.75, 0.97),
            ("organization", "vacant=secretary", "level=village", 0.005, 0.08),
            ("organization", "vacant=director", "level=village", 0.005, 0.08),
            ("organization", "vacant=deputy", "level=village", 0.03, 0.25),
            ("organization", "reserves_at_least=2", "level=village", 0.6, 0.95),
            ("organization", "contact_point=true", "level=village", 0.9, 0.999),
            ("organization", "posting=first_secretary", "level=village", 0.3, 0.7),
            ("posting", "attendance_missing=true", "ended=all", 0.01, 0.2),
            ("postingattendance", "attendance_reached=true", "ended=all", 0.7, 0.97),
            ("person", "insured=pension", "village_secretary=true", 0.8, 0.99),
            ("person", "migrant_worker=true", "standing=full", 0.03, 0.2),
            ("person", "fault=no_phone", "standing=full", 0.005, 0.03),
            ("project", "milestone_late=true", "ended=all", 0.02, 0.3),
        ],
    )
    def test_the_county_is_plausible(self, register, part, whole, least, most):
        assert least < share(register, part, whole) < most

    def test_a_year_ago_there_were_teams_too(self):
        last = date(timezone.localdate().year - 1, 12, 31)
        asked = f"level=village&on={last}"
        assert 0.4 < share("organization", "one_shoulder=true", asked) < 0.8
        assert share("organization", "vacant=director", asked) < 0.25

    def test_most_of_the_training_owed_is_reached(self):
        """003-59: coverage is high but not whole, and no duty is owed by nobody."""
        found = coverage(Person.objects.filter(left=None), timezone.localdate())
        assert len(found) >= 8
        shares = {one.duty.code: one.percent for one in found}
        assert all(55 < percent <= 100 for percent in shares.values()), shares
        assert sum(percent == 100 for percent in shares.values()) <= 2, shares

    def test_every_target_of_the_three_plans_has_a_figure(self):
        """Of the county, and of most townships; but early in a year nothing was granted yet."""
        places = Organization.objects.filter(level__in=[Level.COUNTY, Level.TOWNSHIP])
        found = {}
        for plan in Plan.objects.filter(year=timezone.localdate().year):
            for one in results(latest_run(plan), places):
                known = found.setdefault(one.indicator.code, {Level.COUNTY: [], Level.TOWNSHIP: []})
                known[one.organization.level].append(one.value is not None)
        early = EARLY if timezone.localdate().month < AUGUST else set()
        assert set(found) == set(INDICATORS)
        assert {code for code, known in found.items() if not any(known[Level.COUNTY])} <= early
        few = {code for code, known in found.items() if sum(known[Level.TOWNSHIP]) < MOST}
        assert few <= early | OF_THE_COUNTY

    def test_a_second_reckoning_of_its_plans_agrees_in_every_cell(self):
        """Names are made unique first: exports name a record by what it is called."""
        Person.objects.update(name=Concat("name", Cast("pk", CharField())))
        Training.objects.update(title=Concat("title", Cast("pk", CharField())))
        runs = [latest_run(one) for one in Plan.objects.filter(year=timezone.localdate().year)]
        ours = {key: value for run in runs for key, value in stored(run).items()}
        theirs = reckon(tables(User.objects.get(name="admin"), runs[0].day.year), runs[0].day)
        assert differences(ours, theirs) == {}
        assert len(ours) > 20_000
