"""The sheets of the assessment workbook about the whole plan: cover, ranking, unmet targets."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

from assessments.actions.targets.results import Result
from assessments.actions.targets.sheets_of_indicators import (
    COUNTED,
    OF,
    SIGNS,
    VALUE,
    Places,
    figure,
    pick,
    shape,
)
from assessments.choices import Status
from web.templatetags.portal import moment

if TYPE_CHECKING:
    from assessments.actions.targets.looks import Looks
    from assessments.actions.targets.workbook import Contents

RANK, NAME, SCORE, FIRST = range(4)  # columns of the ranking
HEADER, WEIGHTS = 3, 4  # its rows of heads and of weights, counted from 0
AllPlaces = dict[int, Places]


def cover_sheet(sheet: Any, looks: Looks, found: Contents) -> None:
    """The plan, the day, who and when, what is inside, and where to sign."""
    run = found.run
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 32)
    sheet.merge_range(3, 0, 3, 2, "", looks.cover)
    sheet.write_string(3, 0, str(run.plan), looks.cover)
    sheet.merge_range(5, 0, 5, 2, "", looks.title)
    sheet.write_string(5, 0, _("Assessment workbook"), looks.title)
    sheet.set_row(3, 40)
    facts = (
        (_("Organization"), str(found.own.organization)),
        (_("Plan"), f"{run.plan.code} ({run.plan.year})"),
        (_("Source"), run.plan.source or "–"),
        (_("As of"), f"{run.day:%Y-%m-%d}"),
        (_("Period from"), f"{run.first:%Y-%m-%d}"),
        (_("Computed at"), moment(run.computed_at) or "–"),
        (_("Written by"), found.made_by),
        (_("Written at"), moment(found.made_at)),
        (_("Party organizations"), f"{len(found.blocks)}"),
    )
    row = 8
    for label, text in facts:
        sheet.write_string(row, 0, label, looks.label)
        sheet.merge_range(row, 1, row, 2, "", looks.plain)
        sheet.write_string(row, 1, text, looks.plain)
        row += 1
    row = note(sheet, looks, row + 1, scoring())
    for label in (_("Prepared by"), _("Checked by"), _("Approved by"), _("Date and seal")):
        row += 2
        sheet.write_string(row, 0, label, looks.label)
        sheet.write_blank(row, 1, None, looks.line)
        sheet.write_blank(row, 2, None, looks.line)
        sheet.set_row(row, 24)
    sheet.center_horizontally()


def note(sheet: Any, looks: Looks, row: int, text: str) -> int:
    sheet.merge_range(row, 0, row, 2, "", looks.note)
    sheet.write_string(row, 0, text, looks.note)
    sheet.set_row(row, 62)
    return row


def scoring() -> str:
    return _(
        "Score: for every target the share that is reached (value over target, at most 1; 1 when "
        "it is met), times its weight, over the sum of the weights, times 100. Targets without "
        "data do not weigh. Percentages of a subtree are sums over sums, never averages."
    )


def ranking_sheet(sheet: Any, looks: Looks, found: Contents, places: AllPlaces) -> None:
    """Organizations by score: what is reached of each target, weighted, all by formula."""
    results = [one for one in found.own.results if one.target]
    last = FIRST + len(results) - 1
    sheet.set_column(RANK, RANK, 7)
    sheet.set_column(NAME, NAME, 26)
    sheet.set_column(SCORE, SCORE, 10)
    sheet.set_column(FIRST, max(last, FIRST), 15)
    sheet.merge_range(0, 0, 0, max(last, FIRST), "", looks.title)
    sheet.write_string(0, 0, _("Ranking as of %(day)s") % {"day": found.run.day}, looks.title)
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
    ranking_lines(sheet, looks, found, places, [one.indicator.pk for one in results])


def ranking_lines(
    sheet: Any, looks: Looks, found: Contents, places: AllPlaces, columns: list[int]
) -> None:
    last = FIRST + len(columns) - 1
    weights = f"{xl_rowcol_to_cell(WEIGHTS, FIRST, True)}:{xl_rowcol_to_cell(WEIGHTS, last, True)}"
    first_row, last_row = WEIGHTS + 1, WEIGHTS + len(found.blocks)
    scores = (
        f"{xl_rowcol_to_cell(first_row, SCORE, True)}:{xl_rowcol_to_cell(last_row, SCORE, True)}"
    )
    ranks = ranked([block.line.score for block in found.blocks])
    for row, block in enumerate(found.blocks, first_row):
        line, score = block.line, xl_rowcol_to_cell(row, SCORE)
        parts = f"{xl_rowcol_to_cell(row, FIRST)}:{xl_rowcol_to_cell(row, last)}"
        weighed = f"SUMPRODUCT({weights},--ISNUMBER({parts}))"
        formula = f'=IF({weighed}=0,"",100*SUMPRODUCT({weights},{parts})/{weighed})'
        value = "" if line.score is None else float(line.score)
        rank = f'=IF({score}="","",RANK({score},{scores}))'
        sheet.write_formula(row, RANK, rank, looks.number("0"), ranks[row - first_row])
        sheet.write_string(row, NAME, str(line.organization), looks.text)
        sheet.write_formula(row, SCORE, formula, looks.number("0.0", True), value)
        for column, one in enumerate(
            (one for one in line.results if one.indicator.pk in columns), FIRST
        ):
            done = one.attained
            reached = "" if done is None else float(done)
            formula = reached_formula(one, places[one.indicator.pk])
            sheet.write_formula(row, column, formula, looks.number("0.0%"), reached)
    if found.blocks:
        sheet.autofilter(HEADER, 0, last_row, last)


def ranked(scores: list[Any]) -> list[int | str]:
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
    for own in found.own.results:
        lines = [own, *(pick(block.line, own) for block in found.blocks)]
        for one in sorted(filter(unmet, lines), key=how_bad):
            row += 1
            unmet_line(sheet, looks, row, one, places[one.indicator.pk])
    sheet.autofilter(2, 0, max(row, 3), len(heads) - 1)


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
        sheet.write_blank(row, 7, None, looks.number())
    else:
        sheet.write_formula(row, 6, f"={of}", looks.number(), one.of)
        more(sheet, looks, row, one)
    sheet.write_string(row, 8, str(one.status.label), looks.word)


def more(sheet: Any, looks: Looks, row: int, one: Result) -> None:
    """How many more of those there are would have to count (or, the other way, fewer)."""
    target: Any = one.target
    wanted = target.value * one.of / 100
    needed = ceil(wanted) - one.n if target.upwards else one.n - floor(wanted)
    cells = (xl_rowcol_to_cell(row, column) for column in (3, 5, 6))
    goal, n, of = cells
    up, down = f"ROUNDUP(ROUND({goal}*{of},6),0)-{n}", f"{n}-ROUNDDOWN(ROUND({goal}*{of},6),0)"
    formula = f"=MAX(0,{up if target.upwards else down})"
    sheet.write_formula(row, 7, formula, looks.number(), float(max(0, needed)))
