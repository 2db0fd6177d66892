"""Standards of money, village by village: those that reach them, those that do not, what is missing
(domain 2.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funding.actions.standards import Floor, floors
from funding.models import Standard
from funding.models.budgets import NOTHING
from organizations.choices.tree import Level
from organizations.models import Organization
from workbooks import excel


@dataclass
class Tally:
    """How many reach a standard, of how many, and what the others lack (yuan)."""

    reached: int = 0
    of: int = 0
    missing: Decimal = NOTHING

    def add(self, one: Floor) -> None:
        self.reached, self.of = self.reached + one.reached, self.of + 1
        self.missing += one.missing

    @property
    def figure(self) -> str:
        return f"{self.reached}/{self.of}"

    @property
    def status(self) -> str:
        return "met" if self.reached == self.of else "behind"


@dataclass
class FloorRow:
    organization: Organization
    cells: list[Floor | None]


@dataclass
class Block:
    """A township with its villages."""

    organization: Organization
    tallies: list[Tally]
    rows: list[FloorRow] = field(default_factory=list)


@dataclass
class FloorsTable:
    standards: list[Standard]
    tallies: list[Tally]
    blocks: list[Block]
    choices: list[Standard]


def floors_table(place: Organization, day: date, *, code: str, missing: bool) -> FloorsTable:
    """All villages below `place` by the standards that bind them; with `missing`, only villages
    that miss one. About ten queries."""
    found = floors(day, within=place.path)
    choices = {one.standard.code: one.standard for one in found}
    asked = [one for one in choices.values() if code in ("", one.code)]
    columns = {one.code: n for n, one in enumerate(asked)}
    by_village: dict[int, list[Floor | None]] = {}
    for one in found:
        cells = by_village.setdefault(one.organization, [None] * len(asked))
        if one.standard.code in columns:
            cells[columns[one.standard.code]] = one
    blocks = blocks_of(by_village, asked, missing=missing)
    tallies = [summed([block.tallies[n] for block in blocks]) for n in range(len(asked))]
    return FloorsTable(asked, tallies, blocks, list(choices.values()))


def blocks_of(
    by_village: dict[int, list[Floor | None]], asked: list[Standard], *, missing: bool
) -> list[Block]:
    villages = Organization.objects.filter(pk__in=by_village).order_by("path")
    above = Organization.objects.filter(level=Level.TOWNSHIP).in_bulk()
    blocks: dict[int, Block] = {}
    for village in villages:
        steps = [int(step) for step in village.path.strip("/").split("/")]
        town = next((above[step] for step in steps if step in above), village)
        block = blocks.setdefault(town.pk, Block(town, [Tally() for _one in asked]))
        cells = by_village[village.pk]
        for tally, cell in zip(block.tallies, cells, strict=True):
            if cell:
                tally.add(cell)
        if not missing or any(cell and not cell.reached for cell in cells):
            block.rows.append(FloorRow(village, cells))
    return list(blocks.values())


def summed(tallies: list[Tally]) -> Tally:
    reached, of = sum(one.reached for one in tallies), sum(one.of for one in tallies)
    return Tally(reached, of, sum((one.missing for one in tallies), NOTHING))


def write_floors(table: FloorsTable, out: Any, title: str) -> int:
    """A line for each village and standard: figure, standard, missing; returns how many."""
    words = (
        (_("Township"), 20),
        (_("Village"), 24),
        (_("Standard"), 30),
        (_("figure (yuan)"), 16),
        (_("standard (yuan)"), 16),
        (_("missing (yuan)"), 16),
        (_("reached"), 10),
    )
    rows = [
        [
            *(block.organization.name, row.organization.name, str(cell.standard)),
            *(cell.figure, cell.needed, cell.missing, _("yes") if cell.reached else _("no")),
        ]
        for block in table.blocks
        for row in block.rows
        for cell in row.cells
        if cell
    ]
    return excel.write_table(out, [excel.Heading(*word) for word in words], rows, title)
