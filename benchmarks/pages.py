"""What a page costs the server: processor time and queries, for every register.

Lists show 50 rows of the registers people live in; the pages of one record are asked for every
type. Processor time of this process, medians of five; the database's own time is not in it.
Tables are made from the models: what migrations lead to, in seconds.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import django
from django.conf import settings

django.setup()

from django.core.management import call_command  # noqa: E402 - the portal is set up first
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from portal import pages  # noqa: E402
from tests.factories import OrganizationFactory, make, user_over  # noqa: E402

ROWS, ROUNDS = 50, 5
LIVED_IN = ("person", "village", "meeting", "decision", "venue", "post", "training", "award")
LIVED_IN += ("indicator", "target", "rating", "account", "entry", "budget", "application")
OF_ONE = ("detail", "edit", "history", "timeline")
MOST_QUERIES, MOST_MS = 12, 40

Cost = tuple[str, int, float]  # register, queries, milliseconds


def main() -> int:
    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        top = OrganizationFactory(code="C")
        client = Client()
        client.force_login(user_over(top))
        home = OrganizationFactory(code="C1", parent=top)
        made = {of.name: [make(of.model, home) for _ in range(rows(of))] for of in pages.every()}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    lists = [cost(client, name, pages.get(name).url("list")) for name in LIVED_IN]
    found = {"list": lists} | {page: list(costs(client, page, made)) for page in OF_ONE}
    tell(found)
    every = [one for many in found.values() for one in many]
    return int(any(queries > MOST_QUERIES or ms > MOST_MS for _name, queries, ms in every))


def rows(of: pages.Pages) -> int:
    return ROWS if of.name in LIVED_IN else 1


def costs(client: Client, page: str, made: dict[str, list[Any]]) -> Iterator[Cost]:
    for name, records in made.items():
        of = pages.get(name)
        if page != "edit" or of.edits:
            yield cost(client, name, of.url(page, records[0].pk))


def cost(client: Client, name: str, url: str) -> Cost:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return name, len(asked), statistics.median(timed(client, url) for _ in range(ROUNDS))


def timed(client: Client, url: str) -> float:
    begun = time.process_time()
    answer = client.get(url)
    assert answer.status_code == HTTPStatus.OK, url  # noqa: S101
    return (time.process_time() - begun) * 1000


def tell(found: dict[str, list[Cost]]) -> None:
    print(f"## Pages of {len(found['detail'])} registers\n")
    print("| Page | Registers | Median, ms | Longest, ms | Most queries |")
    print("|---|---|---|---|---|")
    for page, every in found.items():
        middle = statistics.median(ms for _name, _queries, ms in every)
        name, _queries, longest = max(every, key=lambda one: one[2])
        most = max(queries for _name, queries, _ms in every)
        print(f"| {page} | {len(every)} | {middle:.0f} | {longest:.0f} ({name}) | {most} |")
    print(f"\nProcessor time of the server for one page; a list has {ROWS} rows of its register.")
    print(f"Promised: {MOST_MS} ms, {MOST_QUERIES} queries.")


class Unmigrated(dict[str, None]):
    """Says of every app that it has no migrations."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


if __name__ == "__main__":
    settings.MIGRATION_MODULES = Unmigrated()
    settings.PGTRIGGER_INSTALL_ON_MIGRATE = True
    settings.PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
    settings.ALLOWED_HOSTS = ["testserver"]
    sys.exit(main())
