"""The sheets of the assessment workbook around the figures: cover, contents, targets at a glance,
rows behind the figures, rectifications, method."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter.utility import xl_rowcol_to_cell

from assessments.actions.targets.looks import bars, headed, on_own_page, status_colours
from assessments.actions.targets.method import method_rows, scoring
from assessments.actions.targets.results import Result
from assessments.actions.targets.rows_behind import RowsBehind, rectifications, sentence
from assessments.actions.targets.sheets_of_indicators import (
    COUNTED,
    OF,
    STATUS,
    VALUE,
    cached,
    shape,
)
from assessments.actions.targets.sheets_of_plans import AllPlaces, reached_formula
from web.templatetags.portal import moment
from workbooks.excel.writing import Styles, cell_text, write_cell

if TYPE_CHECKING:
    from assessments.actions.targets.looks import Looks
    from assessments.actions.targets.workbook import Contents

HEADER = 2  # the row of the heads, counted from 0
NARROWEST, WIDEST = 8, 44  # columns of what is to be put right
GLANCE = (44, 20, 8, 11, 11, 11, 11, 14)  # how wide the columns of the targets are


def cover_sheet(sheet: Any, looks: Looks, found: Contents) -> None:
    """The plan, the day, who and when, under which seal, and where to sign."""
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 32)
    sheet.merge_range(3, 0, 3, 2, "", looks.cover)
    sheet.write_string(3, 0, str(found.run.plan), looks.cover)
    sheet.merge_range(5, 0, 5, 2, "", looks.title)
    sheet.write_string(5, 0, _("Assessment workbook"), looks.title)
    sheet.set_row(3, 40)
    row = 8
    for label, text in facts(found):
        sheet.write_string(row, 0, label, looks.label)
        sheet.merge_range(row, 1, row, 2, "", looks.plain)
        sheet.write_string(row, 1, text, looks.plain)
        row += 1
    row += 1
    sheet.merge_range(row, 0, row, 2, "", looks.note)
    sheet.write_string(row, 0, scoring(), looks.note)
    sheet.set_row(row, 62)
    for label in (_("Prepared by"), _("Checked by"), _("Approved by"), _("Date and seal")):
        row += 2
        sheet.write_string(row, 0, label, looks.label)
        sheet.write_blank(row, 1, None, looks.line)
        sheet.write_blank(row, 2, None, looks.line)
        sheet.set_row(row, 24)
    sheet.center_horizontally()


def facts(found: Contents) -> list[tuple[str, str]]:
    """What stands on the cover and on the print: whose figures, of when, from whom."""
    run, seal = found.run, found.seal
    said = [
        (_("Organization"), str(found.own.organization)),
        (_("Plan"), f"{run.plan.code} ({run.plan.year})"),
        (_("Source"), run.plan.source or "–"),
        (_("As of"), f"{run.day:%Y-%m-%d}"),
        (_("Period from"), f"{run.first:%Y-%m-%d}"),
        (_("Computed at"), moment(run.computed_at) or "–"),
        (_("Written by"), found.made_by),
        (_("Written at"), moment(found.made_at)),
        (_("Organizations right below"), f"{len(found.blocks)}"),
    ]
    if seal is None:
        return [*said, (_("Seal"), _("Not sealed: these figures may still change."))]
    words = {"code": seal.code, "number": seal.number, "at": moment(seal.sealed_at)}
    text = _("%(code)s, sealed %(at)s") % words
    if seal.number:
        text = _("%(code)s, amendment %(number)s, sealed %(at)s") % words
    return [
        *said,
        (_("Seal"), text),
        (_("Reason"), f"{seal.reason} {seal.approval}".strip()),
        (_("To be checked at"), seal.get_absolute_url()),
    ]


def contents_sheet(sheet: Any, looks: Looks, sheets: Iterable[tuple[Any, str]]) -> None:
    """Every sheet with what it holds; a click leads there."""
    headed(sheet, looks, _("Contents"), _("A click on a name leads to the sheet."), 1)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 60)
    sheet.write_string(HEADER, 0, _("Sheet"), looks.head)
    sheet.write_string(HEADER, 1, _("What it holds"), looks.head)
    for row, (there, said) in enumerate(sheets, HEADER + 1):
        name = there.get_name()
        quoted = name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{quoted}'!A1", looks.link, name)
        sheet.write_string(row, 1, cell_text(said), looks.text)
    sheet.freeze_panes(HEADER + 1, 0)
    sheet.repeat_rows(HEADER)


def glance_sheet(sheet: Any, looks: Looks, found: Contents, places: AllPlaces) -> None:
    """The organization's own targets, each read off its sheet; a chart of what is reached."""
    heads = [_("Target"), _("Target value"), _("Weight"), _("Value"), _("Counted"), _("Of")]
    heads += [_("Reached"), _("Status")]
    headed(sheet, looks, _("Targets at a glance"), scoring(), len(heads) - 1)
    for column, (word, width) in enumerate(zip(heads, GLANCE, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER, column, word, looks.head)
    sheet.set_row(1, 62)
    sheet.freeze_panes(HEADER + 1, 1)
    sheet.repeat_rows(HEADER)
    results = [one for one in found.own.results if one.target]
    for row, one in enumerate(results, HEADER + 1):
        glance_line(sheet, looks, (row, one), places[one.indicator.pk])
    if results:
        first, last = HEADER + 1, HEADER + len(results)
        status_colours(sheet, looks, (first, 7, last, 7))
        bars(sheet, (first, 6, last, 6), 1)
        own_score(sheet, looks, found, (first, last))
        reached_chart(sheet, looks, (first, last))


def glance_line(sheet: Any, looks: Looks, at: tuple[int, Result], places: Any) -> None:
    (row, one), own = at, at[1].organization.pk
    target: Any = one.target
    sheet.write_string(row, 0, cell_text(str(one.indicator)), looks.text)
    sheet.write_string(row, 1, target.sentence, looks.text)
    sheet.write_number(row, 2, float(target.weight), looks.number("0.##"))
    sheet.write_formula(
        row, 3, f"={places.cell(own, VALUE)}", looks.number(shape(one)), cached(one)
    )
    for column, there, number in ((4, COUNTED, one.n), (5, OF, one.of)):
        if number is None:
            sheet.write_blank(row, column, None, looks.number())
        else:
            sheet.write_formula(row, column, f"={places.cell(own, there)}", looks.number(), number)
    done = "" if one.attained is None else float(one.attained)
    sheet.write_formula(row, 6, reached_formula(one, places), looks.number("0.0%"), done)
    sheet.write_formula(row, 7, f"={places.cell(own, STATUS)}", looks.word, str(one.status.label))


def own_score(sheet: Any, looks: Looks, found: Contents, rows: tuple[int, int]) -> None:
    """The organization's score: weights times what is reached, over the weights with data."""
    weights, parts = (
        f"{xl_rowcol_to_cell(rows[0], column)}:{xl_rowcol_to_cell(rows[1], column)}"
        for column in (2, 6)
    )
    weighed = f"SUMPRODUCT({weights},--ISNUMBER({parts}))"
    formula = f'=IF({weighed}=0,"",100*SUMPRODUCT({weights},{parts})/{weighed})'
    value = "" if found.own.score is None else float(found.own.score)
    sheet.write_string(rows[1] + 1, 0, _("Score"), looks.bold)
    sheet.write_formula(rows[1] + 1, 6, formula, looks.number("0.0", strong=True), value)


def reached_chart(sheet: Any, looks: Looks, rows: tuple[int, int]) -> None:
    chart, name = looks.book.add_chart({"type": "bar"}), sheet.get_name()
    chart.add_series(
        {
            "name": _("Reached"),
            "categories": [name, rows[0], 0, rows[1], 0],
            "values": [name, rows[0], 6, rows[1], 6],
            "fill": {"color": "#2F5D8A"},
            "data_labels": {"value": True, "num_format": "0%"},
            "gap": 40,
        }
    )
    chart.set_title({"name": _("What is reached of each target"), "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    axis = {"min": 0, "max": 1, "num_format": "0%", "major_gridlines": {"visible": False}}
    chart.set_x_axis(axis)
    size = {"many": rows[1] - rows[0] + 1, "across": sum(GLANCE), "repeated": 20}
    on_own_page(sheet, chart, rows[1] + 3, **size)


def rows_sheet(sheet: Any, looks: Looks, found: Contents) -> int:
    """The rows behind each figure as they were counted that day; returns how many are listed."""
    heads = (_("Indicator"), _("Counted"), _("Organization"), _("Name"), _("ID number (masked)"))
    behind, row = RowsBehind(found.run, found.own.organization, found.by), HEADER
    said = _("As they were counted on the day. Those that do not count stand first.")
    if not behind.kept:
        said = _("The rows that this run counted are not kept any more.")
    headed(sheet, looks, _("Rows behind the figures"), said, len(heads) - 1)
    for column, (word, width) in enumerate(zip(heads, (16, 14, 26, 26, 22), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER, column, word, looks.head)
    sheet.freeze_panes(HEADER + 1, 0)
    sheet.repeat_rows(HEADER)
    for one in found.own.results:
        for part in behind.behind(one):
            word = _("Yes") if part.counted else _("No")
            for place, name, number in part.lines:
                row += 1
                texts = (one.indicator.code, word, place, name, number)
                for column, text in enumerate(texts):
                    sheet.write_string(row, column, cell_text(text))
            if missing := sentence(part):
                row += 1
                sheet.write_string(row, 0, one.indicator.code)
                sheet.write_string(row, 1, word)
                sheet.write_string(row, 2, missing, looks.label)
    sheet.autofilter(HEADER, 0, max(row, HEADER + 1), len(heads) - 1)
    return row - HEADER


NOTE = 60  # characters: as wide as a sentence


def rectification_sheet(sheet: Any, looks: Looks, found: Contents) -> None:
    """What inspections asked to be put right, as the registers say it."""
    tables = [(one, heads, list(rows)) for one, heads, rows in rectifications(found)]
    lines = [line for _one, heads, rows in tables for line in (heads, *rows)]
    for column, wide in enumerate(widths(lines)):
        sheet.set_column(column, column, wide)
    styles, row = Styles(looks.book), 0
    sheet.write_string(0, 0, _("Rectifications"), looks.label)
    for register, heads, rows in tables:
        sheet.write_string(row + 2, 0, str(register.label), looks.label)
        row += 3
        for column, text in enumerate(heads):
            sheet.write_string(row, column, text, looks.head)
        for line in rows:
            row += 1
            for column, value in enumerate(line):
                if isinstance(value, str):
                    sheet.write_string(row, column, cell_text(value), looks.plain)
                else:
                    write_cell(sheet, row, column, value, styles)
    if not tables:
        sheet.set_column(0, 0, NOTE)  # else the sentence is cut off on paper
        sheet.write_string(2, 0, _("None on record that you may take out."), looks.plain)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def widths(lines: list[list[Any]]) -> list[int]:
    """As wide as what stands in each column, in Latin letters, between two bounds."""
    columns = zip_longest(*lines, fillvalue="")
    return [
        min(WIDEST, max(NARROWEST, *(breadth(str(one)) + 2 for one in column)))
        for column in columns
    ]


def method_sheet(sheet: Any, looks: Looks, found: Contents) -> None:
    """What every word and figure means."""
    headed(
        sheet,
        looks,
        pgettext("workbook", "Method"),
        _("How every figure of this workbook came about."),
        1,
    )
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 90)
    for column, word in enumerate((_("Item"), _("Meaning"))):
        sheet.write_string(HEADER, column, word, looks.head)
    for row, (name, said) in enumerate(method_rows(found), HEADER + 1):
        sheet.write_string(row, 0, cell_text(name), looks.bold)
        sheet.write_string(row, 1, cell_text(said), looks.text)
        sheet.set_row(row, 16 * max(1, -(-breadth(said) // 100), -(-breadth(name) // 36)))
    sheet.freeze_panes(HEADER + 1, 0)
    sheet.repeat_rows(HEADER)


def breadth(text: str) -> int:
    """How wide a text is, in Latin letters."""
    return sum(2 if letter >= "⺀" else 1 for letter in text)
