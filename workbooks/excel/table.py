"""A plain list as .xlsx. Its XML is written directly, and what a column says again and again is put
into words once: several times as fast as a library, and memory does not grow with the rows."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

from django.utils import timezone
from xlsxwriter.utility import xl_col_to_name

from workbooks.excel.writing import LONGEST, Heading, cell_text, sheet_name

BLOCK = 500  # rows written at once
KNOWN = 5000  # values of a column that are remembered
FIRST = date(1899, 12, 30).toordinal()  # the day that Excel counts from
SECONDS = 86_400
# Text that Excel would read as an escaped sign.
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
HEAD, DAY, MOMENT = 1, 2, 3  # looks, by their place in styles.xml
SHEET = "xl/worksheets/sheet1.xml"
BLANK = Path(__file__).with_name("blank")  # the parts that every list has alike
OPEN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_table(
    out: IO[bytes], headings: Sequence[Heading], rows: Iterable[Sequence[Any]], title: str = ""
) -> int:
    """Stream a plain list into a workbook; returns the number of rows."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for file in sorted(BLANK.rglob("*.*")):
            book.write(file, str(file.relative_to(BLANK)))
        with book.open(SHEET, "w") as part:
            count = write_sheet(lambda text: part.write(text.encode()), headings, rows)
        corner = f"{xl_col_to_name(max(len(headings), 1) - 1)}${max(count, 1) + 1}"
        book.writestr("xl/workbook.xml", workbook(sheet_name(title), f"$A$1:${corner}"))
    return count


def workbook(name: str, area: str) -> str:
    """The sheet with its name; its first row is repeated on paper."""
    place = escape(f"'{name.replace(chr(39), chr(39) * 2)}'")
    title = escape(name, {'"': "&quot;"})
    return (
        f'{OPEN}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="{title}"'
        ' sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase"'
        f' localSheetId="0" hidden="1">{place}!{area}</definedName><definedName'
        f' name="_xlnm.Print_Titles" localSheetId="0">{place}!$1:$1</definedName></definedNames>'
        "</workbook>"
    )


def write_sheet(
    write: Callable[[str], Any], headings: Sequence[Heading], rows: Iterable[Sequence[Any]]
) -> int:
    letters = [xl_col_to_name(column) for column in range(len(headings))]
    widths = (
        f'<col min="{n}" max="{n}" width="{one.width}" customWidth="1"/>'
        for n, one in enumerate(headings, 1)
    )
    heads = (
        f'<c r="{letter}1" s="{HEAD}" t="inlineStr">{inline(one.title)}</c>'
        for letter, one in zip(letters, headings, strict=True)
    )
    write(
        f'{OPEN}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        + (f"<cols>{''.join(widths)}</cols>" if headings else "")
        + f'<sheetData><row r="1" ht="22" customHeight="1">{"".join(heads)}</row>'
    )
    count, lines = 0, lines_of(rows, letters)
    while block := list(islice(lines, BLOCK)):
        write("".join(block))
        count += len(block)
    area = f'<autoFilter ref="A1:{letters[-1]}{max(count, 1) + 1}"/>' if letters else ""
    write(f'</sheetData>{area}<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>')
    write("</worksheet>")
    return count


def lines_of(rows: Iterable[Sequence[Any]], letters: list[str]) -> Iterator[str]:
    opened = [f'<c r="{letter}' for letter in letters]
    columns: list[dict[Any, str]] = [{} for _letter in letters]
    for number, row in enumerate(rows, 2):
        cells = []
        for start, known, value in zip(opened, columns, row, strict=True):
            if value is None or value == "":
                continue
            if (said := known.get(value) if type(value) in REMEMBERED else None) is None:
                said = said_by(value)
                if type(value) in REMEMBERED and len(known) < KNOWN:
                    known[value] = said
            cells.append(f"{start}{number}{said}")
        yield f'<row r="{number}">{"".join(cells)}</row>'


REMEMBERED = {str, date}  # not numbers: 1, 1.0 and True are one key


def said_by(value: Any) -> str:
    """What stands behind the address of a cell: numbers as numbers, days as days, all else as text
    (digits too: codes and ID numbers)."""
    if isinstance(value, bool):
        return f'" t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f'"><v>{value}</v></c>'
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return f'" s="{MOMENT}"><v>{local.toordinal() - FIRST + seconds / SECONDS}</v></c>'
    if isinstance(value, date):
        return f'" s="{DAY}"><v>{value.toordinal() - FIRST}</v></c>'
    return f'" t="inlineStr">{inline(str(value))}</c>'


def inline(text: str) -> str:
    if text.isalnum() and len(text) <= LONGEST:  # most are, and nothing in them is special
        return f'<is><t xml:space="preserve">{text}</t></is>'
    safe = escape(ESCAPED.sub("_x005F_", cell_text(text)), {"\r": "_x000D_"})
    return f'<is><t xml:space="preserve">{safe}</t></is>'
