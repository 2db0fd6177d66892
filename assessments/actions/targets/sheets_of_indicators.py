"""The sheets of the assessment workbook that show one indicator each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from assessments.actions.targets.looks import status_colours
from assessments.actions.targets.overview import Line
from assessments.actions.targets.results import Result
from assessments.choices import IndicatorKind, Status, Unit
from assessments.models import Target

if TYPE_CHECKING:
    from assessments.actions.targets.looks import Looks
    from assessments.actions.targets.workbook import Contents

NUMBER, PLACE, VILLAGE, COUNTED, OF, VALUE, STATUS = range(7)
TARGET, EXPECTED = "$C$3", "$F$3"
HEADER = 4  # the row of the column heads, counted from 0
SIGNS = {"gte": ">=", "gt": ">", "lte": "<=", "lt": "<"}


@dataclass
class Places:
    """Where a sheet has what: its name, its target, the row of each organization."""

    sheet: str
    target: Target | None
    row: dict[int, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=lambda: status_words())

    def cell(self, organization: int, column: int) -> str:
        name = self.sheet.replace("'", "''")
        return f"'{name}'!{xl_rowcol_to_cell(self.row[organization], column)}"

    def goal(self, one: Result) -> str:
        """The target of a result: the cell on the sheet where it is the same, else the number."""
        if one.target is not None and one.target == self.target:
            name = self.sheet.replace("'", "''")
            return f"'{name}'!{TARGET}"
        return repr(figure(one, one.target.value if one.target else 0))


def figure(one: Result, number: Any) -> float:
    """A number as the sheet holds it: percentages as fractions."""
    return float(number) / (100 if one.indicator.unit == Unit.PERCENT else 1)


def shape(one: Result) -> str:
    decimals = "." + "0" * one.indicator.decimals if one.indicator.decimals else ""
    return f"0{decimals}%" if one.indicator.unit == Unit.PERCENT else f"#,##0{decimals}"


def cached(one: Result) -> float | str:
    """The value as the formula beside it works it out."""
    if one.value is None:
        return ""
    return one.n / one.of if one.of and one.n is not None else figure(one, one.value)


@dataclass(frozen=True)
class Page:
    """What the functions below write on."""

    sheet: Any
    looks: Looks
    places: Places


def indicator_sheet(sheet: Any, looks: Looks, found: Contents, own: Result) -> Places:
    """The total, then each township with its villages; n, N and formulas for all that follows."""
    places, at = Places(sheet.get_name(), own.target), position(found, own)
    page = Page(sheet, looks, places)
    heading(sheet, looks, found, own)
    row = HEADER + 1
    total_row, lines = row, []
    for number, block in enumerate(found.blocks, 1):
        row += 1
        lines.append(row)
        row = block_rows(page, (row, number), (block.line, block.details), at)
    row, others = rest_row(page, row, own, [block.line.results[at] for block in found.blocks])
    write_line(page, total_row, own, ("", str(found.own.organization), ""))
    write_counts(page, total_row, own, [*lines, *others], True)
    sheet.autofilter(HEADER, 0, row, STATUS)
    status_colours(sheet, looks, (HEADER + 1, STATUS, row, STATUS))
    return places


def block_rows(page: Page, at: tuple[int, int], block: tuple[Line, list[Line]], column: int) -> int:
    """A township's row and those of its villages; returns the last row written."""
    (first, number), (line, details) = at, block
    one, name = line.results[column], str(line.organization)
    row = first
    for detail in details:
        row += 1
        village = detail.results[column]
        write_line(page, row, village, ("", name, str(detail.organization)), strong=False)
        write_counts(page, row, village, [], False)
        page.sheet.set_row(row, None, None, {"level": 1})
    inner = list(range(first + 1, row + 1))
    if details:
        row, others = rest_row(page, row, one, [detail.results[column] for detail in details], name)
        inner += others
    write_line(page, first, one, (number, name, ""))
    write_counts(page, first, one, inner, True)
    return row


def position(found: Contents, own: Result) -> int:
    """Where every line has the results of an indicator: all have them in the same order."""
    return next(n for n, one in enumerate(found.own.results) if one is own)


def rest_row(
    page: Page, row: int, whole: Result, parts: list[Result], name: str = ""
) -> tuple[int, list[int]]:
    """What belongs to none of the parts: the committee itself, branches elsewhere."""
    n = (whole.n or 0) - sum(part.n or 0 for part in parts)
    of = None if whole.of is None else whole.of - sum(part.of or 0 for part in parts)
    if not n and not of:
        return row, []
    row += 1
    left = Result(whole.run, whole.indicator, whole.organization, n, of, None)
    words = ("", name or str(whole.organization), _("(itself and others)"))
    write_line(page, row, left, words, strong=False)
    write_counts(page, row, left, [], False)
    if name:
        page.sheet.set_row(row, None, None, {"level": 1})
    return row, [row]


