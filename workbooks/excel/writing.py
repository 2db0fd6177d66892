"""Workbooks and CSV without formulas: nothing written here is ever computed or linked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
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
    """A column of a table: its title, its width in characters, and whether it holds numbers."""

    title: str
    width: int = 14
    number_format: str = ""


def guarded(text: str) -> str:
    """Text that no program takes for a formula; `unguarded` gives the text back."""
    return f"'{text}" if GUARDED.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if GUARDED_TWICE.match(text) else text


def write_table(
    out: IO[bytes], headings: Sequence[Heading], rows: Iterable[Sequence[Any]], title: str = ""
) -> int:
    """Stream a plain list into a workbook; returns the number of rows. Memory does not grow with
    them."""
    book = xlsxwriter.Workbook(out, SAFE)
    sheet = book.add_worksheet(sheet_name(title))
    styles = Styles(book)
    for column, heading in enumerate(headings):
        look = styles.of(heading.number_format) if heading.number_format else None
        sheet.set_column(column, column, heading.width, look)
        sheet.write_string(0, column, heading.title, styles.header)
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 22)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    count = 0
    for count, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            write_cell(sheet, count, column, value, styles)
    if headings:
        sheet.autofilter(0, 0, max(count, 1), len(headings) - 1)
    book.close()
    return count


class Styles:
    """The looks that our workbooks share."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats: dict[str, Any] = {}
        band = {"bold": True, "valign": "vcenter", "bg_color": "#F3E9E7", "bottom": 1}
        self.header = book.add_format(band | {"text_wrap": True})
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.wrong = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        self.note = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#555555"})
        self.text = book.add_format({"num_format": "@"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def of(self, number_format: str) -> Any:
        if number_format not in self.formats:
            self.formats[number_format] = self.book.add_format({"num_format": number_format})
        return self.formats[number_format]


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
    text = re.sub(r"[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)[:LONGEST]
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
