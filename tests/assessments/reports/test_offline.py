"""The offline workbook of a report: made, filled in, spoilt in every way, brought back."""

import io
import shutil
from datetime import date

import openpyxl
import pytest
from django.core import signing
from django.utils import translation

from assessments.actions.reports.acts import save_cells
from assessments.actions.reports.offline import SALT
from assessments.actions.reports.offline_merging import Comparison, take_over
from assessments.actions.reports.offline_reading import read_offline
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report
from portal.errors import Refused
from tests.assessments.reporting import another_township, cell, in_role, opened, type_in
from tests.assessments.reports.offline import (
    CODES,
    FIRST,
    VILLAGES,
    Workbook,
    body,
)
from tests.assessments.test_workbook import formulas, recalculated
from tests.assessments.wide import wide_report
from workbooks import excel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def every_kind(county):
    """A report that asks everything of villages, branches and the township, filled in."""
    report = wide_report(county, items=11, scopes=("village", "branch", "township"))
    words = {"yes_no": "是", "choice": "较好", "date": "2026-03-05", "percent": "95.5"}
    words |= {"decimal": "12.35", "text": "=1+1", "integer": "7"}
    cells = report.cells.exclude(item__kind="file").select_related("item")
    typed = {found.pk: words[found.item.kind] for found in cells}
    save_cells(report, typed=typed, seen=0, by=in_role("township_secretary", report.organization))
    return Report.objects.get(pk=report.pk)


# There and back.


def test_what_was_not_touched_changes_nothing(report, secretary):
    type_in(report, secretary, committee="3", dues_paid="12.35", note="'=1+1", women="x")
    comparison = Workbook(report).compared()
    assert (comparison.reading.findings, comparison.changes) == ([], [])
    assert len(comparison.reading.cells) == report.cells.count()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_kind_of_figure_survives_the_way_there_and_back(every_kind, language):
    with translation.override(language):
        content = body(every_kind)
    sheet = Sheet(every_kind)
    comparison = Comparison(sheet, read_offline(sheet, excel.read_bytes(content, "a.xlsx")))
    assert (comparison.reading.findings, comparison.changes) == ([], [])
    typed = every_kind.cells.exclude(item__kind="file").count()
    assert len(comparison.reading.cells) == typed > 40


