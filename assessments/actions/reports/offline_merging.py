"""A filled-in workbook against what stands in the portal now, and against what stood there when it
was downloaded: what is written, what must be asked, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assessments.actions.reports.acts import Saved, changed_since, save_cells, stood_at
from assessments.actions.reports.entries import Entry, read, sentence, spoken
from assessments.actions.reports.offline import fillable, refuse_shut
from assessments.actions.reports.offline_reading import Found, Reading
from assessments.actions.reports.rows import Cell, Row
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportCell, ReportItem

PORTAL, WORKBOOK = "portal", "workbook"  # whose entry stands


@dataclass(frozen=True)
class Change:
    """A cell whose entry in the workbook is another than in the portal. `other`: the cell with its
    writer, where both changed; `fixed`: it cannot be changed by hand."""

    cell: Cell
    row: Row
    item: ReportItem
    found: Found
    was: str
    fault: str = ""
    other: ReportCell | None = None
    fixed: bool = False

    @property
    def asked(self) -> bool:
        return self.other is not None and not self.fixed

    @property
    def before(self) -> str:
        return spoken(self.item, self.was)

    @property
    def now(self) -> str:
        return spoken(self.item, self.cell.raw)

    @property
    def mine(self) -> str:
        return spoken(self.item, read(self.item, self.found.text).raw)


@dataclass
class Comparison:
    """Everything that a workbook would change. `kept`: cells for which the portal's entry was
    chosen before, with that entry."""

    sheet: Sheet
    reading: Reading
    kept: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.changes = list(self.compared())

    @property
    def asked(self) -> list[Change]:
        return [one for one in self.changes if one.asked]

    @property
    def wrong(self) -> list[Change]:
        return [one for one in self.changes if one.fault]

    @property
    def good(self) -> list[Change]:
        """What goes in without a question."""
        return [one for one in self.changes if not (one.asked or one.fault)]

    def compared(self) -> Iterator[Change]:
        revision = self.reading.revision
        others = changed_since(self.sheet.report, revision)
        stood = stood_at(self.sheet.report, revision)
        rows = {cell.pk: row for row in self.sheet.rows for cell in row.cells.values()}
        for cell in self.sheet.in_order():
            found = self.reading.cells.get(cell.pk)
            was = stood.get(cell.pk, "") if cell.pk in others else cell.raw
            if found and self.kept.get(cell.pk) != cell.raw:
                item = self.sheet.by_id[cell.item_id]
                change = Change(cell, rows[cell.pk], item, found, was)
                yield from self.judged(change, others.get(cell.pk))

    @staticmethod
    def judged(one: Change, other: ReportCell | None) -> Iterator[Change]:
        """Three-way: the workbook's entry, the one it was downloaded with, the portal's now."""
        mine = read(one.item, one.found.text)
        if same(one.item, mine, one.was) or same(one.item, mine, one.cell.raw):
            return
        if not fillable(one.item):
            words = _("This figure comes from the registers (%(now)s) and cannot be changed here.")
            fault = words % {"now": one.now or "–"}
            yield Change(one.cell, one.row, one.item, one.found, one.was, fault, fixed=True)
            return
        fault = sentence(one.item, mine.fault, mine.raw) if mine.fault else ""
        both = other if one.was != one.cell.raw else None
        yield Change(one.cell, one.row, one.item, one.found, one.was, fault, both)


def same(item: ReportItem, mine: Entry, raw: str) -> bool:
    """Whether two entries mean the same; programs keep 15 digits of a number."""
    if mine.raw == raw:
        return True
    value = read(item, raw).value
    return mine.value is not None and value is not None and float(mine.value) == float(value)


@dataclass
class Taken:
    """What became of a workbook: `asked` is how many cells still want a decision."""

    saved: Saved
    kept: dict[int, str] = field(default_factory=dict)
    wrong: int = 0
    left_out: int = 0
    asked: int = 0


def take_over(
    report: Report,
    comparison: Comparison,
    *,
    chosen: Mapping[int, str],
    seen: int,
    with_wrong: bool,
    by: Any,
) -> Taken:
    """Write what a workbook changes.

    `chosen`: for cells that both changed, whose entry stands; `seen`: the revision that the
    preview showed. What was written since is asked again, never written over.
    """
    refuse_shut(report)
    taken = Taken(Saved(report.revision))
    typed: dict[int, str] = {}
    for one in comparison.changes:
        pk, choice = one.cell.pk, chosen.get(one.cell.pk, "")
        if one.fixed or (one.fault and not with_wrong):
            taken.left_out += 1
        elif one.asked and one.cell.revision <= seen and choice != WORKBOOK:
            if choice == PORTAL:
                taken.kept[pk] = one.cell.raw
            else:
                taken.asked += 1
        else:
            typed[pk] = one.found.text
            taken.wrong += bool(one.fault)
    if typed:
        taken.saved = save_cells(report, typed=typed, seen=seen, by=by)
    taken.asked += len(taken.saved.clashes)
    return taken
