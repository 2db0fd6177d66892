"""The grid as HTML. Written out in Python: thousands of cells are too many for template tags."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.reports.entries import YES_NO, limits, plain, spoken
from assessments.actions.reports.rows import Cell, Fault, Row
from assessments.actions.reports.sheets import Sheet, shown
from assessments.models import ReportItem, ReportSection
from organizations.models.naming import in_language

Kind, Scope = ReportItem.Kind, ReportSection.Scope
TITLES = {
    Scope.VILLAGE: (gettext_lazy("Village by village"), gettext_lazy("Village")),
    Scope.BRANCH: (gettext_lazy("Branch by branch"), gettext_lazy("Branch")),
}
MODES = {Kind.INTEGER: "decimal", Kind.DECIMAL: "decimal", Kind.PERCENT: "decimal"}
LOOKS = {"error": " err", "empty": " err", "differs": " warnc", "warning": " warnc"}
SORTS = {  # what the list of faults calls its lines
    "error": gettext_lazy("To correct"),
    "empty": gettext_lazy("Empty"),
    "differs": gettext_lazy("Not as in the registers"),
    "warning": gettext_lazy("To explain"),
}


@dataclass(frozen=True)
class Line:
    """One row as drawn."""

    key: str
    name: str
    wrong: bool
    cells: SafeString


@dataclass(frozen=True)
class Asked:
    """One of the township's own items as drawn."""

    item: ReportItem
    cell: int
    fault: str
    html: SafeString


class Drawing:
    """Draws the cells of a sheet; as fields in the rows that may be written, None being all."""

    def __init__(self, sheet: Sheet, rows: Collection[int] | None) -> None:
        self.sheet, self.rows = sheet, rows
        self.computed = sheet.computed()
        self.kinds = {item.pk: self.kind(item) for item in sheet.items}

    def writable(self, row: Row, item: ReportItem) -> bool:
        return item.typed and (self.rows is None or row.organization.pk in self.rows)

    @cached_property
    def tables(self) -> list[Table]:
        return [Table(self, scope) for scope in TITLES if self.sheet.of(scope)]

    @cached_property
    def lists(self) -> list[tuple[str, list[str]]]:
        """What fields offer to choose from: (id, words)."""
        offered = {words_id(item): words_of(item) for item in self.sheet.items}
        return [(name, words) for name, words in offered.items() if name]

    @property
    def sections(self) -> list[ReportSection]:
        """Where one may jump to."""
        scopes = {row.scope for row in self.sheet.rows}
        known = {item.section_id: item.section for item in self.sheet.items}
        return [one for one in known.values() if one.scope in scopes]

    @property
    def asked(self) -> list[tuple[ReportSection, list[Asked]]]:
        """What is asked of the township itself, by section."""
        row = self.sheet.township
        if not row:
            return []
        runs = groupby(self.sheet.columns(Scope.TOWNSHIP), key=lambda item: item.section)
        return [(section, [self.ask(row, item) for item in items]) for section, items in runs]

    def ask(self, row: Row, item: ReportItem) -> Asked:
        cell = row.cells.get(item.code)
        fault = cell.fault if cell else ""
        return Asked(item, cell.pk if cell else 0, fault, self.own(row, item, cell))

    def own(self, row: Row, item: ReportItem, cell: Cell | None) -> SafeString:
        known = self.computed.get(f"{row.organization.pk}-{item.pk}", "")
        if cell and self.writable(row, item):
            names = f'class="form-control" aria-labelledby="i{item.pk}"'
            return mark_safe(self.field(cell, item, names, long=True))  # noqa: S308 - escaped there
        at = f' id="c{cell.pk}"' if cell else f' data-computed="{row.organization.pk}-{item.pk}"'
        text = self.read_only(item, cell) if cell else escape(known)
        return mark_safe(f'<output class="known"{at}>{text or "–"}</output>')  # noqa: S308

    def td(self, row: Row, item: ReportItem, key: str) -> str:
        cell = row.cells.get(item.code)
        if cell is None:
            at = f"{row.organization.pk}-{item.pk}"
            return f'<td class="ro" data-computed="{at}">{escape(self.computed.get(at, ""))}</td>'
        if not self.writable(row, item):
            words = f' title="{escape(cell.fault)}"' if cell.fault else ""
            kind = "ro txt" if item.kind == Kind.TEXT else "ro"
            text = self.read_only(item, cell)
            return f'<td class="{kind}{marks(cell)}" id="c{cell.pk}"{words}>{text}</td>'
        names = f'aria-labelledby="{key} i{item.pk}"'
        return f'<td class="{marks(cell).strip()}">{self.field(cell, item, names)}</td>'

    def read_only(self, item: ReportItem, cell: Cell) -> str:
        if item.kind == Kind.FILE and cell.raw:
            return f'<a href="{self.page(cell)}">{escape(cell.raw)}</a>'
        return escape(
            spoken(item, cell.raw)
            if cell.value is None or not item.counted or item.kind == Kind.YES_NO
            else shown(item, cell.value)
        )

    @staticmethod
    def kind(item: ReportItem) -> str:
        """What all fields of an item have in common."""
        mode = f' inputmode="{MODES.get(Kind(item.kind), "text")}"'
        offered = f' list="{words_id(item)}"' if words_id(item) else ""
        named = f' data-kind="{item.kind}"' if Kind(item.kind) not in MODES else ""
        return f"{mode}{offered}{named}"

    def field(self, cell: Cell, item: ReportItem, names: str, *, long: bool = False) -> str:
        at = f'id="c{cell.pk}" {names}'
        if cell.fault:
            at += f' aria-invalid="true" title="{escape(cell.fault)}"'
        if item.kind == Kind.FILE:
            words = escape(cell.raw or _("Add a file"))
            at = at.replace(f'i{item.pk}"', f'i{item.pk} c{cell.pk}"')
            none = "" if cell.raw else ' class="none"'
            return f'<a href="{self.page(cell)}" {at}{none} data-kind="file">{words}</a>'
        if cell.prefilled is not None:
            at += f' data-known="{plain(cell.prefilled)}"'
        last = self.sheet.before.get((item.code, cell.organization_id))
        if last is not None:
            at += f' data-last="{plain(last)}"'
        text = escape(spoken(item, cell.raw))
        if long and item.kind == Kind.TEXT:
            return f'<textarea {at} name="c{cell.pk}" rows="2">{text}</textarea>'
        return f'<input {at} name="c{cell.pk}" value="{text}" type="text"{self.kinds[item.pk]}>'

    def page(self, cell: Cell) -> str:
        return reverse("report-cell", args=[self.sheet.report.pk, cell.pk])