def test_sheets_are_locked_but_for_what_is_typed_and_offer_what_may_be_chosen(every_kind):
    book = openpyxl.load_workbook(io.BytesIO(body(every_kind)))
    assert book.sheetnames == ["Villages", "Branches", "Township", "portal"]
    assert book["portal"].sheet_state == "veryHidden"
    sheet = book["Villages"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.freeze_panes == "C7"
    assert sheet.page_setup.paperSize == 9
    assert sheet.row_dimensions[CODES].hidden
    assert sheet.column_dimensions["A"].hidden
    open_cells = {c.column for c in sheet[FIRST] if not c.protection.locked}
    assert len(open_cells) == 9  # of 11 items one is computed, one handed in as a file
    rules = {rule.type for rule in sheet.data_validations.dataValidation}
    assert rules == {"whole", "decimal", "list", "date", "textLength"}
    assert '"Yes,No"' in {rule.formula1 for rule in sheet.data_validations.dataValidation}
    said = "A whole number, 0 or more.\nMust be filled in.\nItem 3 <= Item 0 + Item 2"
    assert sheet.cell(5, 3).comment.text == said


def test_computed_cells_and_totals_are_formulas(report, secretary):
    type_in(report, secretary, expected="40", attended="30")
    type_in(report, secretary, row=1, expected="10", attended="10")
    workbook = Workbook(report)
    rate = workbook.find("attendance")
    found = formulas(workbook.book)
    part, whole = (workbook.find(code).coordinate for code in ("attended", "expected"))
    said = f'=IF(COUNT({part},{whole})=2,IF({whole}=0,"",({part})/({whole})),"")'
    assert found[VILLAGES, rate.coordinate] == said
    values = openpyxl.load_workbook(io.BytesIO(body(report)), data_only=True)[VILLAGES]
    total = values.cell(FIRST + 3, rate.column).value
    assert (values[rate.coordinate].value, total) == (0.75, 0.8)
    letter = rate.column_letter
    assert "SUM" not in found[VILLAGES, f"{letter}{FIRST + 3}"]  # a share of sums, not a sum


def test_names_and_texts_are_never_formulas(report, secretary):
    report.organization.children.filter(code__endswith="0").update(short_name='=cmd|"/c"!A1')
    type_in(report, secretary, note="=SUM(A1)")
    for formula in formulas(Workbook(report).book).values():
        assert formula.startswith(("=IF(", "=COUNTIF("))
        assert "cmd" not in formula


# Workbooks that are refused whole.


def test_a_workbook_of_another_unit_or_quarter_is_refused_by_name(county, report):
    other = opened(another_township(report)).reports.exclude(pk=report.pk).get()
    following = opened(county, quarter=4).reports.get(organization=report.organization)
    ours = f"{report.organization.short}, 2026 Q3 (Quarterly party-building report, version 1)."
    for one, theirs in ((other, "2026 Q3"), (following, "2026 Q4")):
        with pytest.raises(Refused) as no:
            Workbook(one).compared(report)
        words = f"This workbook is for {one.organization.short}, {theirs} ("
        assert str(no.value).startswith(words)
        assert str(no.value).endswith(f"this report is {ours}")


def test_a_forged_or_foreign_workbook_is_refused(workbook):
    place = workbook.book["portal"]["A1"]
    bound = signing.loads(place.value, salt=SALT)
    for text in (f"x{place.value}", signing.dumps(bound, key="another", salt=SALT)):
        place.value = text
        with pytest.raises(Refused, match="was not made by this portal"):
            workbook.compared()
    del workbook.book["portal"]
    foreign = openpyxl.Workbook()
    for book in (workbook.book, foreign):
        workbook.book = book
        with pytest.raises(Refused, match="is not a workbook of a report"):
            workbook.compared()


# Bad input, each a sentence at its cell.


NO_NUMBER = "is not a number. Use digits, and “.” as the decimal point."


WRONG = [
    ("dues_paid", "12,5", f"“12,5” {NO_NUMBER}"),
    ("committee", "三次", f"“三次” {NO_NUMBER}"),
    ("women", 1.5, "“1.5” is not a whole number: persons can only be counted whole."),
    ("moved_in", -2, "“-2” is less than 0, the least possible."),
    ("lecture", 130, "“130” is more than 99, the most possible."),
    ("assembly", True, f"“TRUE” {NO_NUMBER}"),
    ("trained", date(2026, 3, 5), f"“2026-03-05” {NO_NUMBER}"),
    ("attended", "#REF!", "This formula or error has no number as its value. Type the figure."),
    ("expected", "=1+1", "This formula or error has no number as its value. Type the figure."),
    (
        "attendance",
        0.5,
        "This cell is computed; what was typed over its formula was not taken.",
    ),
    ("note", "长" * 201, "This is too long: at most 200 characters."),
    ("town_heard", "x", f"“x” {NO_NUMBER}"),
]


def test_wrong_entries_are_answered_each_at_its_cell(workbook):
    expected = set()
    for code, value, words in WRONG:
        at = workbook.find(code)
        at.value = value
        expected.add((at.parent.title, at.coordinate, words))
    assert set(workbook.said()) == expected


def test_what_is_meant_is_understood(workbook):
    workbook.fill(committee="１２", assembly=12.0, lecture="12 ", theme_day="12.0")
    assert [one.mine for one in workbook.compared().good] == ["12"] * 4


def test_a_percentage_is_the_same_as_fraction_and_as_text(every_kind):
    workbook = Workbook(every_kind).fill(rate=0.5).fill(row=1, rate="62%").fill(row=2, rate=1.3)
    comparison = workbook.compared()
    assert [one.mine for one in comparison.changes] == ["50", "62", "130"]
    assert [one.fault for one in comparison.wrong] == ["“130” is more than 100, the most possible."]


def add_row(sheet):
    sheet.insert_rows(FIRST + 1)
    return sheet.cell(FIRST + 1, 2, "第9村")


def copy_row(sheet):
    for column in (1, 2, 5):
        sheet.cell(FIRST + 6, column, sheet.cell(FIRST, column).value)
    return sheet.cell(FIRST + 6, 2)


def move_names(sheet):
    one, other = sheet.cell(FIRST, 2), sheet.cell(FIRST + 1, 2)
    one.value, other.value = other.value, one.value
    return one


def merge(sheet):
    sheet.merge_cells(start_row=FIRST, end_row=FIRST + 2, start_column=9, end_column=30)
    return sheet.cell(FIRST, 9)


def hide(sheet):
    sheet.sheet_state = "hidden"
    sheet.parent.active = 1


def add_sheet(sheet):
    sheet.parent.create_sheet("草稿")["A1"] = 5


# What people do to a sheet; what is said of it.
SPOILT = [
    (add_row, "The report has no such row: rows cannot be added here. Nothing in it was taken."),
    (
        lambda sheet: sheet.delete_rows(FIRST + 1),
        "The row of “第1村” is missing: it stays as it is in the portal.",
    ),
    (copy_row, "The row of “第0村” stands here again; only the first, at B7, was taken."),
    (move_names, "“第1村” stands where “第0村” was: rows have been moved."),
    (
        lambda sheet: sheet.cell(FIRST, 60, 5),
        "This cell lies outside the report; what stands in it was not taken.",
    ),
    (merge, "This cell is merged with others; undo that and fill in each of them."),
    (hide, "This sheet is hidden; nothing in it was read. Unhide it and upload again."),
    (
        lambda sheet: sheet.parent.remove(sheet),
        "Sheet “Villages” is missing: what it asks stays as it is in the portal.",
    ),
    (
        lambda sheet: sheet.parent.copy_worksheet(sheet) and None,
        "This sheet is a copy of “Villages”; nothing in it was read.",
    ),
    (
        lambda sheet: sheet.cell(2500, 2, 1) and None,
        "This sheet has more than 2000 rows; nothing in it was read.",
    ),
    (add_sheet, "This sheet is not part of the report; nothing in it was read."),
]


@pytest.mark.parametrize(("do", "words"), SPOILT)
def test_what_was_done_to_the_sheets_is_said_and_never_guessed(workbook, do, words):
    sheet = workbook.fill(row=2, committee=4).book[VILLAGES]
    at = do(sheet)
    comparison = workbook.compared()
    first = comparison.reading.findings[0]
    assert first.message.startswith(words)
    if at is not None:
        assert (first.sheet, first.label) == (VILLAGES, at.coordinate)
    written = [(one.row.organization.short, one.mine) for one in comparison.good]
    there = VILLAGES in workbook.book.sheetnames and sheet.sheet_state == "visible"
    lost = do is merge or not there or sheet.max_row > 2000
    assert written == ([] if lost else [("第2村", "4")])


def test_rows_that_moved_with_their_codes_are_found_by_them(workbook):
    sheet = workbook.fill(committee=3).book[VILLAGES]
    lines = [[one.value for one in sheet[FIRST + n]] for n in (2, 0, 1)]
    for line, values in enumerate(lines):
        for column, value in enumerate(values, 1):
            if "IF(" not in str(value):
                sheet.cell(FIRST + line, column).value = value
    comparison = workbook.compared()
    assert comparison.reading.findings == []
    assert [(one.row.organization.short, one.mine) for one in comparison.good] == [("第0村", "3")]


def test_a_formula_with_a_number_gives_its_number_and_a_note(workbook):
    book = excel.read_bytes(workbook.fill(committee=6).saved(), "a.xlsx")
    at = workbook.find("committee")
    next(one for one in book.sheets if one.name == VILLAGES).formulas.add(
        (at.row - 1, at.column - 1)
    )
    sheet = Sheet(workbook.report)
    (change,) = Comparison(sheet, read_offline(sheet, book)).good
    assert (change.mine, change.found.note) == ("6", "Computed by a formula; its value is taken.")


def test_a_figure_of_the_registers_is_not_written_over(workbook, secretary):
    comparison = workbook.fill(start=9).compared()
    (change,) = comparison.wrong
    assert change.fault == "This figure comes from the registers (0) and cannot be changed here."
    taken = take_over(workbook.report, comparison, chosen={}, seen=9, with_wrong=True, by=secretary)
    assert (taken.left_out, cell(workbook.report, "start").raw) == (1, "0")


if shutil.which("soffice"):

    def test_libreoffice_computes_the_same(every_kind, tmp_path):
        assert recalculated(body(every_kind), tmp_path) == 14
