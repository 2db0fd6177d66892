"""Workbooks that go back to the user: an empty one to fill in, or their own with the errors in
its cells."""

from __future__ import annotations

from collections import defaultdict
from typing import IO, Any

import xlsxwriter
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.fields import IdNumberFormField, PartialDateFormField, hide
from portal.forms import RecordField
from portal.pages import Pages
from workbooks.examples import Examples
from workbooks.excel import Book, Styles, write_cell
from workbooks.excel.writing import SAFE, cell_text, sheet_name
from workbooks.imports.outcome import Finding, Outcome

FILLED = 5000  # rows of a template that offer drop-down lists
WIDTH = 18
LISTED = 255  # characters that Excel takes for a list in the cell itself


def write_template(out: IO[bytes], pages: Pages, by: Any) -> None:
    """A workbook with the header of a register, an example row, drop-down lists and, on a second
    sheet, what may stand in each column. It goes through the import, which skips the example."""
    form: Any = pages.form(user=by) if pages.form else None
    book = xlsxwriter.Workbook(out, {**SAFE, "constant_memory": False})
    styles = Styles(book)
    sheet = book.add_worksheet(sheet_name(str(pages.label)))
    notes = book.add_worksheet(_("How to fill in"))
    lists = book.add_worksheet("lists")
    lists.hide()
    write_notes(notes, styles)
    sheet.freeze_panes(1, 0)
    examples = Examples(form)
    shown = examples.row(0)
    for column, (name, one) in enumerate(form.fields.items()):
        label = capfirst(str(one.label or name))
        sheet.set_column(column, column, WIDTH, styles.text)
        sheet.write_string(0, column, f"{label}*" if one.required else label, styles.header)
        sheet.write_comment(0, column, note_of(one))
        if words := examples.words[name]:
            offer(sheet, lists, column, words)
        example = str(shown[name])
        if one.required or not column:  # what is typed over it leaves nothing behind
            first = "" if column else _("Example: ")
            sheet.write_string(1, column, cell_text(first + example), styles.note)
        line = (label, _("yes") if one.required else "", note_of(one), example)
        for place, text in enumerate(line):
            notes.write_string(column + 1, place, cell_text(text), styles.note)
    book.close()


def write_notes(notes: Any, styles: Styles) -> None:
    heads = ((_("Column"), 20), (_("Required"), 10), (_("What to write"), 60), (_("Example"), 24))
    for place, (head, width) in enumerate(heads):
        notes.set_column(place, place, width)
        notes.write_string(0, place, head, styles.header)


def offer(sheet: Any, lists: Any, column: int, words: list[str]) -> None:
    """A drop-down list below the header of a column."""
    rule = {"validate": "list", "source": source_of(lists, column, words), "error_type": "warning"}
    sheet.data_validation(1, column, FILLED, column, rule)


def source_of(lists: Any, column: int, words: list[str]) -> Any:
    """What a drop-down list offers; long ones live in a column of the hidden sheet."""
    if len(",".join(words)) <= LISTED and not any("," in word for word in words):
        return words
    for row, word in enumerate(words):
        lists.write_string(row, column, word)
    letter = xlsxwriter.utility.xl_col_to_name(column)
    return f"={lists.get_name()}!${letter}$1:${letter}${len(words)}"


def note_of(one: forms.Field) -> str:
    """What may stand in a column, in a sentence."""
    if isinstance(one, RecordField):
        kinds = one.queryset.model._meta.verbose_name_plural
        return _("The name or the code of one of the %(kinds)s.") % {"kinds": kinds}
    notes = {
        IdNumberFormField: _("18 characters, typed as text. It tells whose row it is."),
        PartialDateFormField: _("A day such as 1985-07-03; 1985-07 where only the month is known."),
        forms.DateField: _("A day such as 2026-07-01."),
        forms.ChoiceField: _("One of the words in the list."),
        forms.BooleanField: _("One of the words in the list."),
        forms.IntegerField: _("A number."),
    }
    fitting = (note for kind, note in notes.items() if isinstance(one, kind))
    return str(one.help_text) or next(fitting, _("Text."))


def write_marked(out: IO[bytes], book: Book, outcome: Outcome) -> None:
    """The user's sheets with each refused cell red and its reason as a comment; a first sheet
    lists them all. ID numbers that are right stay: the file is theirs."""
    found: dict[str, dict[int, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for one in outcome.refused:
        found[one.sheet][one.row].append(one)
    made = xlsxwriter.Workbook(out, SAFE)
    styles = Styles(made)
    write_list(made.add_worksheet(_("What to correct")), styles, outcome.refused)
    for sheet in book.sheets:
        if sheet.name in found:
            target = made.add_worksheet(sheet_name(sheet.name))
            for row, cells in enumerate(sheet.rows):
                for column, value in enumerate(cells):
                    write_cell(target, row, column, value, styles)
                mark(target, styles, row, cells, found[sheet.name].get(row + 1, []))
    made.close()


def write_list(target: Any, styles: Styles, refused: list[Finding]) -> None:
    given = pgettext("import", "Value")
    heads = ((_("Sheet"), 16), (_("Row"), 8), (_("Column"), 16), (given, 24), (_("Why"), 70))
    for place, (head, width) in enumerate(heads):
        target.set_column(place, place, width)
        target.write_string(0, place, head, styles.header)
    target.freeze_panes(1, 0)
    for row, one in enumerate(refused, 1):
        label = one.label or one.field
        values = (one.sheet, one.row or "", label, one.value, one.message)
        for place, value in enumerate(values):
            write_cell(target, row, place, value, styles)


def mark(target: Any, styles: Styles, row: int, cells: list[Any], wrong: list[Finding]) -> None:
    reasons: dict[int, list[str]] = defaultdict(list)
    for one in wrong:
        reasons[max(one.column, 0)].append(hide(one.message))
    for column, messages in reasons.items():
        value = cells[column] if column < len(cells) else ""
        if value == "":
            target.write_blank(row, column, None, styles.wrong)
        else:
            target.write_string(row, column, cell_text(str(value)), styles.wrong)
        target.write_comment(row, column, "\n".join(messages))
