"""Workbooks and CSV without formulas: nothing written here is ever computed or linked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

# Cells that begin like this are taken for formulas by one program or another (OWASP ASVS 1.2.10).
GUARDED = re.compile(r"'*[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]")
GUARDED_TWICE = re.compile(r"'+[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]")
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "default_date_format": "yyyy-mm-dd",
}
LONGEST = 32_767  # characters that a cell holds


@dataclass(frozen=True)
class Heading:
    """A column of a table: its title and its width in characters."""

    title: str
    width: int = 14


def guarded(text: str) -> str:
    """Text that no program takes for a formula; `unguarded` gives the text back."""
    return f"'{text}" if GUARDED.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if GUARDED_TWICE.match(text) else text


class Styles:
    """The looks that our workbooks share."""

    def __init__(self, book: Any) -> None:
        band = {"bold": True, "valign": "vcenter", "bg_color": "#F3E9E7", "bottom": 1}
        self.header = book.add_format(band | {"text_wrap": True})
        self.wrong = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        self.note = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#555555"})
        self.text = book.add_format({"num_format": "@"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})


def write_cell(sheet: Any, row: int, column: int, value: Any, styles: Styles) -> None:
    """Numbers as numbers, days as days, all else as text (digits too: codes and ID numbers)."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, cell_text(value))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        sheet.write_datetime(row, column, local.replace(tzinfo=None), styles.moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, styles.day)
    else:
        sheet.write_string(row, column, cell_text(str(value)))


def cell_text(text: str) -> str:
    """Text as a cell takes it: bounded, without control signs; an apostrophe that would be read
    as our own guard is kept by another."""
    if text.isprintable() and len(text) <= LONGEST and not text.startswith("'"):
        return text
    text = re.sub(r"[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)[:LONGEST]
    return f"'{text}" if GUARDED_TWICE.match(text) else text


def sheet_name(title: str) -> str:
    """A sheet name that Excel accepts."""
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31] or "Sheet1"


def write_csv(headings: Sequence[Heading], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines of a CSV file: UTF-8 with the mark that Excel needs, formulas guarded."""
    yield "\ufeff"
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    yield from written(writer, line, [heading.title for heading in headings])
    for row in rows:
        yield from written(writer, line, row)


def written(writer: Any, line: io.StringIO, row: Sequence[Any]) -> Iterator[str]:
    line.seek(0)
    line.truncate()
    writer.writerow([plain(value) for value in row])
    yield line.getvalue()


def plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, bool | int | float | Decimal | date):
        return value
    return guarded(str(value))
