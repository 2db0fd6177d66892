"""Reading workbooks whatever they hold, and writing nothing that computes."""

import csv
import io
import resource
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from portal.errors import Refused
from tests import files
from workbooks import excel
from workbooks.excel.writing import guarded, unguarded

FORMULAS = [
    "=1+1",
    "==1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
]
MOMENT = datetime.fromisoformat("2026-07-01 08:30")
KEPT = [
    "'=1",
    "''=1",
    "'abc",
    "汉族",
    "a=b",
    "341721199001011234",
    "00012",
    "https://x.example/",
    "",
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def rows(content, name="book.xlsx"):
    return excel.read_bytes(content, name).sheets[0].rows


def test_cells_keep_their_types():
    sent = [["张三", 5, 2.5, True, date(2001, 7, 1), "0012", None, "x"]]
    found = rows(files.xlsx(("名册", sent)))
    assert found == [["张三", 5.0, 2.5, True, date(2001, 7, 1), "0012", "", "x"]]


def test_a_table_that_stands_off_the_corner_keeps_its_place():
    found = rows(files.xlsx(("名册", [[], [], [None, None, "姓名", "性别"], [None, None, "张三"]])))
    assert found[2:] == [["", "", "姓名", "性别"], ["", "", "张三", ""]]


def test_merged_cells_hidden_sheets_and_formulas_are_told():
    table = [["支部", "姓名"], ["甲", "张三"], [None, '="李"&"四"']]
    book = excel.read_bytes(
        files.xlsx(("名册", table), ("码", [["a"]]), merged=[(1, 0, 2, 0)], hidden=["码"]),
        "b.xlsx",
    )
    assert [sheet.visible for sheet in book.sheets] == [True, False]
    assert book.sheets[0].merged == [((1, 0), (2, 0))]
    assert book.sheets[0].formulas == {(2, 1)}


def test_an_old_workbook_is_read():
    sheet = excel.read_bytes(files.honest_xls(), "old.xls").sheets[0]
    assert sheet.rows[1:3] == [["", "姓名", "入党日期"], ["", "张三", date(2001, 7, 1)]]
    assert sheet.merged == [((3, 1), (4, 1))]


def test_the_content_decides_not_the_name():
    assert rows(files.xlsx(("a", [["姓名"]])), "table.csv") == [["姓名"]]
    assert rows("姓名,性别\n".encode(), "table.xlsx") == [["姓名", "性别"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_is_read_in_the_encodings_offices_use(encoding, mark):
    content = f'姓名{mark}身份证号\n"张{mark}三"{mark}="0012"\n'.encode(encoding)
    assert rows(content, "a.csv") == [["姓名", "身份证号"], [f"张{mark}三", "0012"]]


@pytest.mark.parametrize("name", files.HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_that_names_it(name, tmp_path):
    make, word = files.HOSTILE[name]
    path = tmp_path / "upload"
    path.write_bytes(make())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refused, match=word) as no:
        excel.read(path, name)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert name in str(no.value)
    assert grown < 20_000  # KiB


def test_too_many_cells_cost_only_the_child(tmp_path, monkeypatch):
    monkeypatch.setitem(excel.reading.LIMITS, "memory", 120 << 20)
    with pytest.raises(Refused, match="memory"):
        excel.read_bytes(files.many_cells(), "cells.xlsx")


def test_a_child_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(excel.reading, "WALL_SECONDS", 0.01)
    with pytest.raises(Refused, match="time"):
        excel.read_bytes(files.xlsx(("a", [["姓名"]])), "slow.xlsx")


def test_a_large_file_is_refused_unread(settings):
    settings.UPLOAD_LIMIT = 1 << 20
    with pytest.raises(Refused, match="larger than 1 MB"):
        excel.read_bytes(bytes(2 << 20), "large.xlsx")


def test_a_directory_that_lies_about_sizes_does_no_harm():
    try:
        found = rows(files.lying_directory())
    except Refused:
        return
    assert len(found) == 1


def test_nothing_written_to_a_workbook_computes_or_links():
    out = io.BytesIO()
    lines = [[text, 1] for text in FORMULAS + KEPT]
    excel.write_table(out, [excel.Heading("文字"), excel.Heading("数")], lines, "名册/一")
    book = openpyxl.load_workbook(out)
    cells = [row[0] for row in book.active.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells if cell.value is not None].count("f") == 0
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(out) as packed:
        assert not [name for name in packed.namelist() if "external" in name.lower()]


def test_what_is_written_to_a_workbook_is_read_as_it_was():
    out = io.BytesIO()
    texts = [text for text in FORMULAS + KEPT if text.strip() == text]
    excel.write_table(out, [excel.Heading("a"), excel.Heading("b")], [[text, 1] for text in texts])
    assert [unguarded(row[0]) for row in rows(out.getvalue())[1:]] == texts


def test_typed_values_are_written_typed():
    out = io.BytesIO()
    values = [5, Decimal("2.50"), date(2026, 7, 1), MOMENT, True, None, "x"]
    excel.write_table(out, [excel.Heading(name) for name in "abcdefg"], [values])
    assert rows(out.getvalue())[1] == [
        5.0, 2.5, date(2026, 7, 1), MOMENT, True, "", "x",
    ]  # fmt: skip


def test_csv_is_guarded_and_comes_back():
    texts = FORMULAS + KEPT
    lines = "".join(
        excel.write_csv([excel.Heading("a"), excel.Heading("b")], [[t, 1] for t in texts])
    )
    assert lines.startswith("\ufeff")
    cells = [row[0] for row in csv.reader(io.StringIO(lines[1:], newline=""))][1:]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert [unguarded(cell) for cell in cells] == texts


@pytest.mark.parametrize("text", FORMULAS + KEPT)
def test_the_guard_can_be_taken_away(text):
    assert unguarded(guarded(text)) == text
