"""The offline workbook of a report: made, filled in, spoilt in every way, brought back."""

import io
import shutil
from datetime import date

import openpyxl
import pytest
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from assessments.actions.reports.acts import save_cells
from assessments.actions.reports.offline import SALT
from assessments.actions.reports.offline_merging import Comparison, take_over
from assessments.actions.reports.offline_reading import read_offline
from assessments.actions.reports.offline_writing import write_offline
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report
from assessments.views.offline import given_back
from portal.errors import Refused
from portal.models import Job, SecurityEvent
from tests.assessments.reporting import another_township, cell, in_role, opened, type_in
from tests.assessments.test_workbook import formulas, recalculated
from tests.assessments.wide import wide_report
from workbooks import excel

pytestmark = pytest.mark.django_db

CODES, FIRST = 3, 7  # rows of a sheet, as Excel counts them
FIGURE = 5  # the column of the township's figures
VILLAGES, TOWNSHIP = "Villages", "Township"


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


class Workbook:
    """A downloaded workbook in the hands of somebody with a spreadsheet program."""

    def __init__(self, report, given=None):
        self.report = Report.objects.get(pk=report.pk)
        self.book = openpyxl.load_workbook(io.BytesIO(body(self.report, given)))

    def find(self, code, row=0):
        """The cell of an item, in the row'th row of villages."""
        across = {one.value: one.column for one in self.book[VILLAGES][CODES]}
        if code in across:
            return self.book[VILLAGES].cell(FIRST + row, across[code])
        down = {one.value: one.row for one in self.book[TOWNSHIP]["A"]}
        return self.book[TOWNSHIP].cell(down[code], FIGURE)

    def fill(self, row=0, **values):
        for code, value in values.items():
            self.find(code, row).value = value
        return self

    def saved(self):
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def compared(self, report=None):
        sheet = Sheet(Report.objects.get(pk=(report or self.report).pk))
        return Comparison(sheet, read_offline(sheet, excel.read_bytes(self.saved(), "季报.xlsx")))

    def said(self):
        """What is said of the workbook and of its wrong entries, by place."""
        comparison = self.compared()
        found = [(one.sheet, one.label, one.message) for one in comparison.reading.findings]
        return found + [(c.found.sheet, c.found.address, c.fault) for c in comparison.wrong]


def body(report, given=None):
    out = io.BytesIO()
    write_offline(out, Sheet(report), given)
    return out.getvalue()


@pytest.fixture
def workbook(report):
    return Workbook(report)


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


# Three ways.


WAYS = [  # as downloaded, in the portal now, in the workbook; what becomes of it
    ("1", "1", "1", "same"),
    ("1", "1", "2", "mine"),
    ("1", "2", "1", "same"),
    ("1", "2", "2", "same"),
    ("1", "2", "3", "asked"),
    ("1", "2", "", "asked"),
    ("1", "", "1", "same"),
    ("1", "1", "", "mine"),
    ("", "2", "3", "asked"),
    ("x", "x", "x", "same"),
    ("x", "2", "x", "same"),
    ("1", "x", "y", "asked"),
]
ASKED = ["admitted", "moved_in", "moved_out", "departed", "end", "women", "young"]
ASKED += ["committee", "assembly", "lecture", "theme_day", "trained"]


def test_three_ways(report, secretary):
    """Each way in a column of its own, each answer to a question in a row of its own."""
    answers = ("", "portal", "workbook")
    every = [(code, row) for code in ASKED for row in range(3)]
    found = {place: cell(report, *place).pk for place in every}

    def typed(at):
        texts = dict(zip(ASKED, (way[at] for way in WAYS), strict=True))
        seen = Report.objects.get(pk=report.pk).revision
        cells = {found[code, row]: texts[code] for code, row in every}
        save_cells(report, typed=cells, seen=seen, by=secretary)

    typed(0)
    workbook = Workbook(report)
    typed(1)
    for code, way in zip(ASKED, WAYS, strict=True):
        for row in range(3):
            workbook.fill(row, **{code: way[2] or None})
    comparison = workbook.compared()
    becomes = dict(zip(ASKED, (way[3] for way in WAYS), strict=True))
    assert {one.item.code for one in comparison.asked} == {
        code for code in ASKED if becomes[code] == "asked"
    }
    assert len(comparison.changes) == 3 * sum(word != "same" for word in becomes.values())
    chosen = {found[code, row]: answers[row] for code, row in every if answers[row]}
    seen = Report.objects.get(pk=report.pk).revision
    taken = take_over(report, comparison, chosen=chosen, seen=seen, with_wrong=True, by=secretary)
    assert taken.asked == len(taken.kept) == 4
    raws = dict(report.cells.values_list("pk", "raw"))
    for code, (_was, now, mine, word) in zip(ASKED, WAYS, strict=True):
        for row, answer in enumerate(answers):
            takes = word == "mine" or (word == "asked" and answer == "workbook")
            assert raws[found[code, row]] == (mine if takes else now), (code, answer)


@pytest.mark.parametrize("keep", [True, False])
def test_good_cells_go_in_while_bad_ones_stay_in_the_draft_or_out(report, secretary, keep):
    workbook = Workbook(report).fill(committee=3, lecture="三次")
    taken = take_over(report, workbook.compared(), chosen={}, seen=0, with_wrong=keep, by=secretary)
    assert (taken.wrong, taken.left_out) == ((1, 0) if keep else (0, 1))
    good, bad = cell(report, "committee"), cell(report, "lecture")
    assert (good.raw, good.value) == ("3", 3)
    assert (bad.raw, bad.error) == (("三次", "number") if keep else ("", ""))


