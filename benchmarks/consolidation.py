"""A county's quarterly figures put together: 50 townships, 1,000 villages, every item asked.

The page's figures and its HTML, for one quarter and for a year, beside the bare grouped SQL.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the portal is set up first
from django.db import connection, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from assessments.actions.reports.consolidation import Consolidation  # noqa: E402
from assessments.actions.reports.openings import begun, plan_year, write_new  # noqa: E402
from assessments.actions.reports.spans import Form, Quarter, Span  # noqa: E402
from assessments.actions.reports.templates import load_template  # noqa: E402
from assessments.models import Report, ReportCell, ReportPeriod  # noqa: E402
from assessments.views.sums import SumsTable  # noqa: E402
from organizations.choices.tree import Kind  # noqa: E402
from organizations.models import Organization  # noqa: E402

TOWNS, VILLAGES, YEAR, ROUNDS = 50, 20, 2025, 5
LIMIT = 1.0  # seconds for the townships' table of a quarter


def main() -> int:
    call_command("migrate", verbosity=0)
    top = Organization.objects.create(code="C", name="C", kind=Kind.COUNTY_COMMITTEE)
    fill(top)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    periods = tuple(ReportPeriod.objects.select_related("template").order_by("quarter"))
    form = Form("party-building", periods)
    quarter = Span(form, Quarter(YEAR, 4), Quarter(YEAR, 4))
    year = Span(form, Quarter(YEAR, 1), Quarter(YEAR, 4))
    with CaptureQueriesContext(connection) as asked:
        found = Consolidation(quarter, top)
        drawn(found)
    grouped = next(one["sql"] for one in asked if "GROUP BY" in one["sql"])
    lines = [
        ("the grouped scan in raw SQL, a quarter", median(lambda: ask(grouped))),
        ("by township, a quarter", median(lambda: drawn(Consolidation(quarter, top)))),
        ("by township, a year", median(lambda: drawn(Consolidation(year, top)))),
        ("by village, a quarter", median(lambda: drawn(Consolidation(quarter, top), deep=True))),
    ]
    report(lines, len(found.columns), len(asked))
    return 0 if lines[1][1] <= LIMIT else 1


@transaction.atomic
def fill(top: Organization) -> None:
    """Four accepted quarters with a figure in every cell."""
    for town in range(TOWNS):
        above = Organization.objects.create(
            code=f"T{town:02d}", name=f"T{town}", kind=Kind.TOWNSHIP_COMMITTEE, parent=top
        )
        for number in range(VILLAGES):
            code = f"{above.code}{number:02d}"
            Organization.objects.create(code=code, name=code, kind=Kind.BRANCH, parent=above)
    plan_year(load_template("party_building", top), year=YEAR)
    for period in ReportPeriod.objects.select_related("template").order_by("quarter"):
        _reports, cells = begun(period)
        for at, cell in enumerate(cells):
            cell.raw, cell.value = str(at % 97), Decimal(at % 97)
        write_new(cells)
    Report.objects.update(state=Report.State.ACCEPTED)


def drawn(found: Consolidation, *, deep: bool = False) -> int:
    columns = list(found.columns.values())
    table = SumsTable(found, columns, found.lines(deep=deep), found.span.query())
    return sum(len(row.cells) for row in table.lines()) + len(table.total())


def ask(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def median(work: Callable[[], Any]) -> float:
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(lines: list[tuple[str, float]], items: int, queries: int) -> None:
    cells = ReportCell.objects.count()
    print(
        f"## Figures put together: {TOWNS} townships, {TOWNS * VILLAGES:,} villages, {items} items"
    )
    print(f"\n{cells:,} cells in four quarters; figures and HTML of all items.\n")
    print("| | seconds |\n|---|---|")
    for text, seconds in lines:
        print(f"| {text} | {seconds:.3f} |")
    print(f"\n{queries} queries. Promised: by township, a quarter, within {LIMIT:.0f} second.")


if __name__ == "__main__":
    sys.exit(main())
