"""Scorecards in a workbook: a sheet for each group, a ranking over them, all by formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from assessments.actions.targets.looks import Looks, free_name, headed, paper

RANK, NAME, FIRST = 0, 1, 2  # columns
HEADER, WEIGHTS = 2, 3  # rows of heads and of weights, counted from 0


@dataclass(frozen=True)
class ScoreLine:
    """A line of a scheme. A card's figure times `weight` is what it gives (1: figures are points);
    `most`: the points that can be had, for the head."""

    key: Any
    title: str
    weight: Decimal = Decimal(1)
    most: Decimal | None = None


@dataclass(frozen=True)
class ScoreGroup:
    """Lines that add up, times `weight`, no less than `least` and no more than `most`."""

    title: str
    lines: Sequence[ScoreLine]
    weight: Decimal = Decimal(1)
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True)
class Card:
    """Whose card it is; its figure by line (a missing one gives nothing); its grade in words; the
    total that the portal keeps, which the formulas come to."""

    name: str
    figures: dict[Any, Decimal | None]
    grade: str = ""
    total: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True)
class Scorecards:
    """An assessment as the workbook shows it; totals are rounded half up to `decimals` and come to
    `least` at least."""

    title: str
    said: str
    day: str
    unit: str
    groups: Sequence[ScoreGroup]
    cards: Sequence[Card]
    decimals: int = 2
    least: Decimal | None = None


def scorecard_sheets(book: Any, looks: Looks, found: Scorecards) -> list[str]:
    """A ranking and a sheet for each group; returns their names, the ranking first.

    Subtotals are SUMPRODUCT of weights and figures, totals the rounded sum of subtotals, ranks
    RANK: equals share the better place. Each formula has its value beside it.
    """
    ranking = added(book, _("Scores and ranks"), found)
    names = []
    for group in found.groups:
        sheet = added(book, group.title, found)
        group_sheet(sheet, looks, found, group)
        names.append(sheet.get_name())
    totals_sheet(ranking, looks, found, names)
    return [ranking.get_name(), *names]


def added(book: Any, name: str, found: Scorecards) -> Any:
    sheet = book.add_worksheet(free_name(book, name))
    paper(sheet, found.title, found.day, found.unit, wide=True)
    return sheet


def subtotal(group: ScoreGroup, card: Card) -> Decimal:
    """What a group gives: the rule that the sheet's formula says."""
    figures = ((line.weight, card.figures.get(line.key)) for line in group.lines)
    given = sum((weight * (figure or 0) for weight, figure in figures), Decimal(0)) * group.weight
    if group.least is not None:
        given = max(given, group.least)
    return given if group.most is None else min(given, group.most)


def total(found: Scorecards, card: Card) -> Decimal:
    """The sum of the subtotals, rounded half up as Excel rounds."""
    whole = sum((subtotal(group, card) for group in found.groups), Decimal(0))
    if found.least is not None:
        whole = max(whole, found.least)
    return whole.quantize(Decimal(1).scaleb(-found.decimals), ROUND_HALF_UP)


def group_sheet(sheet: Any, looks: Looks, found: Scorecards, group: ScoreGroup) -> None:
    last = FIRST + len(group.lines)
    headed(sheet, looks, group.title, bounds(group), last)
    heads = [_("No."), _("Name"), *(head(line) for line in group.lines), _("Subtotal")]
    head_rows(sheet, looks, heads, [line.weight for line in group.lines])
    for row, card in enumerate(found.cards, WEIGHTS + 1):
        sheet.write_number(row, RANK, row - WEIGHTS, looks.number("0"))
        sheet.write_string(row, NAME, card.name, looks.text)
        for column, line in enumerate(group.lines, FIRST):
            figure = card.figures.get(line.key)
            if figure is None:
                sheet.write_blank(row, column, None, looks.number("0.00"))
            else:
                sheet.write_number(row, column, float(figure), looks.number("0.00"))
        formula, value = subtotal_formula(group, row), float(subtotal(group, card))
        sheet.write_formula(row, last, formula, looks.number("0.00", True), value)


def head(line: ScoreLine) -> str:
    most = "" if line.most is None else "\n" + _("at most %(n)s") % {"n": plain(line.most)}
    return f"{line.title}{most}"


def plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


