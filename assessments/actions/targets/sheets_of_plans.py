"""The sheets of the assessment workbook about the whole plan: ranking, villages, unmet targets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from assessments.actions.targets.looks import bars, on_own_page, status_colours
from assessments.actions.targets.method import scoring
from assessments.actions.targets.overview import Line
from assessments.actions.targets.results import Result
from assessments.actions.targets.sheets_of_indicators import (
    COUNTED,
    OF,
    SIGNS,
    VALUE,
    Places,
    figure,
    position,
    shape,
)
from assessments.choices import Aggregate, Comparison, Status, Unit

if TYPE_CHECKING:
    from assessments.actions.targets.looks import Looks
    from assessments.actions.targets.workbook import Contents

RANK, NAME, SCORE, FIRST = range(4)  # columns of the ranking
HEADER, WEIGHTS = 3, 4  # its rows of heads and of weights, counted from 0
AllPlaces = dict[int, Places]


@dataclass(frozen=True)
class Ranked:
    """Organizations on a ranking, best first, under its title."""

    title: str
    lines: list[Line]
    chart: bool = True


def ranking_sheet(
    sheet: Any, looks: Looks, found: Contents, places: AllPlaces, ranked: Ranked
) -> None:
    """Organizations by score: what is reached of each target, weighted, all by formula."""
    results = [one for one in found.own.results if one.target]
    last = FIRST + len(results) - 1
    sheet.set_column(RANK, RANK, 7)
    sheet.set_column(NAME, NAME, 26)
    sheet.set_column(SCORE, SCORE, 10)
    sheet.set_column(FIRST, max(last, FIRST), 15)
    sheet.merge_range(0, 0, 0, max(last, FIRST), "", looks.title)
    sheet.write_string(0, 0, ranked.title, looks.title)
    sheet.merge_range(1, 0, 1, max(last, FIRST), "", looks.note)
    sheet.write_string(1, 0, scoring(), looks.note)
    sheet.set_row(1, 48)
    for column, word in enumerate((_("Rank"), _("Organization"), _("Score"))):
        sheet.write_string(HEADER, column, word, looks.head)
    sheet.write_blank(WEIGHTS, RANK, None, looks.bold)
    sheet.write_string(WEIGHTS, NAME, _("Weight"), looks.bold)
    sheet.write_blank(WEIGHTS, SCORE, None, looks.bold)
    for column, one in enumerate(results, FIRST):
        target: Any = one.target
        sheet.write_string(HEADER, column, f"{one.indicator}\n{target.sentence}", looks.head)
        sheet.write_number(WEIGHTS, column, float(target.weight), looks.number("0.##", True))
    sheet.set_row(HEADER, 64)
    sheet.freeze_panes(WEIGHTS + 1, SCORE)
    sheet.repeat_rows(HEADER, WEIGHTS)
    ranking_lines(sheet, looks, places, ranked.lines, results)
    if ranked.lines:
        rows = (WEIGHTS + 1, WEIGHTS + len(ranked.lines))
        bars(sheet, (rows[0], SCORE, rows[1], SCORE), 100)
        bars(sheet, (rows[0], FIRST, rows[1], max(last, FIRST)), 1)
        if ranked.chart:
            score_chart(sheet, looks, ranked, rows, max(len(results), 1))


def score_chart(
    sheet: Any, looks: Looks, ranked: Ranked, rows: tuple[int, int], targets: int
) -> None:
    """Bars of the scores below a table of so many targets, best on top."""
    chart, name = looks.book.add_chart({"type": "bar"}), sheet.get_name()
    chart.add_series(
        {
            "name": _("Score"),
            "categories": [name, rows[0], NAME, rows[1], NAME],
            "values": [name, rows[0], SCORE, rows[1], SCORE],
            "fill": {"color": "#A23B35"},
            "data_labels": {"value": True, "num_format": "0.0"},
            "gap": 40,
        }
    )
    chart.set_title({"name": ranked.title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"min": 0, "max": 100, "major_gridlines": {"visible": False}})
    size = {"many": len(ranked.lines), "across": 43 + 15 * targets, "repeated": 84}
    on_own_page(sheet, chart, rows[1] + 2, **size)


def ranking_lines(
    sheet: Any, looks: Looks, places: AllPlaces, lines: list[Line], heads: list[Result]
) -> None:
    last = FIRST + len(heads) - 1
    common = f"{xl_rowcol_to_cell(WEIGHTS, FIRST, True)}:{xl_rowcol_to_cell(WEIGHTS, last, True)}"
    first_row, last_row = WEIGHTS + 1, WEIGHTS + len(lines)
    scores = (
        f"{xl_rowcol_to_cell(first_row, SCORE, True)}:{xl_rowcol_to_cell(last_row, SCORE, True)}"
    )
    ranks = ranks_of([line.score for line in lines])
    columns = {one.indicator.pk for one in heads}
    for row, line in enumerate(lines, first_row):
        score = xl_rowcol_to_cell(row, SCORE)
        parts = f"{xl_rowcol_to_cell(row, FIRST)}:{xl_rowcol_to_cell(row, last)}"
        shown = [one for one in line.results if one.indicator.pk in columns]
        weights = own_weights(shown, heads) or common
        weighed = f"SUMPRODUCT({weights},--ISNUMBER({parts}))"
        formula = f'=IF({weighed}=0,"",100*SUMPRODUCT({weights},{parts})/{weighed})'
        value = "" if line.score is None else float(line.score)
        rank = f'=IF({score}="","",RANK({score},{scores}))'
        sheet.write_formula(row, RANK, rank, looks.number("0"), ranks[row - first_row])
        sheet.write_string(row, NAME, str(line.organization), looks.text)
        sheet.write_formula(row, SCORE, formula, looks.number("0.0", True), value)
        for column, one in enumerate(shown, FIRST):
            done = one.attained
            reached = "" if done is None else float(done)
            formula = reached_formula(one, places[one.indicator.pk])
            sheet.write_formula(row, column, formula, looks.number("0.0%"), reached)
    if lines:
        sheet.autofilter(HEADER, 0, last_row, last)


def own_weights(shown: list[Result], heads: list[Result]) -> str:
    """The weights of an organization whose own targets weigh otherwise than those at the head."""
    weights = [one.target.weight if one.target else 0 for one in shown]
    if weights == [one.target.weight if one.target else 0 for one in heads]:
        return ""
    return "{" + ",".join(f"{float(one):g}" for one in weights) + "}"


def ranks_of(scores: list[Any]) -> list[int | str]:
    """Ranks as Excel's RANK gives them: equals share the best place."""
    known = [score for score in scores if score is not None]
    return ["" if score is None else 1 + sum(other > score for other in known) for score in scores]


