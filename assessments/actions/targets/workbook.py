"""The assessment workbook: what a supervisor takes to the meeting and signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.targets.looks import Looks, free_name, new_book, paper
from assessments.actions.targets.overview import Line, board, next_level
from assessments.actions.targets.sheets_of_indicators import indicator_sheet
from assessments.actions.targets.sheets_of_plans import cover_sheet, ranking_sheet, unmet_sheet
from assessments.models import Run
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.models import Job, SecurityEvent
from portal.tasks import start

Progress = Callable[[int, int], None]


@transaction.atomic
def start_export(run: Run, place: Organization, *, by: Any) -> Job:
    """Have a worker write the workbook of a run for an organization with all below it."""
    return start(
        "export-assessment", by, run=run.pk, organization=place.pk, register="plan", verb="export"
    )


@dataclass(frozen=True)
class Block:
    """An organization right below the one the workbook is about, and its villages."""

    line: Line
    details: list[Line]


@dataclass(frozen=True)
class Contents:
    """Everything the sheets say."""

    run: Run
    own: Line
    blocks: list[Block]
    made_by: str
    made_at: datetime

    @property
    def rows(self) -> int:
        return 1 + sum(1 + len(block.details) for block in self.blocks)


def contents(run: Run, place: Organization, made_by: str) -> Contents:
    """Five queries, whatever the number of organizations."""
    below = next_level(place)
    detailed = place.level == Level.COUNTY
    villages = [
        one
        for one in Organization.objects.filter(path__startswith=place.path, level=Level.VILLAGE)
        if detailed
    ]
    found = board(run, place, [*below, *villages])
    townships = {one.pk for one in below}
    details: dict[int, list[Line]] = {}
    for line in found.lines:
        above = {int(step) for step in line.organization.path.strip("/").split("/")} & townships
        if line.organization.pk not in townships and above:
            details.setdefault(above.pop(), []).append(line)
    blocks = [
        Block(line, sorted(details.get(line.organization.pk, []), key=in_tree_order))
        for line in found.lines
        if line.organization.pk in townships
    ]
    return Contents(run, found.own, blocks, made_by, timezone.localtime())


def in_tree_order(line: Line) -> str:
    return line.organization.path


def write_workbook(
    run: Run, place: Organization, out: IO[bytes], *, made_by: str, progress: Progress | None = None
) -> int:
    """Write the workbook in the language in force; returns how many rows of organizations it has.

    Percentages, totals, ranks and scores are formulas with their values beside them; text is text.
    """
    found = contents(run, place, made_by)
    results = found.own.results
    created = found.made_at.replace(tzinfo=None)
    book = new_book(out, {"title": str(run.plan), "author": made_by, "created": created})
    looks = Looks(book)
    cover_sheet(sheet_of(book, _("Cover"), found), looks, found)
    ranking = sheet_of(book, _("Ranking"), found, wide=True)
    unmet = sheet_of(book, _("Unmet targets"), found, wide=True)
    places = {}
    for done, one in enumerate(results):
        if progress:
            progress(done, len(results) + 1)
        sheet = sheet_of(book, one.indicator.code, found)
        places[one.indicator.pk] = indicator_sheet(sheet, looks, found, one)
    ranking_sheet(ranking, looks, found, places)
    unmet_sheet(unmet, looks, found, places)
    book.close()
    return found.rows


def sheet_of(book: Any, name: str, found: Contents, wide: bool = False) -> Any:
    """A sheet with the plan, the day and page numbers on every page."""
    sheet = book.add_worksheet(free_name(book, name))
    sheet.set_default_row(18)
    day, unit = f"{found.run.day:%Y-%m-%d}", str(found.own.organization)
    paper(sheet, str(found.run.plan), day, unit, wide=wide)
    return sheet


def file_name(run: Run, place: Organization) -> str:
    name = f"{run.plan}-{place.short}-{run.day:%Y%m%d}"
    return "".join("_" if sign in '\\/:*?"<>|' else sign for sign in name)[:150] + ".xlsx"


def record_export(run: Run, place: Organization, rows: int, *, by: Any) -> None:
    """Every workbook that leaves is on record."""
    details = {
        "workbook": run.plan.code,
        "on": f"{run.day}",
        "organization": place.code,
        "format": "xlsx",
        "rows": rows,
    }
    SecurityEvent.objects.create(
        kind=SecurityEvent.Kind.EXPORT,
        user=by,
        register="plan",
        record=run.plan_id,
        details=details,
    )
