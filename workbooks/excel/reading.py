from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.errors import Refused
from portal.fields import hide

# One cell as it was typed: text, a number, a day, a truth value; "" where it is empty.
Cell = str | float | bool | date | datetime | time | timedelta

MIB = 1 << 20
# What a workbook may cost. A roster of 30,000 rows by 27 columns unpacks to 38 MiB and is read in
# 150 MiB; a bomb of a few KiB unpacks to a thousand.
LIMITS = {
    "parts": 200,
    "unpacked": 128 * MIB,
    "part": 96 * MIB,
    "ratio": 200,
    "rows": 100_000,
    "columns": 200,
    "cells": 3_000_000,
    "memory": 512 * MIB,
    "output": 256 * MIB,
    "seconds": 30,
}
WALL_SECONDS = 90

SENTENCES = {
    "empty": gettext_lazy("“%(file)s” is empty."),
    "not_a_workbook": gettext_lazy(
        "“%(file)s” is not a workbook. Take an Excel file (.xlsx, .xls) or a CSV file."
    ),
    "format": gettext_lazy(
        "“%(file)s” has a format that cannot be read here. Open it in WPS or Excel and save "
        "it as .xlsx; .xls and .csv are taken too."
    ),
    "web_page": gettext_lazy(
        "“%(file)s” is a web page or XML under the name of a workbook. Open it in WPS or "
        "Excel and save it as .xlsx."
    ),
    "macro": gettext_lazy(
        "“%(file)s” contains macros. Save it as .xlsx, which has none, and upload that."
    ),
    "password": gettext_lazy(
        "“%(file)s” is protected by a password. Remove the password in WPS or Excel "
        "(File, Info, Protect) and upload it again."
    ),
    "broken": gettext_lazy(
        "“%(file)s” is damaged. Open it in WPS or Excel, save it anew and upload that."
    ),
    "encoding": gettext_lazy(
        "“%(file)s” is a text file in an unknown encoding. Save it as .xlsx or as CSV UTF-8."
    ),
    "unpacks": gettext_lazy(
        "“%(file)s” unpacks to far more than a list of records needs. Copy the cells into a "
        "new workbook and upload that."
    ),
    "rows": gettext_lazy(
        "Sheet “%(sheet)s” of “%(file)s” has more than %(rows)s rows. Delete the empty rows "
        "below the table, or split it."
    ),
    "columns": gettext_lazy(
        "Sheet “%(sheet)s” of “%(file)s” has more than %(columns)s columns. Delete the empty "
        "columns beside the table."
    ),
    "large": gettext_lazy(
        "“%(file)s” takes too much memory or time to read. A stray cell far below or beside "
        "the table does that: copy the table into a new workbook and upload that."
    ),
}


@dataclass
class Sheet:
    """One sheet: rows of typed cells from its first row on; `formulas` are (row, column) from 0."""

    name: str
    visible: bool = True
    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class Book:
    name: str
    sheets: list[Sheet]


def read(path: Path, name: str = "") -> Book:
    """Read .xlsx, .xls or .csv, told by its content, in a child process with limits.

    Formula cells give their last calculated value. Raises Refused with a sentence that names the
    file (`name`, as the user knows it, without ID numbers) and says what to do.
    """
    name = hide(name or path.name, "_")
    check_outside(path, name)
    with tempfile.TemporaryFile() as output:
        run_child(path, name, output)
        output.seek(0)
        try:
            return Book(name, list(sheets_of(output, name)))
        except (pickle.UnpicklingError, EOFError, AttributeError, ValueError, TypeError):
            raise Refused(sentence("large", name)) from None


def read_bytes(content: bytes, name: str) -> Book:
    """The same for a workbook that is no file yet."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return read(Path(file.name), name)


def check_outside(path: Path, name: str) -> None:
    size = path.stat().st_size
    if not size:
        raise Refused(sentence("empty", name))
    if size > settings.UPLOAD_LIMIT:
        most = settings.UPLOAD_LIMIT // MIB
        raise Refused(
            _("“%(file)s” is larger than %(most)s MB. Split it, or remove pictures from it.")
            % {"file": name, "most": most}
        )
    if name.lower().endswith((".et", ".ett", ".ods", ".xlsb", ".numbers")):
        raise Refused(sentence("format", name))
    if name.lower().endswith((".xlsm", ".xltm", ".xlam")):
        raise Refused(sentence("macro", name))


def run_child(path: Path, name: str, output: IO[bytes]) -> None:
    command = [sys.executable, "-I", str(Path(__file__).with_name("child.py"))]
    try:
        subprocess.run(  # noqa: S603 a list of words; the path is an argument
            [*command, str(path.resolve()), json.dumps(LIMITS)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            env={"LANG": "C.UTF-8"},
            cwd="/",
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise Refused(sentence("large", name)) from None


class PlainUnpickler(pickle.Unpickler):
    """Takes plain values and days only, so that nothing a child writes can run here."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in {"date", "datetime", "time", "timedelta"}:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(name)


def sheets_of(output: IO[bytes], name: str) -> Iterator[Sheet]:
    sheet: Sheet | None = None
    while True:
        what, *rest = PlainUnpickler(output).load()
        if what == "refused":
            raise Refused(sentence(rest[0], name, *rest[1:]))
        if what == "rows" and sheet:
            sheet.rows += rest[0]
            continue
        if sheet:
            yield sheet
        if what == "end":
            return
        sheet = Sheet(rest[0], rest[1], [], rest[2], {tuple(cell) for cell in rest[3]})


def sentence(code: str, name: str, sheet: str = "") -> str:
    """What the user reads when a file cannot be taken."""
    found = SENTENCES.get(code, SENTENCES["broken"])
    facts = {"file": name, "sheet": sheet, "rows": LIMITS["rows"], "columns": LIMITS["columns"]}
    return str(found) % facts