def reached_formula(one: Result, places: Places) -> str:
    """The rule of `Target.attained` over the value on the indicator's sheet."""
    target: Any = one.target
    value, goal = places.cell(one.organization.pk, VALUE), places.goal(one)
    met = f"{value}{SIGNS[target.comparison]}{goal}"
    if target.upwards:
        part = f"MIN(1,MAX(0,{value}/{goal}))" if target.value else "0"
    else:
        part = f"IF({value}=0,0,MIN(1,MAX(0,{goal}/{value})))"
    return f'=IF({value}="","",IF({met},1,{part}))'


def unmet_sheet(sheet: Any, looks: Looks, found: Contents, places: AllPlaces) -> None:
    """Every target that the organization or one right below it has not met, the worst first."""
    heads = (
        (_("Target"), 34),
        (_("Organization"), 26),
        (_("Value"), 10),
        (_("Target value"), 10),
        (_("Missing"), 10),
        (_("Counted"), 10),
        (_("Of"), 10),
        (_("More needed"), 12),
        (_("Status"), 13),
    )
    sheet.merge_range(0, 0, 0, len(heads) - 1, "", looks.title)
    sheet.write_string(
        0, 0, _("Targets not met as of %(day)s") % {"day": f"{found.run.day:%Y-%m-%d}"}, looks.title
    )
    for column, (word, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, word, looks.head)
    sheet.set_row(2, 22)
    sheet.freeze_panes(3, 2)
    sheet.repeat_rows(2)
    row = 2
    for own in (one for one in found.own.results if one.target):
        at = position(found, own)
        lines = [own, *(block.line.results[at] for block in found.blocks)]
        for one in sorted(filter(unmet, lines), key=how_bad):
            row += 1
            unmet_line(sheet, looks, row, one, places[one.indicator.pk])
    sheet.autofilter(2, 0, max(row, 3), len(heads) - 1)
    status_colours(sheet, looks, (3, 8, max(row, 3), 8))


