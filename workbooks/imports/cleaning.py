"""Cells to values, a column at a time: every distinct cell is cleaned once, by the form's own
field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from portal.fields import (
    MASKED,
    CodeFormField,
    IdNumberFormField,
    PartialDateFormField,
    normal,
    parse_partial,
)
from portal.forms import RecordField
from workbooks.excel import Cell
from workbooks.excel.writing import unguarded

YES = {"1", "是", "有", "对", "√", "✓", "✔", "y", "yes", "true", "t"}
NO = {"", "0", "否", "无", "没有", "不是", "×", "✗", "n", "no", "false", "f", "-", "—"}
DAY_LENGTH = len("2026-07-01")
LOST = 15  # digits that Excel keeps of a number


class Masked(str):
    """A masked ID number, as our own exports show it: whose it is, the rest of the row must say."""

    __slots__ = ()


class Several(tuple[int, ...]):
    """The records that one word names; which is meant, only the record's present value can tell."""

    __slots__ = ()


class Bad:
    """Stands where a value could not be had."""


BAD = Bad()


@dataclass
class Column:
    """The cleaned values of one field, and the sentences for the rows where there is none."""

    values: list[Any]
    errors: dict[int, str] = field(default_factory=dict)


def clean_column(
    cleaner: Callable[[Any], Any], cells: list[Cell], computed: set[int], textual: bool
) -> Column:
    """`computed`: the indexes of cells with formulas; text must be typed, not computed."""
    known: dict[Any, tuple[Any, str]] = {}
    column = Column([])
    for index, cell in enumerate(cells):
        mark = cell if type(cell) is str else (type(cell), cell)
        if mark not in known:
            known[mark] = attempt(cleaner, cell)
        value, error = known[mark]
        if index in computed and (textual or cell == ""):
            value, error = BAD, _("The cell holds a formula. Copy it and paste it as a value.")
        column.values.append(value)
        if error:
            column.errors[index] = error
    return column


def attempt(cleaner: Callable[[Any], Any], cell: Cell) -> tuple[Any, str]:
    try:
        return cleaner(cell), ""
    except ValidationError as no:
        return BAD, " ".join(no.messages)


def is_textual(one: forms.Field) -> bool:
    """Free text: a name, a code, an ID number."""
    return isinstance(one, forms.CharField) and not isinstance(one, PartialDateFormField)


def cleaner_of(one: forms.Field, references: Any, words: dict[str, str]) -> Callable[[Any], Any]:
    """How cells of this form field become values; `words` are a choice's words in workbooks."""
    if isinstance(one, RecordField):
        return lambda cell: references.find(one, cell)
    if isinstance(one, IdNumberFormField):
        return lambda cell: Masked(masked) if (masked := mask_in(cell)) else one.clean(cell)
    if isinstance(one, forms.ModelChoiceField):
        return lambda cell: references.keep(one.clean(text_of(cell)))
    if isinstance(one, forms.ChoiceField) and not isinstance(one, CodeFormField):
        choices = choice_words(one) | {fold(word): value for word, value in words.items()}
        return lambda cell: one.clean(choices.get(fold(text_of(cell)), text_of(cell)))
    reader = next((read for kind, read in READERS if isinstance(one, kind)), typed_text)
    return truth if reader is truth else lambda cell: one.clean(reader(cell))


def unguard(cell: Cell) -> Cell:
    return unguarded(cell) if isinstance(cell, str) else cell


def mask_in(cell: Cell) -> str:
    text = normal(cell) if isinstance(cell, str) else ""
    return text if MASKED.fullmatch(text) else ""


def fold(text: str) -> str:
    return "".join(normal(text).split()).casefold()


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without ".0", days in ISO form, without invisible signs
    around it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float | int):
        return number_text(cell)
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    text = unguarded(cell if isinstance(cell, str) else str(cell))
    half = normal(text)
    return half if half.isascii() else text.strip().strip("\u200b\ufeff").strip()


def number_text(number: float) -> str:
    if float(number).is_integer() and abs(number) < 10**LOST:
        return str(int(number))
    return repr(number)


def typed_text(cell: Cell) -> str:
    """Free text. Refuses what Excel has damaged, and what would act as a formula elsewhere."""
    text = text_of(cell)
    if isinstance(cell, float | int) and abs(cell) >= 10**LOST:
        raise ValidationError(
            _("Excel has lost the last digits of this number. Type it again as text.")
        )
    if normal(text).startswith(("=", "@")):
        raise ValidationError(_("This looks like a formula. Type plain text."))
    return text


def truth(cell: Cell) -> bool:
    word = fold(text_of(cell))
    if word not in YES | NO:
        raise ValidationError(_("Write yes or no."))
    return word in YES


def day_of(cell: Cell) -> Any:
    """A day known exactly; a month is not enough here."""
    partial = parse_partial(unguard(cell))
    if partial and len(partial) < DAY_LENGTH:
        raise ValidationError(_("Give the exact day, such as 2026-07-01."))
    return date.fromisoformat(partial) if partial else None


def number_of(cell: Cell) -> str:
    """A number without thousands separators and units, nor the noise of binary fractions."""
    if isinstance(cell, float):
        return number_text(round(cell, 9))
    text = normal(text_of(cell))
    return re.sub(r"(?<=\d),(?=\d{3})", "", text).removesuffix("元").removesuffix("人").strip()


# How the cells of a kind of form field are read before the field cleans them; free text else.
READERS: tuple[tuple[type[forms.Field], Callable[[Any], Any]], ...] = (
    (CodeFormField, unguard),
    (PartialDateFormField, unguard),
    (forms.BooleanField, truth),
    (forms.DateTimeField, unguard),
    (forms.DateField, day_of),
    (forms.IntegerField, number_of),  # decimal numbers too
)


def choice_words(one: Any) -> dict[str, Any]:
    """Every word for a choice: its value and its label in both languages."""
    words: dict[str, Any] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            words |= {fold(str(label)): value for value, label in one.choices if value != ""}
    return words | {fold(str(value)): value for value, _label in one.choices}
