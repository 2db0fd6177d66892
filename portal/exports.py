"""The rows of a filter as a file: through the register's table, in chunks, always on record."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst

from portal import excel, pages
from portal.models import Job, SecurityEvent
from portal.pages import Pages

CHUNK = 2000
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def rows_of(of: Pages, user: Any, query: str) -> Any:
    """The rows that this user may export and the query asks for. Refused where it does not fit."""
    asked = QueryDict(query)
    rows = of.table.rows(of.model.objects.for_user(user, "export"))
    return of.filter(asked, rows).qs.order_by(*(of.model._meta.ordering or ["pk"]), "pk")


def columns(of: Pages) -> list[str]:
    """Every column of the table; the record number stands first, so that rows are known again."""
    names = [column.name for column in of.table([]).columns.iterall()]
    return sorted(names, key=lambda name: name != "number")


def headings(of: Pages) -> list[excel.Heading]:
    table = of.table([])
    titles = [capfirst(str(table.columns[name].header)) for name in columns(of)]
    return [excel.Heading(title, width=min(40, max(12, 2 * len(title) + 2))) for title in titles]


def lines(of: Pages, rows: Any, progress: Any = None) -> Iterator[list[Any]]:
    """The cells of every row as the table says them; memory holds one chunk."""
    source, done, names = rows.iterator(chunk_size=CHUNK), 0, columns(of)
    while chunk := list(islice(source, CHUNK)):
        table: Any = of.table(chunk, default="")
        for row in table.rows:
            yield [row.get_cell_value(name) for name in names]
        done += len(chunk)
        if progress:
            progress(done)


def write(of: Pages, rows: Any, kind: str, out: IO[bytes], progress: Any = None) -> None:
    if kind == "csv":
        for line in excel.write_csv(headings(of), lines(of, rows, progress)):
            out.write(line.encode())
    else:
        excel.write_table(out, headings(of), lines(of, rows, progress), str(of.label))


def file_name(of: Pages, kind: str) -> str:
    return f"{capfirst(str(of.label))}-{timezone.localdate():%Y%m%d}.{kind}"


def record(of: Pages, user: Any, query: str, kind: str, count: int, address: str | None) -> None:
    """Every export leaves a line: who, of what, which filter, how many rows."""
    details = {"query": query, "format": kind, "rows": count}
    SecurityEvent.objects.create(
        kind=SecurityEvent.Kind.EXPORT,
        user=user,
        register=of.name,
        details=details,
        address=address or None,
    )


def run(job: Job) -> None:
    """A large export, in a worker."""
    of, kind, query = pages.get(job.params["register"]), job.params["format"], job.params["query"]
    rows = rows_of(of, job.asked_by, query)
    total = rows.count()
    out = io.BytesIO()
    write(of, rows, kind, out, lambda done: job.progress(done, total))
    job.file_name = file_name(of, kind)
    out.seek(0)
    job.file.save(f"{job.key}{Path(job.file_name).suffix}", File(out), save=False)
