"""What templates compute and check, as formulas of a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from xlsxwriter.utility import xl_range

from assessments.actions.reports.checking import Checking, Figures
from assessments.actions.reports.entries import YES_NO, plain, spoken
from assessments.actions.reports.offline import FIRST, Layout
from assessments.actions.reports.rows import Row
from assessments.actions.reports.sheets import Sheet
from assessments.models import ReportCheck, ReportItem
from assessments.models.expressions import Check, Share, Sum, code_of

Kind = ReportItem.Kind
PLACES = 4  # decimals to which figures are compared


class Term(NamedTuple):
    """A word of an expression in a workbook; where it is a cell, that must hold a number."""

    text: str
    cell: str = ""


@dataclass(frozen=True)
class Spot:
    """The line of a sheet for which a formula is written; the line of totals belongs to no row."""

    layout: Layout
    line: int
    row: Row | None


class Formulas:
    """Nothing is a formula's value as long as one of its figures is missing, as in the portal."""

    def __init__(self, sheet: Sheet, layouts: Mapping[str, Layout]) -> None:
        self.sheet, self.layouts = sheet, layouts

    def computed(self, item: ReportItem, spot: Spot) -> str:
        """A computed item's formula; "" where it needs what a workbook does not hold."""
        formula = item.computed
        if formula is None:
            return ""
        terms = self.terms(formula.codes if isinstance(formula, Share) else formula.words, spot)
        if terms is None:
            return ""
        known = counting(terms)
        if isinstance(formula, Share):
            part, whole = (terms[code].text for code in formula.codes)
            return f'=IF({known},IF({whole}=0,"",({part})/({whole})),"")'
        scale = "/100" if item.kind == Kind.PERCENT else ""
        return f'=IF({known},({body(formula, terms)}){scale},"")'

    def total(self, item: ReportItem, layout: Layout) -> str:
        if item.computed:
            return self.computed(item, Spot(layout, layout.last, None))
        if not item.counted:
            return ""
        cells = xl_range(*layout.area(layout.column(item.code)))
        if item.kind == Kind.YES_NO:
            return f'=COUNTIF({cells},"{spoken(item, YES_NO[0][0])}")'
        return f'=IF(COUNT({cells})=0,"",SUM({cells}))'

    @cached_property
    def checks(self) -> dict[str, list[tuple[ReportCheck, ReportItem, str]]]:
        """By scope: the checks that its sheet can tell by itself, the item that each blames, and
        when it fails."""
        found = defaultdict(list)
        for check in self.sheet.template.checks.all():
            for scope, layout in self.layouts.items():
                items = [item for item in layout.items if item.code in check.parsed.at]
                items.sort(key=lambda item: (not item.typed, check.parsed.at.index(item.code)))
                condition = self.broken(check.parsed, layout)
                if items and condition:
                    found[scope].append((check, items[0], condition))
        return found

    def said(self, check: ReportCheck) -> str:
        """A check in words, before there are figures to contradict it."""
        sides = check.parsed.sides
        left, right = (Checking(self.sheet).spelled(side) for side in sides)
        return check.said or f"{left} {check.parsed.compare} {right}"

    def broken(self, check: Check, layout: Layout) -> str:
        """The condition under which a check fails in the first row, for all rows to follow; ""
        where other sheets, or figures that differ from row to row, are needed."""
        words = [word for side in check.sides for word in side.words]
        own = [code_of(word) in {item.code for item in layout.items} for word in words]
        fixed = any(word.startswith(("last.", "known.")) for word in words)
        if not words or not all(own) or (fixed and len(layout.rows) > 1):
            return ""
        terms = self.terms(words, Spot(layout, FIRST, layout.rows[0]))
        if terms is None:
            return ""
        left, right = (body(side, terms) for side in check.sides)
        holds = f"ROUND(({left})-({right}),{PLACES}){check.compare}0"
        return f"=AND({counting(terms)},NOT({holds}))"

    def terms(self, words: tuple[str, ...] | list[str], spot: Spot) -> dict[str, Term] | None:
        found = {word: self.term(word, spot) for word in words}
        return {w: t for w, t in found.items() if t} if all(found.values()) else None

    def term(self, word: str, spot: Spot) -> Term | None:
        item = self.sheet.by_code.get(code_of(word))
        if item is None or item.kind in {*ReportItem.WORDS, Kind.YES_NO, Kind.CHOICE}:
            return None
        if word.startswith(("last.", "known.")):
            value = Figures(self.sheet, spot.row)[word] if spot.row else None
            return None if value is None else Term(f"({plain(value)})")
        if word.startswith("sum("):
            return self.sum_of(item, spot)
        if item.scope != spot.layout.scope:
            return None
        return figure(item, spot.layout.address(spot.line, spot.layout.column(item.code)))

    def sum_of(self, item: ReportItem, spot: Spot) -> Term | None:
        layout = self.layouts.get(item.scope)
        if layout is None:
            return None
        line = FIRST if layout.turned else layout.last
        address = layout.address(line, layout.column(item.code), fixed=True)
        own = layout.scope == spot.layout.scope
        return figure(item, address if own else f"{layout.quoted}!{address}")

    def value(self, item: ReportItem, row: Row | None) -> float | str:
        """What the formula comes to, kept beside it for programs that do not compute."""
        if row is None:
            value = self.sheet.total(item)
        else:
            value = item.computed.of(Figures(self.sheet, row)) if item.computed else None
        return "" if value is None else scaled(item, value)


def scaled(item: ReportItem, value: Decimal) -> float:
    """A figure as a cell holds it: percentages as fractions, so that 95 typed is read as 95%."""
    share = isinstance(item.computed, Share) or item.kind == Kind.PERCENT
    return float(value / 100 if share else value)


def figure(item: ReportItem, address: str) -> Term:
    share = isinstance(item.computed, Share) or item.kind == Kind.PERCENT
    return Term(f"100*{address}" if share else address, address)


def counting(terms: Mapping[str, Term]) -> str:
    """Whether all of the figures are there."""
    cells = {term.cell: None for term in terms.values() if term.cell}
    return f"COUNT({','.join(cells)})={len(cells)}" if cells else "TRUE"


def body(formula: Sum, terms: Mapping[str, Term]) -> str:
    parts = []
    for times, word in formula.terms:
        size = plain(abs(times))
        if word:
            size = terms[word].text if abs(times) == 1 else f"{size}*{terms[word].text}"
        parts.append(f"{'-' if times < 0 else '+'}{size}")
    return "".join(parts).removeprefix("+")