class Table:
    """The rows of one scope: each village, or each branch."""

    def __init__(self, drawing: Drawing, scope: str) -> None:
        self.drawing, self.sheet, self.scope = drawing, drawing.sheet, scope
        self.columns = self.sheet.columns(scope)
        self.rows = self.sheet.of(scope)
        self.title, self.head = TITLES[Scope(scope)]

    def sections(self) -> list[tuple[ReportSection, int]]:
        """(section, columns) of the upper header row."""
        runs = groupby(self.columns, key=lambda item: item.section)
        return [(section, len(list(items))) for section, items in runs]

    def heads(self) -> list[tuple[ReportItem, str]]:
        """(item, what its cells take) of the lower header row."""
        return [(item, hint(item)) for item in self.columns]

    def lines(self) -> Iterator[Line]:
        for row in self.rows:
            place = row.organization
            key = f"{self.scope[0]}{place.pk}"
            cells = "".join(self.drawing.td(row, item, key) for item in self.columns)
            wrong = any(cell.fault for cell in row.cells.values())
            yield Line(key, place.short, wrong, mark_safe(cells))  # noqa: S308 - escaped below

    def totals(self) -> list[tuple[ReportItem, str]]:
        totals = self.sheet.totals()
        return [(item, totals[str(item.pk)]) for item in self.columns]


def words_id(item: ReportItem) -> str:
    """The id of the list of words an item is chosen from."""
    if item.kind == Kind.YES_NO:
        return "yes-no"
    return f"o{item.pk}" if item.kind == Kind.CHOICE else ""


