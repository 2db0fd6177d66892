"""Words for the user: which cell, what stands in it, what is wrong, what will change."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from portal.fields import IdNumberFormField, hide
from workbooks.imports.cleaning import BAD, text_of
from workbooks.imports.headers import NUMBER
from workbooks.imports.matching import Register, Row
from workbooks.imports.outcome import Change, Finding
from workbooks.imports.references import References

LONGEST = 200  # characters of a cell that are told
TOLD = 4  # cells that tell which row it is
SHORT = 6  # characters of an ID number that tell nothing


class Teller:
    """Speaks of rows and fields by the labels of the form. Never tells an ID number."""

    def __init__(self, form: Any, register: Register, references: References) -> None:
        self.form, self.register, self.references = form, register, references

    def label(self, name: str) -> str:
        one = self.form.fields.get(name)
        return str(one.label or name) if one else _("record number")

    def neutral(self, name: str) -> str:
        """Says no more than that it cannot be done: who else has the value is nobody's business."""
        return _("This %(field)s cannot be used here. Check it, or ask the county office.") % {
            "field": self.label(name)
        }

    def blamed(self, row: Row, names: tuple[str, ...]) -> str:
        """Of fields that belong together, the one the file has a column for."""
        present = [name for name in names if name in row.part.columns]
        return present[-1] if present else NUMBER

    def place(self, row: Row) -> int:
        """The row's number in its sheet, from 1."""
        return row.part.rows[row.line] + 1

    def shown(self, row: Row, name: str) -> str:
        """The cell as it was typed; of an ID number only what tells it from others."""
        column = row.part.columns.get(name)
        cells = row.part.sheet.rows[row.part.rows[row.line]]
        if column is None or column >= len(cells):
            return ""
        text = text_of(cells[column])
        if isinstance(self.form.fields.get(name), IdNumberFormField) and len(text) > SHORT:
            return f"{text[:6]}{'*' * max(0, len(text) - 10)}{text[14:]}"
        return hide(text[:LONGEST])

    def finding(self, row: Row, name: str, message: str) -> Finding:
        shown = self.shown(row, name)
        column = row.part.columns.get(name, -1)
        facts = (row.part.sheet.name, self.place(row), name, shown, hide(message))
        return Finding(*facts, label=self.label(name), column=column)

    def change(self, row: Row, names: list[str]) -> Change:
        held = row.existing.values if row.existing else {}
        lines = [
            (self.label(name), self.word(name, held[name]), self.word(name, row.full[name]))
            for name in names
        ]
        first = self.register.names[0]
        record = self.word(first, row.full[first])
        return Change(row.part.sheet.name, self.place(row), record, lines)

    def words(self, row: Row) -> str:
        """What a row says, in a few words: its first cells that are filled."""
        column = row.part.columns
        said = (self.shown(row, name) for name in self.register.names if name in column)
        return " · ".join(islice(filter(None, said), TOLD))[:LONGEST]

    def word(self, name: str, value: Any) -> str:
        link = self.register.links.get(name)
        spoken = self.references.record(link, value) if link and value is not BAD else value
        choices = dict(self.register.fields[name].flatchoices)
        return hide(str(choices.get(value, "" if spoken is None else spoken)))
