"""Every row judged: new, changed, same or refused, and why. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from portal.fields import mask_id
from portal.forms import RecordForm
from portal.pages import Pages
from portal.rules import too_many
from workbooks.excel import Book, Cell
from workbooks.imports.cleaning import (
    BAD,
    Masked,
    Several,
    clean_column,
    cleaner_of,
    is_textual,
    text_of,
)
from workbooks.imports.headers import NUMBER, Part, parts_of
from workbooks.imports.matching import Register, Row, match_keys, match_lookalikes, match_numbers
from workbooks.imports.outcome import Finding, Outcome, Progress
from workbooks.imports.reach import Reach
from workbooks.imports.references import References
from workbooks.imports.telling import Teller
from workbooks.imports.twins import refuse_twins

LONGEST_NUMBER = 18  # digits of a record number
PULSE = 1000  # rows between two words on progress


class Judge:
    """One workbook before one register, on behalf of one user.

    Costs a handful of queries however many rows. Afterwards `new` and `changed` hold the good
    rows, `outcome` what to tell the user.
    """

    def __init__(self, pages: Pages, book: Book, by: Any, progress: Progress) -> None:
        self.pages, self.book, self.progress = pages, book, progress
        self.model: Any = pages.model
        form_class: Any = pages.form
        self.form_class: type[RecordForm] = form_class
        self.form = form_class(user=by)
        concrete = {one.name for one in self.model._meta.concrete_fields}
        self.names = [name for name in self.form.fields if name in concrete]
        self.register = Register(self.model, self.names)
        self.references = References(by)
        self.teller = Teller(self.form, self.register, self.references)
        self.reach = Reach(self.register, self.references, self.teller, by)
        self.outcome = Outcome()
        self.rows: list[Row] = []
        self.new: list[Row] = []
        self.changed: list[Row] = []

    def judge(self) -> None:
        parts, self.outcome.notes = parts_of(self.pages, self.book)
        for part in parts:
            self.outcome.warnings += self.odd_in(part)
            self.rows += self.clean(part)
        self.narrow()
        self.match()
        self.resolve()
        refuse_twins(self.register, self.rows, self.teller)
        self.complete()
        self.check()
        if self.form_class.limits:
            self.check_together()
        self.sort_out()

    def odd_in(self, part: Part) -> Iterator[Finding]:
        """What the form has to say of the sheet as a whole: its own totals, its units."""
        for look in self.form_class.of_sheet:
            for row, name, message in look(part):
                place, label = part.columns[name], self.teller.label(name)
                shown = text_of(part.sheet.rows[row][place])
                yield Finding(part.sheet.name, row + 1, name, shown, message, label, place)

    def awaits_parents(self) -> bool:
        """Rows name records of their own kind that are not there; perhaps the file brings them."""
        links = self.register.links.items()
        own = {name for name, link in links if link.related_model is self.model}
        return any(one.field in own for one in self.outcome.refused)

    # --- cells to values

    def clean(self, part: Part) -> list[Row]:
        rows = [Row(part, line, {}) for line in range(len(part.rows))]
        names = [name for name in part.columns if name in self.names]
        for step, name in enumerate(names):
            self.progress(step * len(rows) // (len(names) * 2), len(rows))
            self.clean_into(rows, part, name)
        if NUMBER in part.columns:
            for row, cell in zip(rows, part.cells(NUMBER), strict=True):
                self.take_number(row, cell)
        return rows

    def clean_into(self, rows: list[Row], part: Part, name: str) -> None:
        one = self.form.fields[name]
        place = part.columns[name]
        formulas = {row for row, column in part.sheet.formulas if column == place}
        computed = {line for line, row in enumerate(part.rows) if row in formulas}
        cleaner = cleaner_of(one, self.references, self.form_class.words.get(name, {}))
        column = clean_column(cleaner, part.cells(name), computed, is_textual(one))
        for row, value in zip(rows, column.values, strict=True):
            row.values[name] = value
        for line, message in column.errors.items():
            rows[line].refuse(name, message)

    def take_number(self, row: Row, cell: Cell) -> None:
        text = text_of(cell).removeprefix("#")
        if text.isdecimal() and len(text) <= LONGEST_NUMBER:
            row.number = int(text)
        elif text:
            row.refuse(NUMBER, _("This is not a record number."))

    # --- values to records

    def narrow(self) -> None:
        """A word that names several records means the one that hangs where the row itself does."""
        own = f"{self.model.scope_path}_id"
        for name, link in self.register.links.items():
            if getattr(link.related_model, "scope_path", "") != self.model.scope_path:
                continue
            unsure = [row for row in self.rows if isinstance(row.values.get(name), Several)]
            self.references.fetch(link, {pk for row in unsure for pk in row.values[name]})
            for row in unsure:
                place = row.values.get(self.model.scope_path)
                found = {pk: self.references.record(link, pk) for pk in row.values[name]}
                here = [pk for pk, one in found.items() if place and getattr(one, own, 0) == place]
                if len(here) == 1:
                    row.values[name] = here[0]

    def match(self) -> None:
        key = self.model.key
        match_numbers(self.register, self.rows, self.teller.neutral(NUMBER))
        for names in self.model.also_keys:
            if set(names) <= set(self.names):
                match_keys(self.register, self.rows, names, whole=True)
        if not set(key) <= set(self.names):
            return
        match_keys(self.register, self.rows, key)
        if len(key) == 1 and self.model.lookalike:
            several = _("Several records fit this row. Give the whole number.")
            match_lookalikes(self.register, self.rows, key[0], several)

    def resolve(self) -> None:
        """Settle words that name several records, and masked numbers, by what the record holds."""
        for row in self.rows:
            for name, value in row.values.items():
                if isinstance(value, Several | Masked):
                    self.settle(row, name, value)

    def settle(self, row: Row, name: str, meant: Several | Masked) -> None:
        held = row.existing.values[name] if row.existing else None
        several = isinstance(meant, Several)
        fits = held in meant if several else mask_id(held) == meant
        row.values[name] = held if fits else BAD
        if not fits and several:
            one, text = self.form.fields[name], self.teller.shown(row, name)
            row.refuse(name, self.references.error(one, "several", text).messages[0])
        elif not fits:
            sentence = _("A masked ID number does not say whose it is. Give the whole number.")
            row.refuse(name, sentence)

    # --- rows as wholes

    def complete(self) -> None:
        """Give every row a value for every field: its own, else the record's, else the default."""
        for row in self.rows:
            held = row.existing.values if row.existing else self.defaults
            row.full = {**held, **row.values}
            for name, value in row.values.items():
                if value is None or value == "":
                    row.full[name] = self.emptied(name, held[name], row)

    @cached_property
    def defaults(self) -> dict[str, Any]:
        return {name: one.get_default() for name, one in self.register.fields.items()}

    def emptied(self, name: str, held: Any, row: Row) -> Any:
        """An empty cell clears an optional field, as on the edit page; never the key of a record,
        nor a field that must hold something."""
        one = self.register.fields[name]
        if row.existing is None and one.has_default():
            return held
        if row.existing and name in self.model.key:
            return held
        if one.null:
            return None
        return "" if one.empty_strings_allowed else held

    def check(self) -> None:
        for name, link in self.register.links.items():
            pks = {row.full[name] for row in self.rows if isinstance(row.full[name], int)}
            self.references.fetch(link, pks)
        for index, row in enumerate(self.rows):
            if index % PULSE == 0:
                self.progress((len(self.rows) + index) // 2, len(self.rows))
            if row.existing and self.model.grows:
                self.form_class.fill(row.full)  # as it was filled in when it was entered
            if row.existing and not differences(row):
                self.reach.touches(row)
            elif row.existing and self.model.grows:
                row.refuse(differences(row)[0], self.model.grows)
            elif not row.errors.keys() & self.identifying:
                self.check_whole(row)

    @cached_property
    def identifying(self) -> set[str]:
        """Where one of these is wrong nobody knows whose the rest is: no more is said."""
        return {NUMBER, *self.model.key}

    def check_whole(self, row: Row) -> None:
        values = self.whole(row)
        if row.errors:
            values = {name: value for name, value in values.items() if value is not BAD}
        for name, method in self.own_cleaners:
            if name in values:
                self.ask(row, name, method, values)
        self.form_class.fill(values)
        for rule in self.form_class.rules:
            for name, message in rule(values):
                row.refuse(name or self.model.key[0], message)
        row.full.update(values)
        for name in self.register.links:
            row.full[name] = self.number_of(row.full[name])
        self.reach.check(row)
        if not row.errors:
            self.warn(row, values)

    def check_together(self) -> None:
        """Rows that are good each by itself may be too many."""
        rows = [row for row in self.rows if state_of(row) in {"new", "changed"}]
        asked = [(row.existing.pk if row.existing else None, self.whole(row)) for row in rows]
        for place, (name, message) in too_many(self.form_class.limits, asked).items():
            rows[place].refuse(name, message)

    def whole(self, row: Row) -> dict[str, Any]:
        return row.full | {name: self.linked(row, name) for name in self.register.links}

    def number_of(self, value: Any) -> Any:
        """The number of a linked record, which `fill` may have found."""
        return self.references.keep(value) if isinstance(value, Model) else value

    def linked(self, row: Row, name: str) -> Any:
        value = row.full[name]
        return value if value is BAD else self.references.record(self.register.links[name], value)

    @cached_property
    def own_cleaners(self) -> list[tuple[str, Callable[[], Any]]]:
        methods = ((name, getattr(self.form, f"clean_{name}", None)) for name in self.names)
        return [(name, method) for name, method in methods if method]

    @cached_property
    def instances(self) -> dict[int, Any]:
        """The records themselves, where the form's own clean_... methods look at them."""
        pks = {row.existing.pk for row in self.rows if row.existing}
        found: dict[int, Any] = self.model.objects.in_bulk(pks)
        return found

    def ask(self, row: Row, name: str, method: Callable[[], Any], values: dict[str, Any]) -> None:
        """Let one of the form's own clean_... methods look at a value."""
        self.form.instance = self.instances[row.existing.pk] if row.existing else self.model()
        self.form.cleaned_data = values
        try:
            values[name] = method()
        except ValidationError as no:
            del values[name]
            row.refuse(name, " ".join(no.messages))

    def warn(self, row: Row, values: dict[str, Any]) -> None:
        for rule in self.form_class.cautions:
            for name, message in rule(values):
                self.outcome.warnings.append(self.teller.finding(row, name, str(message)))

    # --- the verdict

    def sort_out(self) -> None:
        for row in self.rows:
            state = state_of(row)
            place = self.teller.place(row)
            self.outcome.states.append((row.part.sheet.name, place, state))
            self.outcome.words.append(self.teller.words(row))
            if state == "refused":
                findings = [self.teller.finding(row, *one) for one in row.errors.items()]
                self.outcome.refused += findings
            elif state == "new":
                self.new.append(row)
            elif state == "changed":
                self.changed.append(row)
                self.outcome.changes.append(self.teller.change(row, differences(row)))
        self.outcome.new, self.outcome.changed = len(self.new), len(self.changed)
        self.outcome.same = sum(state == "same" for *_row, state in self.outcome.states)


def state_of(row: Row) -> str:
    if row.errors:
        return "refused"
    if not row.existing:
        return "new"
    return "changed" if differences(row) else "same"


def differences(row: Row) -> list[str]:
    held = row.existing.values if row.existing else {}
    return [name for name, value in row.full.items() if value != held.get(name)]