def unmet(one: Result) -> bool:
    return bool(one.target) and one.status not in {Status.MET, Status.NO_DATA}


def how_bad(one: Result) -> Any:
    return one.attained or 0


def unmet_line(sheet: Any, looks: Looks, row: int, one: Result, places: Places) -> None:
    target: Any = one.target
    value, counted, of = (
        places.cell(one.organization.pk, column) for column in (VALUE, COUNTED, OF)
    )
    goal = figure(one, target.value)
    at, here = float(figure(one, one.value)), xl_rowcol_to_cell(row, 3)
    sign = 1 if target.upwards else -1
    number = looks.number(shape(one))
    sheet.write_string(row, 0, str(one.indicator), looks.text)
    sheet.write_string(row, 1, str(one.organization), looks.text)
    sheet.write_formula(row, 2, f"={value}", number, at)
    sheet.write_formula(row, 3, f"={places.goal(one)}", number, goal)
    gap = (
        f"{here}-{xl_rowcol_to_cell(row, 2)}"
        if target.upwards
        else f"{xl_rowcol_to_cell(row, 2)}-{here}"
    )
    sheet.write_formula(row, 4, f"={gap}", number, sign * (goal - at))
    sheet.write_formula(row, 5, f"={counted}", looks.number(), one.n)
    if one.of is None:
        sheet.write_blank(row, 6, None, looks.number())
    else:
        sheet.write_formula(row, 6, f"={of}", looks.number(), one.of)
    more(sheet, looks, row, one)
    sheet.write_string(row, 8, str(one.status.label), looks.word)


def more(sheet: Any, looks: Looks, row: int, one: Result) -> None:
    """How many more of those there are would have to count (or, the other way, fewer)."""
    target: Any = one.target
    goal, n, of = (xl_rowcol_to_cell(row, column) for column in (3, 5, 6))
    wanted = goal if one.of is None else f"ROUND({goal}*{of},6)"
    strict = target.comparison in {Comparison.MORE, Comparison.LESS}
    if one.indicator.numerator.aggregate == Aggregate.SUM:
        needed = f"{wanted}-{n}" if target.upwards else f"{n}-{wanted}"
    elif target.upwards:
        needed = f"INT({wanted})+1-{n}" if strict else f"ROUNDUP({wanted},0)-{n}"
    else:
        needed = f"{n}-ROUNDUP({wanted},0)+1" if strict else f"{n}-ROUNDDOWN({wanted},0)"
    shape = "#,##0.##" if one.indicator.numerator.aggregate == Aggregate.SUM else "#,##0"
    value = float(max(Decimal(0), short_by(one)))
    sheet.write_formula(row, 7, f"=MAX(0,{needed})", looks.number(shape), value)


def short_by(one: Result) -> Decimal:
    """What the formula comes to: how much `n` is short of (or over) what the target asks."""
    target: Any = one.target
    percent = 100 if one.indicator.unit == Unit.PERCENT else 1
    wanted, n = Decimal(target.value), Decimal(one.n or 0)
    if one.of is not None:
        wanted = round(wanted * one.of / percent, 6)
    strict = target.comparison in {Comparison.MORE, Comparison.LESS}
    if one.indicator.numerator.aggregate == Aggregate.SUM:
        return wanted - n if target.upwards else n - wanted
    if target.upwards:
        return Decimal(floor(wanted) + 1 if strict else ceil(wanted)) - n
    return n - Decimal(ceil(wanted) - 1 if strict else floor(wanted))