def test_what_was_typed_since_the_preview_is_asked_again_not_written_over(report, secretary):
    comparison = Workbook(report).fill(committee=3, lecture=2).compared()
    type_in(report, secretary, committee="8")
    taken = take_over(report, comparison, chosen={}, seen=0, with_wrong=True, by=secretary)
    assert [cell(report, code).raw for code in ("committee", "lecture")] == ["8", "2"]
    assert taken.asked == 1


def test_the_workbook_comes_back_with_its_errors_and_can_be_put_right(report, secretary):
    comparison = Workbook(report).fill(committee=3, lecture="三次").compared()
    type_in(report, secretary, committee="8")
    back = Workbook(report, given_back(comparison))
    assert back.book.sheetnames[0] == "What to correct"
    at = back.find("lecture")
    assert (at.value, at.fill.fgColor.rgb) == ("三次", "FFFFC7CE")
    assert "is not a number" in at.comment.text
    assert back.find("committee").value == 3
    listed = [one.value for one in back.book["What to correct"][2]]
    assert listed[:4] == [VILLAGES, at.row, at.coordinate, "三次"]
    after = back.fill(lecture=2).compared()
    assert after.reading.findings == []
    assert [(one.item.code, one.mine) for one in after.good] == [("lecture", "2")]
    assert [one.item.code for one in after.asked] == ["committee"]  # still against the download


# The pages.


@pytest.fixture
def pages(client, secretary, django_capture_on_commit_callbacks):
    """Downloads and uploads as the secretary's browser does."""
    client.force_login(secretary)
    client.cookies["django_language"] = "en"

    class Pages:
        def upload(self, report, content, name="季报.xlsx"):
            with django_capture_on_commit_callbacks(execute=True):
                file = SimpleUploadedFile(name, content)
                return client.post(reverse("report-offline", args=[report.pk]), {"file": file})

        def get(self, name, *args):
            return client.get(reverse(f"report-offline{name}", args=args))

    return Pages()


def test_the_grid_leads_to_the_workbook_and_who_fetches_it_is_on_record(client, report, pages):
    offline = reverse("report-offline", args=[report.pk])
    assert offline in client.get(report.get_absolute_url()).content.decode()
    assert client.get(offline).status_code == 200
    fetched = pages.get("-workbook", report.pk)
    assert "2026Q3" in fetched["Content-Disposition"]
    assert SecurityEvent.objects.get(kind="export").details["query"] == f"report {report.pk}"
    assert openpyxl.load_workbook(io.BytesIO(fetched.content)).sheetnames[0] == VILLAGES


def test_from_the_workbook_to_the_report(client, report, pages):
    """Uploaded, looked at, taken over, what is left asked again."""
    workbook = Workbook(report).fill(committee=3, lecture="三次", assembly=4)
    type_in(report, in_role("township_secretary", report.organization), assembly="1")
    preview = pages.upload(report, workbook.saved()).url
    with CaptureQueriesContext(connection) as queries:
        page = client.get(preview)
    assert len(queries) <= 12
    found = page.context["comparison"]
    assert [len(part) for part in (found.good, found.asked, found.wrong)] == [1, 1, 1]
    assert cell(report, "committee").raw == ""
    for query, checked in (("", 0), ("?all=workbook", 1)):
        shown = client.get(preview + query).content.decode()
        assert shown.count('value="workbook" checked') == checked
    assert pages.get("-marked", report.pk, Job.objects.get().pk).status_code == 200
    data = {"seen": page.context["revision"], "wrong": "keep"}
    again = client.post(preview, data, follow=True)
    assert again.redirect_chain[-1][0] == preview
    assert len(again.context["comparison"].asked) == 1
    data = {"seen": again.context["revision"], f"c{cell(report, 'assembly').pk}": "portal"}
    done = client.post(preview, data, follow=True)
    assert done.redirect_chain[-1][0] == report.get_absolute_url()
    raws = [cell(report, code).raw for code in ("committee", "assembly", "lecture")]
    assert raws == ["3", "1", "三次"]
    assert client.get(preview).context["comparison"].changes == []


def test_an_upload_is_its_users_alone_and_expires(client, report, pages):
    preview = pages.upload(report, Workbook(report).saved()).url
    assert client.get(preview).status_code == 200
    default_storage.delete(Job.objects.get().outcome["rows"])
    assert client.get(preview).status_code == 404
    client.force_login(in_role("township_secretary", report.organization))
    assert client.get(preview).status_code == 404


def test_what_is_no_workbook_of_the_report_is_refused_in_words(client, report, pages):
    assert "is not a workbook" in client.get(pages.upload(report, b"%PDF").url).content.decode()
    empty = pages.upload(report, b"")
    assert (empty.status_code, "The file is empty." in empty.content.decode()) == (422, True)


def test_a_report_that_is_handed_in_is_read_but_not_filled_in(client, report, pages, staff):
    preview = pages.upload(report, Workbook(report).fill(committee=3).saved()).url
    Report.objects.filter(pk=report.pk).update(state="submitted")
    report.refresh_from_db()
    sheet = Workbook(report).book[VILLAGES]
    assert all(one.protection.locked for row in sheet.iter_rows() for one in row)
    refused = pages.upload(report, Workbook(report).saved())
    assert (refused.status_code, "is “submitted”" in refused.content.decode()) == (422, True)
    late = client.post(preview, {"seen": "9"}, follow=True)
    assert "is “submitted”" in late.content.decode()
    assert cell(report, "committee").raw == ""
    client.force_login(staff)
    assert pages.get("-workbook", report.pk).status_code == 200
    assert pages.upload(report, b"x").status_code == 403


if shutil.which("soffice"):

    def test_libreoffice_computes_the_same(every_kind, tmp_path):
        assert recalculated(body(every_kind), tmp_path) == 14
