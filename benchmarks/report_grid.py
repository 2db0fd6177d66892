"""What a township's grid costs, and what happens when everybody hands in at once.

A report of 60 villages and 40 items with last quarter's figures: opening it, saving one cell,
pasting a whole table. Then 300 townships submit in the same minute, and 200 people submit the same
report (safety: T18): all are stored, or told. Time as a user waits for the server, the database's
included; medians. Tables are made from the models: what migrations lead to, in seconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

import django
from django.conf import settings

django.setup()

from django.core.management import call_command  # noqa: E402 - the portal is set up first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from assessments.actions.reports.acts import submit_report  # noqa: E402
from assessments.models import Report, ReportAct, ReportCell  # noqa: E402
from benchmarks.pages import Unmigrated  # noqa: E402
from portal.errors import Refused  # noqa: E402
from tests.assessments.reporting import county_with, grid  # noqa: E402
from tests.assessments.wide import open_quarter, wide_template  # noqa: E402
from tests.factories import UserFactory, user_over  # noqa: E402

VILLAGES, ITEMS, ROUNDS = 60, 40, 15
TOWNSHIPS, AT_ONCE, THREADS = 300, 200, 24
OPEN_MS, SAVE_MS, OPEN_QUERIES, MINUTE, OFFLINE_MS = 150, 30, 10, 60, 1000


def main() -> int:
    call_command("migrate", run_syncdb=True, verbosity=0)
    print(f"## The grid of a quarterly report, {VILLAGES} villages × {ITEMS} items\n")
    slow = township()
    print(
        f"\nPromised: {OPEN_MS} ms and {OPEN_QUERIES} queries to open, {SAVE_MS} ms to save,"
        f" {OFFLINE_MS} ms to download.\n"
    )
    print("### Everybody at once\n")
    return int(slow | everybody())


def township() -> bool:
    county = county_with(villages=VILLAGES)
    template = wide_template(county, ITEMS)
    fill(open_quarter(template, 2))
    report = open_quarter(template, 3)[0]
    verbs = ("view", "change", "submit", "export")
    user = user_over(report.organization, *(f"{verb}_report" for verb in verbs))
    client = Client()
    client.force_login(user)
    analyze()
    cells = dict(report.cells.filter(item__code="n0").values_list("pk", "raw"))
    workbook = reverse("report-offline-workbook", args=[report.pk])
    ways: dict[str, Callable[[int], Any]] = {
        "open": lambda _round: client.get(grid(report)),
        "save one cell": lambda n: save(client, report, {min(cells): str(n)}),
        "paste a column": lambda n: save(client, report, dict.fromkeys(cells, str(n))),
        "ask for news": lambda _round: client.get(f"{grid(report)}?since={now(report)}"),
        "download the workbook": lambda _round: client.get(workbook),
    }
    print("| What | Median, ms | Longest, ms | Queries |\n|---|---|---|---|")
    found = {what: measured(what, way) for what, way in ways.items()}
    (opening, queries), (saving, _many) = found["open"], found["save one cell"]
    offline = found["download the workbook"][0]
    return offline > OFFLINE_MS or opening > OPEN_MS or queries > OPEN_QUERIES or saving > SAVE_MS


def measured(what: str, way: Callable[[int], Any]) -> tuple[float, int]:
    way(-1)
    with CaptureQueriesContext(connection) as asked:
        way(-2)
    queries = len(asked)  # of this one: the next request forgets them
    times = [timed(way, number) for number in range(ROUNDS)]
    middle = statistics.median(times)
    print(f"| {what} | {middle:.0f} | {max(times):.0f} | {queries} |", flush=True)
    return middle, queries


def timed(way: Callable[[int], Any], number: int) -> float:
    begun = time.perf_counter()
    answer = way(number)
    assert answer.status_code == HTTPStatus.OK, answer  # noqa: S101
    return (time.perf_counter() - begun) * 1000


def save(client: Client, report: Report, typed: dict[int, str]) -> Any:
    values = {f"c{pk}": text for pk, text in typed.items()}
    return client.post(grid(report), {"seen": "9999", **values}, headers={"X-Grid": "1"})


def now(report: Report) -> int:
    return Report.objects.get(pk=report.pk).revision


def everybody() -> bool:
    """Townships with three villages and ten items, all filled in."""
    template = wide_template(county_with(villages=3, townships=TOWNSHIPS, code="35"), 10, form="b")
    reports = fill(open_quarter(template, 3))
    by = UserFactory(organization=template.organization)
    analyze()
    begun = time.perf_counter()
    outcome = at_once((report, by) for report in reports[1:])
    seconds = time.perf_counter() - begun
    stored = Report.objects.filter(pk__in=[one.pk for one in reports], state="submitted").count()
    print(f"* {len(reports) - 1} townships submit at once: {stored} stored in {seconds:.1f} s.")
    same = at_once((reports[0], by) for _one in range(AT_ONCE))
    acts = ReportAct.objects.filter(report=reports[0], kind="submitted").count()
    print(f"* {AT_ONCE} submit the same report: {same['stored']} stored, {same['told']} told.")
    whole = outcome == {"stored": TOWNSHIPS - 1} and stored == TOWNSHIPS - 1
    one = same == {"stored": 1, "told": AT_ONCE - 1} and acts == 1
    return not (whole and one) or seconds > MINUTE


def at_once(asked: Iterable[tuple[Report, Any]]) -> Counter[str]:
    def submit(of: tuple[Report, Any]) -> str:
        try:
            submit_report(Report.objects.get(pk=of[0].pk), by=of[1])
        except Refused:
            return "told"
        else:
            return "stored"
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return Counter(pool.map(submit, asked))


def fill(reports: list[Report]) -> list[Report]:
    """Everything that must be typed, rightly; as quickly as the database can."""
    cells = ReportCell.objects.filter(report__in=reports, item__required=True)
    cells.filter(item__kind__in=["integer", "decimal", "percent"]).update(raw="1", value=1)
    cells.filter(item__kind="yes_no").update(raw="是", value=1)
    cells.filter(item__kind="choice").update(raw="好", value=1)
    cells.filter(item__kind="date").update(raw="2026-09-01")
    return reports


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    settings.MIGRATION_MODULES = Unmigrated()
    settings.PGTRIGGER_INSTALL_ON_MIGRATE = True
    settings.PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
    settings.ALLOWED_HOSTS = ["testserver"]
    sys.exit(main())