def words_of(item: ReportItem) -> list[str]:
    if item.kind == Kind.YES_NO:
        return [in_language(*spelling) for spelling in YES_NO]
    return item.option_labels


def hint(item: ReportItem) -> str:
    """What may be typed, in words, where it is no plain number."""
    if item.kind == Kind.CHOICE:
        words = (f"{at} {word}" for at, word in enumerate(item.option_labels, 1))
        return _("Type a number or the first letters: %(words)s.") % {"words": _(", ").join(words)}
    said = {
        Kind.YES_NO: _("Type y or n, 1 or 0; the space bar changes it."),
        Kind.DATE: _("A day: 2026-03-05, 2026.3.5 or 20260305. Ctrl+; is today."),
        Kind.FILE: _("Enter opens the files."),
    }
    return said.get(Kind(item.kind), "") or span(item)


def span(item: ReportItem) -> str:
    """How small or large a number may be."""
    low, high = limits(item)
    if high is None or item.kind == Kind.TEXT:
        return ""
    words = _("From %(low)s to %(high)s.") if low is not None else _("At most %(high)s.")
    return words % {"low": plain(low), "high": plain(high)}


def marks(cell: Cell) -> str:
    """Classes: wrong, from the registers or corrected against them, spoken about."""
    found = LOOKS.get(cell.kind, "")
    if cell.prefilled is not None:
        found += " dif" if cell.differs else " pre"
    if cell.disputed:
        found += " dis"
    return f"{found} com" if cell.comments else found


def fault_line(report: int, fault: Fault, *, writable: bool) -> str:
    """A line of the lists above the grid, with the way to explain it where that is possible."""
    named = f' data-kind="{fault.kind}" data-cell="{fault.cell}"'
    if fault.check:
        figures = f' data-figures="{escape(fault.figures)}" data-reason="{escape(fault.answer)}"'
        named += f' data-check="{fault.check}" data-row="{fault.row}"{figures}'
    sort = f'<span class="sort">{escape(SORTS[fault.kind])}</span> '
    words = f"{escape(fault.place)}: {escape(fault.text)}"
    after = f" <q>{escape(fault.answer)}</q>" if fault.answer else ""
    if writable and (way := way_out(fault)):
        where = reverse("report-cell", args=[report, fault.cell])
        does = "answer" if fault.check else "settle"
        after += f' <a href="{where}" data-{does}>{escape(way)}</a>'
    line = f'<a href="#c{fault.cell}">{words}</a>{after}</li>'
    return f"<li{named}>{'' if fault.answer else sort}{line}"


def way_out(fault: Fault) -> str:
    """What else than another figure would settle it."""
    if fault.check:
        return _("Change the reason") if fault.answer else _("Give a reason")
    return _("Dispute or take over") if fault.kind == "differs" else ""


SHOWN = 50  # faults listed above the grid


def fault_list(sheet: Sheet, *, writable: bool = True) -> SafeString:
    report = sheet.report.pk
    lines = (fault_line(report, one, writable=writable) for one in sheet.faults[:SHOWN])
    return mark_safe("".join(lines))  # noqa: S308 - escaped above


def answered_list(sheet: Sheet, *, writable: bool = True) -> SafeString:
    """Warnings that may stand, each with its reason: the county reads them on review."""
    report = sheet.report.pk
    lines = (fault_line(report, one, writable=writable) for one in sheet.answered)
    return mark_safe("".join(lines))  # noqa: S308 - escaped above


def as_json(sheet: Sheet) -> dict[str, Any]:
    """What a page must redraw after cells have changed. `marks`: [what is wrong, its kind, the
    cells], as many cells share a sentence."""
    said: dict[tuple[str, str], list[int]] = {}
    for row in sheet.rows:
        for cell in row.cells.values():
            if cell.fault:
                said.setdefault((cell.fault, cell.kind), []).append(cell.pk)
    return {
        "list": fault_list(sheet),
        "answered": answered_list(sheet),
        "faults": len(sheet.faults),
        "marks": [[*words, cells] for words, cells in said.items()],
        "totals": sheet.totals(),
        "computed": sheet.computed(),
        "progress": sheet.progress(),
    }
