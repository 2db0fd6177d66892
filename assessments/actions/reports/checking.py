"""Everything that is wrong with a report: entries, checks, differences, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.actions.reports.entries import plain, sentence
from assessments.actions.reports.rows import Fault, Row
from assessments.models import ReportCheck, ReportDispute, ReportItem, ReportSection
from assessments.models.expressions import Check, Sum, code_of

if TYPE_CHECKING:
    from assessments.actions.reports.sheets import Sheet

Scope, Severity = ReportSection.Scope, ReportCheck.Severity
Sides = tuple[Decimal, Decimal]
EXPLAINED = {ReportDispute.State.OPEN, ReportDispute.State.AGREED}
UNEXPLAINED = gettext_lazy(
    "The registers say %(known)s. Say why %(n)s is right, or take over what they say."
)
REFUTED = gettext_lazy(
    "The county has looked: the register is right with %(known)s. Take it over instead of %(n)s."
)
SPOKEN = {
    "": "%(item)s",
    "last.": gettext_lazy("%(item)s of last quarter"),
    "known.": gettext_lazy("%(item)s in the registers"),
    "sum(": gettext_lazy("all rows' %(item)s"),
}
NAMED = 3  # empty cells of a row that are named
SAID = {
    "=": gettext_lazy("%(left)s (%(n)s) must equal %(right)s (%(of)s)."),
    "<=": gettext_lazy("%(left)s (%(n)s) must not be more than %(right)s (%(of)s)."),
    ">=": gettext_lazy("%(left)s (%(n)s) must not be less than %(right)s (%(of)s)."),
    "<": gettext_lazy("%(left)s (%(n)s) must be less than %(right)s (%(of)s)."),
    ">": gettext_lazy("%(left)s (%(n)s) must be more than %(right)s (%(of)s)."),
}


class Figures(Mapping[str, Decimal | None]):
    """What the words of an expression stand for in one row."""

    def __init__(self, sheet: Sheet, row: Row) -> None:
        self.sheet, self.row = sheet, row

    def __getitem__(self, word: str) -> Decimal | None:
        code = code_of(word)
        item = self.sheet.by_code.get(code)
        if item is None:
            return None
        if word.startswith("last."):
            return self.sheet.before.get((code, self.row.organization.pk))
        if word.startswith("known."):
            cell = self.row.cells.get(code)
            return cell.prefilled if cell else None
        if word.startswith("sum("):
            return self.sheet.total(item)
        return item.computed.of(self) if item.computed else self.row.values.get(code)

    def __iter__(self) -> Iterator[str]:
        return iter(self.sheet.by_code)

    def __len__(self) -> int:
        return len(self.sheet.by_code)


class Checking:
    """Looks through a sheet; every cell it finds fault with gets its sentence."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def found(self, *, complete: bool) -> list[Fault]:
        """All of it, in the order the cells are read. `complete`: empty cells, too."""
        found = [
            *self.cell_faults(),
            *self.check_faults(),
            *self.differences(),
            *(self.missing() if complete else ()),
        ]
        if len(found) < 2:  # noqa: PLR2004 - there is nothing to sort
            return found
        order = {cell.pk: number for number, cell in enumerate(self.sheet.in_order())}
        return sorted(found, key=lambda fault: order[fault.cell])

    def cell_faults(self) -> Iterator[Fault]:
        for row in self.sheet.rows:
            for code, cell in row.cells.items():
                if cell.error:
                    item = self.sheet.by_code[code]
                    yield self.fault(row, item, sentence(item, cell.error, cell.raw))

    def missing(self) -> Iterator[Fault]:
        """One line for each row with empty cells; every such cell is marked."""
        for row in self.sheet.rows:
            empty = [
                code
                for code, cell in row.cells.items()
                if code in self.sheet.musts and not cell.raw
            ]
            if not empty:
                continue
            for code in empty:
                item = self.sheet.by_code[code]
                row.cells[code].blame(sentence(item, "empty", ""), "empty")
            words = ngettext("%(count)s cell is empty", "%(count)s cells are empty", len(empty))
            labels = ", ".join(self.sheet.by_code[code].label for code in empty[:NAMED])
            text = f"{words % {'count': len(empty)}} ({labels}{' …' if len(empty) > NAMED else ''})"
            yield Fault(row.cells[empty[0]].pk, row.organization.short, text, kind="empty")

    def check_faults(self) -> Iterator[Fault]:
        for check in self.sheet.checks:
            for row in self.rows_of(check):
                sides = check.parsed.fails(Figures(self.sheet, row))
                item = self.blamed(check.parsed, row) if sides else None
                if sides and item:
                    yield self.contradicted(check, row, item, sides)

    def rows_of(self, check: ReportCheck) -> list[Row]:
        """The rows it speaks of: those of its items; the township's where it only sums up."""
        codes = [
            code for side in check.parsed.sides for code in side.plain if code in self.sheet.by_code
        ]
        return self.sheet.of(self.sheet.by_code[codes[0]].scope if codes else Scope.TOWNSHIP)

    def contradicted(self, check: ReportCheck, row: Row, item: ReportItem, sides: Sides) -> Fault:
        text = check.said or self.contradiction(check.parsed, sides)
        if check.severity == Severity.ERROR:
            return self.fault(row, item, text)
        figures = " ".join(plain(side) for side in sides)
        given, reason = self.sheet.around.answers.get((check.pk, row.organization.pk), ("", ""))
        answer = reason if given == figures else ""
        if answer:
            found = Fault(row.cells[item.code].pk, self.place(row, item), text, kind="warning")
        else:
            found = self.fault(row, item, text, "warning")
        at = row.organization.pk
        return replace(found, check=check.pk, row=at, figures=figures, answer=answer)

    def differences(self) -> Iterator[Fault]:
        """Cells that say something else than the registers, and nobody has said why."""
        for row in self.sheet.rows:
            for code, cell in row.cells.items():
                if not cell.differs or cell.error or not cell.raw or cell.dispute in EXPLAINED:
                    continue
                item = self.sheet.by_code[code]
                words = REFUTED if cell.dispute == ReportDispute.State.REFUSED else UNEXPLAINED
                text = str(words) % {"known": plain(cell.prefilled), "n": cell.raw}
                yield self.fault(row, item, text, "differs")

    def blamed(self, check: Check, row: Row) -> ReportItem | None:
        """The first item of the check that somebody can correct, else the first there is."""
        items = [self.sheet.by_code[code] for code in check.at if code in row.cells]
        return next((item for item in items if item.typed), items[0] if items else None)

    def fault(self, row: Row, item: ReportItem, text: str, kind: str = "error") -> Fault:
        cell = row.cells[item.code]
        cell.blame(text, kind)
        return Fault(cell.pk, self.place(row, item), text, kind=kind)

    @staticmethod
    def place(row: Row, item: ReportItem) -> str:
        return _("%(row)s · %(item)s") % {"row": row.organization.short, "item": item.label}

    def contradiction(self, check: Check, sides: tuple[Decimal, Decimal]) -> str:
        left, right = (plain(side) for side in sides)
        names = {"left": self.spelled(check.left), "right": self.spelled(check.right)}
        return str(SAID[check.compare]) % {**names, "n": left, "of": right}

    def spelled(self, side: Sum) -> str:
        """A sum in the words of its items."""
        parts = [
            f"{'−' if times < 0 else '+'} {self.term(abs(times), w)}" for times, w in side.terms
        ]
        return " ".join(parts).removeprefix("+ ")

    def term(self, times: Decimal, word: str) -> str:
        if not word:
            return plain(times)
        code = code_of(word)
        label = self.sheet.by_code[code].label if code in self.sheet.by_code else code
        named = str(SPOKEN[word.removesuffix(f"{code})").removesuffix(code)]) % {"item": label}
        return named if times == 1 else f"{plain(times)} × {named}"
