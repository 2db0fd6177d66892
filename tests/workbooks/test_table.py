"""Lists written as XML by hand: every program reads in them what was written."""

import io
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from django.utils import timezone

from workbooks import excel

TEXTS = [
    "a<b>&\"c\"'d'",
    "]]>",
    "_x0041_",
    "_x005F_",
    "两\n行",
    " 前后 ",
    "𠮷野",
    "00012",
    "=1+1",
    "&amp;",
    "<!--x-->",
]
MOMENT = datetime.fromisoformat("2026-07-01 08:30:15")
VALUES = [5, -2.5, Decimal("2.50"), date(2026, 7, 1), MOMENT, True, False, None, ""]


def written(lines, title="名册"):
    out = io.BytesIO()
    headings = [excel.Heading(f"<{n}>", 10 + n) for n in range(len(lines[0]))]
    assert excel.write_table(out, headings, lines, title) == len(lines)
    return out


def table():
    return written([["x", *TEXTS], *([text, *VALUES, None, None][:12] for text in TEXTS)])


def openpyxl_text(cell):
    """It leaves the escape of an escape as it is where a text stands in the cell itself."""
    return cell.replace("_x005F_", "_", 1) if isinstance(cell, str) else cell


def test_openpyxl_reads_what_was_written():
    sheet = openpyxl.load_workbook(table()).active
    rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    rows = [[openpyxl_text(cell) for cell in row] for row in rows]
    assert rows[0][1:] == TEXTS
    assert [row[0] for row in rows[1:]] == TEXTS
    day = datetime.combine(VALUES[3], datetime.min.time())
    assert rows[1][1:10] == [5, -2.5, 2.5, day, MOMENT, True, False, None, None]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.title) == ("A2", "A1:L13", "名册")
    assert (sheet.print_title_rows, sheet.column_dimensions["B"].width) == ("$1:$1", 11)
    assert sheet["A1"].font.bold
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_our_own_reader_reads_it_too():
    rows = excel.read_bytes(table().getvalue(), "a.xlsx").sheets[0].rows
    assert rows[1][1:] == TEXTS
    assert rows[2][1:8] == [5, -2.5, 2.5, VALUES[3], MOMENT, True, False]


def test_every_part_is_well_formed_whatever_is_written():
    out = written([["\0\x07\ud800\ufffe\r\n"], ["x" * 40_000]], title="a'b&<c>")
    with zipfile.ZipFile(out) as book:
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))  # noqa: S314 our own
    sheet = openpyxl.load_workbook(out).active
    assert (sheet.title, len(sheet["A3"].value)) == ("a'b&<c>", 32_767)


def test_a_moment_is_written_in_the_clock_of_the_place(settings):
    moment = timezone.make_aware(MOMENT)
    assert openpyxl.load_workbook(written([[moment]])).active["A2"].value == MOMENT


def test_equal_values_of_different_kinds_stay_apart():
    sheet = openpyxl.load_workbook(written([[1], [True], ["1"], [1.0]])).active
    values = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert values == [1, True, "1", 1]
    assert [type(value) for value in values] == [int, bool, str, float]


def test_an_empty_list_has_its_headings():
    out = io.BytesIO()
    assert excel.write_table(out, [excel.Heading("a")], []) == 0
    assert [cell.value for cell in openpyxl.load_workbook(out).active[1]] == ["a"]


if shutil.which("soffice"):  # CI has it (.ci/run); a machine without it has the other tests

    def test_libreoffice_reads_what_was_written(tmp_path):
        (tmp_path / "a.xlsx").write_bytes(table().getvalue())
        words = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
        words += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir"]
        words += [str(tmp_path), str(tmp_path / "a.xlsx")]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        rows = excel.read(tmp_path / "a.csv").sheets[0].rows
        assert rows[1][1:] == TEXTS
        assert [row[0] for row in rows[2:]] == TEXTS
        assert rows[2][1:8] == [
            "5",
            "-2.5",
            "2.5",
            "2026-07-01",
            "2026-07-01 08:30",
            "TRUE",
            "FALSE",
        ]


def test_lines_must_fit_the_headings():
    with pytest.raises(ValueError, match="shorter"):
        written([["a", "b"], ["a"]])
