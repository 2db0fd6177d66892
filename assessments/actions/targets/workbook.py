"""The assessment workbook: what a supervisor takes to the meeting and signs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.actions.targets.assessment_tables import tables
from assessments.actions.targets.looks import Looks, free_name, new_book, paper
from assessments.actions.targets.overview import Line, board, next_level
from assessments.actions.targets.sheets_around import (
    contents_sheet,
    cover_sheet,
    glance_sheet,
    method_sheet,
    rectification_sheet,
    rows_sheet,
)
from assessments.actions.targets.sheets_of_indicators import indicator_sheet
from assessments.actions.targets.sheets_of_plans import Ranked, ranking_sheet, unmet_sheet
from assessments.models import Run, Seal
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.models import Job, SecurityEvent
from portal.tasks import start
from workbooks.excel.writing import Heading, write_csv

KINDS = ("xlsx", "zip")
Progress = Callable[[int, int], None]


@transaction.atomic
def start_export(run: Run, place: Organization, *, by: Any, kind: str = "xlsx") -> Job:
    """Have a worker write the workbook of a run for an organization with all below it; of the kind
    "zip" its tables as CSV files."""
    return start(
        "export-assessment",
        by,
        run=run.pk,
        organization=place.pk,
        format=kind if kind in KINDS else "xlsx",
        register="plan",
        verb="export",
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
    by: Any = None
    seal: Seal | None = None
    villages: list[Line] = field(default_factory=list)

    @property
    def lines(self) -> Iterator[Line]:
        """Every organization, in the order of the tree."""
        yield self.own
        for block in self.blocks:
            yield block.line
            yield from block.details

    @property
    def rows(self) -> int:
        return 1 + sum(1 + len(block.details) for block in self.blocks)


def contents(run: Run, place: Organization, made_by: str, by: Any = None) -> Contents:
    """Six queries, whatever the number of organizations. `by`: who takes it out; nobody's names
    stand in what nobody asked for."""
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
    inside = {line.organization.pk for several in details.values() for line in several}
    below_townships = [line for line in found.lines if line.organization.pk in inside]
    seal = Seal.objects.filter(run=run).first()
    made_at = timezone.localtime()
    return Contents(run, found.own, blocks, made_by, made_at, by, seal, below_townships)


def in_tree_order(line: Line) -> str:
    return line.organization.path


def write_workbook(
    run: Run,
    place: Organization,
    out: IO[bytes],
    *,
    made_by: str,
    by: Any = None,
    progress: Progress | None = None,
) -> int:
    """Write the workbook in the language in force; returns how many rows of organizations it has.

    Percentages, totals, ranks and scores are formulas with their values beside them; text is text.
    """
    found = contents(run, place, made_by, by)
    created = found.made_at.replace(tzinfo=None)
    book = new_book(out, {"title": str(run.plan), "author": made_by, "created": created})
    Filling(book, found, progress or no_progress).fill()
    book.close()
    return found.rows


def no_progress(_done: int, _total: int) -> None:
    """For callers that show none."""


class Filling:
    """The sheets of one workbook, made in their order and filled as what they refer to is known."""

    def __init__(self, book: Any, found: Contents, progress: Progress) -> None:
        self.book, self.found, self.progress = book, found, progress
        self.looks = Looks(book)
        self.said: list[tuple[Any, str]] = []

    def sheet(self, name: str, said: str, *, wide: bool = False) -> Any:
        made = sheet_of(self.book, name, self.found, wide)
        self.said.append((made, said))
        return made

    def fill(self) -> None:
        found, looks, places = self.found, self.looks, {}
        cover_sheet(self.sheet(_("Cover"), _("Whose figures, of when, to be signed")), looks, found)
        inside = self.sheet(_("Contents"), _("This list"))
        glance = self.sheet(_("Targets"), _("Targets at a glance, with a chart"), wide=True)
        ranking = self.sheet(_("Ranking"), _("Organizations by score, with a chart"), wide=True)
        unmet = self.sheet(_("Unmet targets"), _("Who lacks how much"), wide=True)
        villages = self.villages_sheet()
        rectified = self.sheet(_("Rectifications"), _("What is to be put right"), wide=True)
        results = found.own.results
        for done, one in enumerate(results):
            self.progress(done, len(results) + 2)
            sheet = self.sheet(one.indicator.code, str(one.indicator))
            places[one.indicator.pk] = indicator_sheet(sheet, looks, found, one)
        day = {"day": found.run.day}
        glance_sheet(glance, looks, found, places)
        ranked = Ranked(_("Ranking as of %(day)s") % day, [one.line for one in found.blocks])
        ranking_sheet(ranking, looks, found, places, ranked)
        unmet_sheet(unmet, looks, found, places)
        if villages:
            ranked = Ranked(_("Villages as of %(day)s") % day, found.villages, chart=False)
            ranking_sheet(villages, looks, found, places, ranked)
        rectification_sheet(rectified, looks, found)
        self.progress(len(results), len(results) + 2)
        rows_sheet(
            self.sheet(pgettext("workbook", "Rows"), _("The rows behind the figures")), looks, found
        )
        method = self.sheet(
            pgettext("workbook", "Method"), _("What every word and figure means"), wide=True
        )
        method_sheet(method, looks, found)
        contents_sheet(inside, looks, self.said)

    def villages_sheet(self) -> Any:
        if not self.found.villages:
            return None
        return self.sheet(_("Villages"), _("Villages by score"), wide=True)


def write_tables(run: Run, place: Organization, out: IO[bytes], *, made_by: str, by: Any) -> int:
    """The tables of the workbook as CSV files in an archive; returns how many rows of
    organizations they have."""
    found = contents(run, place, made_by, by)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables(found):
            heads = [Heading(title) for title in table.heads]
            text = "".join(write_csv(heads, table.rows))
            archive.writestr(f"{table.name}.csv", text.encode())
    return found.rows


def sheet_of(book: Any, name: str, found: Contents, wide: bool = False) -> Any:
    """A sheet with the plan, the day and page numbers on every page."""
    sheet = book.add_worksheet(free_name(book, name))
    sheet.set_default_row(18)
    day, unit = f"{found.run.day:%Y-%m-%d}", str(found.own.organization)
    stamp = f"{day} · {found.seal.code}" if found.seal else day
    whose = f"{unit} · {found.made_by} {found.made_at:%Y-%m-%d %H:%M}"
    paper(sheet, str(found.run.plan), stamp, whose, wide=wide)
    return sheet


def file_name(run: Run, place: Organization, kind: str = "xlsx") -> str:
    name = f"{run.plan}-{place.short}-{run.day:%Y%m%d}"
    return "".join("_" if sign in '\\/:*?"<>|' else sign for sign in name)[:150] + f".{kind}"


def record_export(run: Run, place: Organization, rows: int, *, by: Any, kind: str = "xlsx") -> None:
    """Every workbook that leaves is on record."""
    details = {
        "workbook": run.plan.code,
        "on": f"{run.day}",
        "organization": place.code,
        "format": kind,
        "rows": rows,
    }
    SecurityEvent.objects.create(
        kind=SecurityEvent.Kind.EXPORT,
        user=by,
        register="plan",
        record=run.plan_id,
        details=details,
    )