def bounds(group: ScoreGroup) -> str:
    said = [_("Weight of the group: %(n)s.") % {"n": plain(group.weight)}]
    if group.least is not None:
        said.append(_("At least %(n)s points.") % {"n": plain(group.least)})
    if group.most is not None:
        said.append(_("At most %(n)s points.") % {"n": plain(group.most)})
    return " ".join([*said, _("Each figure times its weight, added up.")])


def head_rows(sheet: Any, looks: Looks, heads: list[str], weights: list[Decimal]) -> None:
    """Heads, and under those of the lines their weights."""
    sheet.set_column(RANK, RANK, 6)
    sheet.set_column(NAME, NAME, 26)
    sheet.set_column(FIRST, len(heads) - 1, 13)
    for column, text in enumerate(heads):
        sheet.write_string(HEADER, column, text, looks.head)
        sheet.write_blank(WEIGHTS, column, None, looks.bold)
    sheet.write_string(WEIGHTS, NAME, _("Weight"), looks.bold)
    for column, weight in enumerate(weights, FIRST):
        sheet.write_number(WEIGHTS, column, float(weight), looks.number("0.##", True))
    sheet.set_row(HEADER, 58)
    sheet.freeze_panes(WEIGHTS + 1, FIRST)
    sheet.repeat_rows(HEADER, WEIGHTS)


def subtotal_formula(group: ScoreGroup, row: int) -> str:
    last = FIRST + len(group.lines) - 1
    weights = f"{xl_rowcol_to_cell(WEIGHTS, FIRST, True)}:{xl_rowcol_to_cell(WEIGHTS, last, True)}"
    figures = f"{xl_rowcol_to_cell(row, FIRST)}:{xl_rowcol_to_cell(row, last)}"
    given = f"SUMPRODUCT({weights},{figures})*{plain(group.weight)}"
    if group.least is not None:
        given = f"MAX({plain(group.least)},{given})"
    return "=" + (given if group.most is None else f"MIN({plain(group.most)},{given})")


def totals_sheet(sheet: Any, looks: Looks, found: Scorecards, names: list[str]) -> None:
    """The ranking: a column for each group, which reads its sheet; total, rank, grade."""
    heads = [_("Rank"), _("Name"), *(group.title for group in found.groups)]
    heads += [_("Total"), _("Grade"), _("Remark")]
    headed(sheet, looks, found.title, found.said, len(heads) - 1)
    head_rows(sheet, looks, heads, [])
    end = FIRST + len(names)
    sheet.set_column(end + 2, end + 2, 24)
    totals = [total(found, card) for card in found.cards]
    ranks = [1 + sum(other > one for other in totals) for one in totals]
    for place, card in enumerate(found.cards):
        total_row(sheet, looks, (found, names), (place, card, totals[place], ranks[place]))
    if found.cards:
        sheet.autofilter(HEADER, 0, WEIGHTS + len(found.cards), len(heads) - 1)


def total_row(
    sheet: Any,
    looks: Looks,
    of: tuple[Scorecards, list[str]],
    one: tuple[int, Card, Decimal, int],
) -> None:
    (found, names), (place, card, whole, rank) = of, one
    row, end = WEIGHTS + 1 + place, FIRST + len(names)
    for column, (group, name) in enumerate(zip(found.groups, names, strict=True), FIRST):
        there = xl_rowcol_to_cell(row, FIRST + len(group.lines))
        quoted, value = name.replace("'", "''"), float(subtotal(group, card))
        sheet.write_formula(row, column, f"='{quoted}'!{there}", looks.number("0.00"), value)
    parts = f"{xl_rowcol_to_cell(row, FIRST)}:{xl_rowcol_to_cell(row, end - 1)}"
    whole_sum = f"SUM({parts})"
    if found.least is not None:
        whole_sum = f"MAX({plain(found.least)},{whole_sum})"
    added_up = f"=ROUND({whole_sum},{found.decimals})"
    sheet.write_formula(row, end, added_up, looks.number("0.00", True), float(whole))
    first, last = WEIGHTS + 2, WEIGHTS + 1 + len(found.cards)
    letter = xl_col_to_name(end)
    formula = f"=RANK({letter}{row + 1},${letter}${first}:${letter}${last})"
    sheet.write_formula(row, RANK, formula, looks.number("0"), rank)
    sheet.write_string(row, NAME, card.name, looks.text)
    sheet.write_string(row, end + 1, card.grade, looks.word)
    sheet.write_string(row, end + 2, card.remark, looks.text)
