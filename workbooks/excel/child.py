"""Reads one workbook in a process of its own, with limits, and writes its cells to stdout.

Run as a file by `workbooks.excel.reading`, never imported by the portal: it knows no Django and
starts in a few milliseconds. Whatever a hostile workbook does, it does here: memory, processor
time and output are bounded, and the death of this process is an answer too.

Output: a pickle stream of ("sheet", name, visible, merged, formulas), ("rows", [...]), at the
end ("end",); or ("refused", code, detail).
"""

from __future__ import annotations

import csv
import io
import json
import os
import pickle
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHUNK = 1000
# PDF, PNG, JPEG, RAR, 7z, gzip
OTHERS = (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")
# A cell with a formula, or with what is left of one (#REF!), in the XML of a sheet.
FORMULA = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"(?:[^>]*\bt="e"|[^>]*>\s*<f\b)')

Record = tuple[Any, ...]


class No(Exception):
    """The workbook is refused: a code that the parent has a sentence for."""


def limit(limits: dict[str, int]) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, limits["output"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(5)


def kind_of(path: Path) -> str:
    """What a file is by its content, whatever its name says."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise No("empty")
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(OLE):
        return "ole"
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if opening.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")):
        raise No("web_page")
    if opening.startswith(OTHERS):
        raise No("not_a_workbook")
    return "text"


def check_zip(path: Path, limits: dict[str, int]) -> list[str]:
    """Refuse what is no .xlsx or would unpack to too much. Returns the parts that are sheets."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise No("broken") from None
    names = {part.filename for part in parts}
    if names & {"xl/workbook.bin", "content.xml"}:
        raise No("format")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise No("macro")
    if "xl/workbook.xml" not in names:
        raise No("not_a_workbook")
    if any(part.flag_bits & 1 for part in parts):
        raise No("password")
    check_sizes(parts, limits)
    return [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]


def check_sizes(parts: list[zipfile.ZipInfo], limits: dict[str, int]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if (
        len(parts) > limits["parts"]
        or unpacked > limits["unpacked"]
        or any(part.file_size > limits["part"] for part in parts)
        or (unpacked > 1 << 20 and unpacked > limits["ratio"] * packed)
    ):
        raise No("unpacks")


def check_ole(path: Path) -> None:
    """An old .xls, or a package that Excel encrypted, told apart by the names of its streams."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise No("password")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise No("macro")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise No("not_a_workbook")


def has_macro_type(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed, packed.open("[Content_Types].xml") as part:
        return b"macroEnabled" in part.read(1 << 20)


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def formulas_of(path: Path, part: str, most: int) -> list[tuple[int, int]]:
    """Row and column, from 0, of the cells of one sheet that hold formulas."""
    found: list[tuple[int, int]] = []
    with zipfile.ZipFile(path) as packed, packed.open(part) as stream:
        rest = b""
        while chunk := stream.read(1 << 20):
            text = rest + chunk
            cut = max(text.rfind(b"<c"), 0)
            found += formulas_in(text[:cut])
            rest = text[cut:]
            if len(found) > most or len(rest) > 1 << 22:
                raise No("large")
    return found + formulas_in(rest)


def formulas_in(text: bytes) -> list[tuple[int, int]]:
    if b"<f" not in text and b't="e"' not in text:
        return []
    return [(int(row) - 1, column_number(column)) for column, row in FORMULA.findall(text)]


def part_of_sheet(path: Path) -> dict[str, str]:
    """Sheet name -> its part of the package; what cannot be told is left out."""
    with zipfile.ZipFile(path) as packed:
        book = packed.read("xl/workbook.xml")[: 1 << 20].decode("utf-8", "replace")
        links = packed.read("xl/_rels/workbook.xml.rels")[: 1 << 20].decode("utf-8", "replace")
    targets = {}
    for link in re.findall(r"<\w*:?Relationship\b[^>]*>", links):
        facts = dict(re.findall(r'(\w+)="([^"]*)"', link))
        targets[facts.get("Id")] = facts.get("Target", "").removeprefix("/xl/").removeprefix("xl/")
    parts = {}
    for sheet in re.findall(r"<\w*:?sheet\b[^>]*>", book):
        facts = dict(re.findall(r'([\w:]+)="([^"]*)"', sheet))
        parts[facts.get("name", "")] = f"xl/{targets.get(facts.get('r:id'), '')}"
    return parts


def read_workbook(path: Path, limits: dict[str, int], parts: list[str]) -> Iterator[Record]:
    import python_calamine as calamine  # noqa: PLC0415 after the limits are set

    places = part_of_sheet(path) if parts else {}
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        for about in book.sheets_metadata:
            if about.typ == calamine.SheetTypeEnum.WorkSheet:
                part = places.get(about.name)
                visible = about.visible == calamine.SheetVisibleEnum.Visible
                readable = part is not None and part in parts and visible
                formulas = formulas_of(path, str(part), limits["cells"]) if readable else []
                sheet = book.get_sheet_by_name(about.name)
                yield from sheet_records(sheet, visible, formulas, limits)
    except calamine.PasswordError:
        raise No("password") from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError):
        raise No("broken") from None


def sheet_records(
    sheet: Any, visible: bool, formulas: list[tuple[int, int]], limits: dict[str, int]
) -> Iterator[Record]:
    last_row, last_column = sheet.end or (-1, -1)
    if last_row >= limits["rows"]:
        raise No("rows", sheet.name)
    if last_column >= limits["columns"]:
        raise No("columns", sheet.name)
    merged = sheet.merged_cell_ranges or []
    if len(merged) > limits["rows"]:
        raise No("large")
    yield "sheet", sheet.name, visible, merged, formulas
    if sheet.start:
        yield from blocks(sheet.iter_rows(), [""] * sheet.start[1])


def blocks(rows: Any, margin: list[str]) -> Iterator[Record]:
    """The rows a thousand at a time; `margin` stands for the empty columns on the left."""
    block = []
    for row in rows:
        block.append(margin + row)
        if len(block) >= CHUNK:
            yield "rows", block
            block = []
    yield "rows", block


def decoded(content: bytes) -> str:
    """Text as Excel, WPS and web systems write it: UTF-8, UTF-16 with its mark, or GB18030."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise No("encoding")


def read_text(path: Path, limits: dict[str, int]) -> Iterator[Record]:
    try:
        text = decoded(path.read_bytes())
    except UnicodeError:
        raise No("encoding") from None
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        raise No("not_a_workbook")
    opening = text[:20000]
    mark = max("\t,;", key=opening.count)
    csv.field_size_limit(100_000)
    yield "sheet", "CSV", True, [], []
    try:
        yield from blocks(text_rows(text, mark, limits), [])
    except csv.Error:
        raise No("broken") from None


def text_rows(text: str, mark: str, limits: dict[str, int]) -> Iterator[list[str]]:
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
        if number >= limits["rows"]:
            raise No("rows", "CSV")
        if len(row) > limits["columns"]:
            raise No("columns", "CSV")
        yield [plain(cell) for cell in row]


def plain(cell: str) -> str:
    """Without the ="..." by which some programs keep Excel from turning digits into a number."""
    return cell[2:-1] if re.fullmatch('="[^"]*"', cell) else cell


def records(path: Path, limits: dict[str, int]) -> Iterator[Record]:
    kind = kind_of(path)
    if kind == "text":
        return read_text(path, limits)
    parts: list[str] = []
    if kind == "zip":
        parts = check_zip(path, limits)
        if has_macro_type(path):
            raise No("macro")
    else:
        check_ole(path)
    return read_workbook(path, limits, parts)


def main() -> None:
    path, limits = Path(sys.argv[1]), json.loads(sys.argv[2])
    limit(limits)
    out = sys.stdout.buffer
    try:
        for record in records(path, limits):
            pickle.dump(record, out, protocol=5)
        pickle.dump(("end",), out, protocol=5)
    except No as no:
        pickle.dump(("refused", *no.args), out, protocol=5)
    except MemoryError:
        pickle.dump(("refused", "large"), out, protocol=5)
    out.flush()


if __name__ == "__main__":
    main()