def heading(sheet: Any, looks: Looks, found: Contents, own: Result) -> None:
    indicator, target = own.indicator, own.target
    widths = (6, 26, 30, 12, 12, 12, 14)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, STATUS, "", looks.title)
    sheet.write_string(0, 0, str(indicator), looks.title)
    sheet.set_row(0, 26)
    sheet.merge_range(1, 0, 1, STATUS, "", looks.note)
    sheet.write_string(1, 0, described(own, found), looks.note)
    sheet.set_row(1, 32)
    if target:
        sheet.write_string(2, PLACE, _("Target"), looks.label)
        sheet.write_number(2, VILLAGE, figure(own, target.value), looks.number(shape(own)))
        sheet.write_string(2, COUNTED, _("Expected by the day"), looks.label)
        sheet.write_number(2, VALUE, figure(own, own.expected), looks.number(shape(own)))
    heads = (
        _("No."),
        _("Organization"),
        _("Village"),
        _("Counted"),
        _("Of"),
        _("Value"),
        _("Status"),
    )
    for column, word in enumerate(heads):
        sheet.write_string(HEADER, column, word, looks.head)
    sheet.set_row(HEADER, 22)
    sheet.freeze_panes(HEADER + 1, VILLAGE)
    sheet.repeat_rows(HEADER)


def described(own: Result, found: Contents) -> str:
    """What is counted, of what, and as of when."""
    indicator = own.indicator
    if indicator.kind == IndicatorKind.SHARE:
        counted = _("%(level)s organizations with %(compare)s %(number)s: %(measure)s") % {
            "level": indicator.get_level_display(),
            "compare": indicator.get_compare_display(),
            "number": indicator.threshold,
            "measure": indicator.numerator,
        }
    else:
        counted = str(indicator.numerator)
    of = f" / {indicator.denominator}" if indicator.denominator else ""
    asked = f" · {own.target.sentence}" if own.target else ""
    day = _("as of %(day)s") % {"day": f"{found.run.day:%Y-%m-%d}"}
    return f"{counted}{of}{asked} · {day} · {indicator.clause}".strip(" ·")


def write_line(
    page: Page, row: int, one: Result, words: tuple[Any, str, str], strong: bool = True
) -> None:
    """An organization's names, its value as a formula of n and N, and how it stands."""
    sheet, looks, places = page.sheet, page.looks, page.places
    number, name, village = words
    text = looks.bold if strong else looks.small
    if number == "":
        sheet.write_blank(row, NUMBER, None, text)
    else:
        sheet.write_number(row, NUMBER, number, looks.number("0", strong))
    sheet.write_string(row, PLACE, name, text)
    sheet.write(row, VILLAGE, village or None, text)
    counted, of = (xl_rowcol_to_cell(row, column) for column in (COUNTED, OF))
    formula = f'=IF({of}=0,"",{counted}/{of})' if one.of is not None else f"={counted}"
    sheet.write_formula(row, VALUE, formula, looks.number(shape(one), strong), cached(one))
    word = looks.boldword if strong else looks.word
    if one.target:
        sheet.write_formula(
            row, STATUS, status_formula(one, places, row), word, str(one.status.label)
        )
        places.row[one.organization.pk] = row
    else:
        sheet.write_blank(row, STATUS, None, word)


def write_counts(page: Page, row: int, one: Result, inner: list[int], strong: bool) -> None:
    """n and N: sums of the rows they are made of, or the counted numbers themselves."""
    sheet, look = page.sheet, page.looks.number(strong=strong)
    for column, number in ((COUNTED, one.n), (OF, one.of)):
        if number is None:
            sheet.write_blank(row, column, None, look)
        elif inner:
            sheet.write_formula(row, column, added_up(inner, column), look, number)
        else:
            sheet.write_number(row, column, number, look)


def added_up(rows: list[int], column: int) -> str:
    """A sum of rows: runs of neighbours as ranges."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    parts = []
    for first, last in runs:
        top, bottom = xl_rowcol_to_cell(first, column), xl_rowcol_to_cell(last, column)
        parts.append(top if first == last else f"SUM({top}:{bottom})")
    return "=" + "+".join(parts)


def status_words() -> dict[str, str]:
    """What each status is called, as a formula quotes it."""
    return {status: str(status.label).replace('"', '""') for status in Status}


def status_formula(one: Result, places: Places, row: int) -> str:
    """The rule of `Target.status`, over this row's value and the numbers at the head."""
    target: Any = one.target
    value = xl_rowcol_to_cell(row, VALUE)
    same = target == places.target
    goal = TARGET if same else repr(figure(one, target.value))
    expected = EXPECTED if same else repr(figure(one, one.expected))
    at = ">=" if target.upwards else "<="
    near = f"{value}{at}0.8*{expected}" if target.upwards else f"0.8*{value}{at}{expected}"
    words = places.words
    return (
        f'=IF({value}="","{words[Status.NO_DATA]}",'
        f'IF({value}{SIGNS[target.comparison]}{goal},"{words[Status.MET]}",'
        f'IF({value}{at}{expected},"{words[Status.ON_PACE]}",'
        f'IF({near},"{words[Status.BEHIND]}","{words[Status.FAR_BEHIND]}"))))'
    )
