import csv
import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from defusedxml import ElementTree
from django.core.management import call_command
from django.utils import translation

from assessments.actions.targets import rows_behind
from assessments.actions.targets.looks import Looks, new_book
from assessments.actions.targets.seals import seal_period
from assessments.actions.targets.sheets_of_scores import (
    Card,
    Scorecards,
    ScoreGroup,
    ScoreLine,
    scorecard_sheets,
)
from assessments.actions.targets.workbook import write_tables, write_workbook
from assessments.models import Plan
from members.models import Person
from organizations.models import Organization
from portal.models import SecurityEvent
from tests.assessments.county import DAY, computed, found, make_county
from tests.factories import PersonFactory, user_over

pytestmark = pytest.mark.django_db

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item></oor:items>"""


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def run(county):
    return computed(county)[0]


def written(run, place, language="en", by=None):
    out = io.BytesIO()
    with translation.override(language):
        write_workbook(run, place, out, made_by="李敏", by=by)
    return out.getvalue()


def opened(body, **how):
    return openpyxl.load_workbook(io.BytesIO(body), **how)


def lines(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def formulas(book):
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_it_has_a_cover_a_ranking_what_is_unmet_and_a_sheet_for_each_indicator(county, run):
    book = opened(written(run, county.top), data_only=True)
    indicators = [
        "000-09",
        "000-10",
        "000-37-age",
        "000-37-education",
        "003-30",
        "003-31",
        "003-32",
    ]
    first = ["Cover", "Contents", "Targets", "Ranking", "Unmet targets", "Villages"]
    assert book.sheetnames == [*first, "Rectifications", *indicators, "Rows", "Method"]
    assert [row[0] for row in lines(book["Contents"])[3:]] == book.sheetnames
    cover = str(lines(book["Cover"]))
    for word in (
        "Rural Party-building targets",
        "2026-11-20",
        "李敏",
        "Approved by",
        "county-2026",
    ):
        assert word in cover


def test_it_speaks_the_users_language(county, run):
    book = opened(written(run, county.top, "zh-hans"), data_only=True)
    assert book["000-09"]["A1"].value == "乡镇党委和村党组织三星级以上比例"


def test_a_sheet_shows_the_total_the_townships_and_their_villages(county, run):
    sheet = opened(written(run, county.top), data_only=True)["000-09"]
    rows = [[*row[1:4], row[4], row[6]] for row in lines(sheet)[5:]]
    assert rows == [
        ["东至县委员会", None, 4, 6, "Behind"],
        ["第1镇党委", None, 2, 3, "Behind"],
        ["第1镇党委", "第0村党支部", 1, 1, "Met"],
        ["第1镇党委", "第1村党支部", 0, 1, "Far behind"],
        ["第1镇党委", "(itself and others)", 1, 1, None],
        ["第2镇党委", None, 2, 3, "Behind"],
        ["第2镇党委", "第2村党支部", 1, 1, "Met"],
        ["第2镇党委", "第3村党支部", 0, 1, "Far behind"],
        ["第2镇党委", "(itself and others)", 1, 1, None],
    ]
    assert sheet["F6"].value == pytest.approx(4 / 6)


def test_percentages_totals_scores_and_ranks_are_formulas(county, run):
    inside = formulas(opened(written(run, county.top)))
    assert inside["000-09", "F6"] == '=IF(E6=0,"",D6/E6)'
    assert inside["000-09", "D6"] == "=D7+D11"
    assert inside["000-09", "D7"] == "=SUM(D8:D10)"
    assert "'000-09'!F7" in inside["Ranking", "D6"]
    assert inside["Ranking", "A6"].startswith("=IF(C6")
    assert inside["Ranking", "C6"].startswith("=IF(SUMPRODUCT(")


def test_members_of_the_county_itself_are_in_the_total(county, run):
    PersonFactory(organization=county.top)
    PersonFactory(organization=county.towns[0])
    run, _values = computed(county)
    rows = lines(opened(written(run, county.top), data_only=True)["003-32"])
    assert rows[5][4] == 13
    assert ["东至县委员会", "(itself and others)", 0, 1] in [row[1:5] for row in rows]
    assert ["第1镇党委", "(itself and others)", 0, 1] in [row[1:5] for row in rows]


def test_what_is_not_met_says_how_many_more_are_needed(county, run):
    rows = lines(opened(written(run, county.top), data_only=True)["Unmet targets"])[3:]
    found = {(row[0], row[1]): row for row in rows}
    own = found["Organizations at three stars or more", "东至县委员会"]
    assert own[5:9] == [4, 6, 2, "Behind"]
    assert all(row[8] in {"On pace", "Behind", "Far behind"} for row in rows)


def test_names_are_never_formulas(county, run):
    Plan.objects.update(name="=1+1", name_en='=HYPERLINK("http://x")')
    Organization.objects.filter(code="V0").update(name='=cmd|"/c calc"!A1', short_name="@SUM(1)")
    book = opened(written(Plan.objects.get().runs.get(), county.top))
    for formula in formulas(book).values():
        assert re.match(r"=(IF|SUM|MAX|[A-Z]+\d|'|0\.)", formula), formula
        assert "cmd" not in formula
    assert '=cmd|"/c calc"!A1' in str(lines(book["000-09"]))


def test_it_prints_on_a4_with_repeated_heads_and_page_numbers(county, run):
    book = opened(written(run, county.top))
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.center.text == "Page &P of &N"
    for name in book.sheetnames[1:]:
        assert book[name].freeze_panes, name
        assert book[name].print_title_rows, name
    assert book["Ranking"].page_setup.orientation == "landscape"


def test_a_township_takes_out_its_own_villages_only(county, run):
    book = opened(written(run, county.towns[0]), data_only=True)
    text = str([lines(sheet) for sheet in book])
    assert "第0村党支部" in text
    assert "第2村党支部" not in text
    assert "第2镇党委" not in text


def test_an_empty_county_makes_a_workbook_too():
    top = Organization.objects.create(code="C", name="C", kind="county_committee")
    call_command("load_plan", "county", "--year", "2026")
    plan = Plan.objects.get()
    from_command = computed_empty(plan)
    book = opened(written(from_command, top), data_only=True)
    assert lines(book["000-10"])[5][6] == "No data"


def computed_empty(plan):
    call_command("run_plan", plan.code, "--on", f"{DAY}", "--json", "/dev/null")
    return plan.runs.get()


def test_it_is_written_from_the_command_line_and_on_record(county, tmp_path):
    call_command("load_plan", "county", "--year", "2026")
    out = tmp_path / "out.xlsx"
    call_command("export_assessment", "county-2026", "--on", f"{DAY}", "--out", str(out))
    assert openpyxl.load_workbook(out).sheetnames[-3] == "003-32"
    assert SecurityEvent.objects.get(kind="export").details["on"] == f"{DAY}"


def test_the_rows_behind_a_figure_are_named_with_masked_numbers(county, run):
    rows = lines(opened(written(run, county.top, by=user_over(county.top)))["Rows"])[3:]
    young = [row for row in rows if row[0] == "003-32"]
    figure = found(run)["003-32", "C"]
    assert [row[1] for row in young] == ["No"] * figure.rest + ["Yes"] * figure.n
    assert figure.rest > 3 < figure.n
    numbers = {row[4] for row in young}
    assert all(re.fullmatch(r"\d{3,6}\*+\w{2,4}", one) for one in numbers), numbers
    assert not numbers & set(Person.objects.values_list("id_number", flat=True))
    villages = [row[3] for row in rows if row[0] == "003-30"]
    assert sorted(villages) == sorted(one.name for one in county.villages)


def test_rows_that_may_not_be_taken_out_are_only_counted(county, run):
    may = user_over(county.top, "assessments.export_plan", "assessments.view_value")
    rows = lines(opened(written(run, county.top, by=may))["Rows"])
    words = "You may not take out this register: only the numbers are shown."
    assert ["003-32", "No", words, None, None] in rows
    assert not any(person.name in str(rows) for person in Person.objects.all())


def test_more_rows_than_fit_are_bounded_in_words(county, run, monkeypatch):
    monkeypatch.setattr(rows_behind, "MOST", 2)
    many = found(run)["003-32", "C"].rest
    rows = lines(opened(written(run, county.top, by=user_over(county.top)))["Rows"])
    words = f"The first 2 of {many}; the list in the portal has them all."
    assert ["003-32", "No", words, None, None] in rows


def test_it_says_whether_it_is_sealed_and_under_which_code(county, run):
    cover = lines(opened(written(run, county.top))["Cover"])
    assert ["Seal", "Not sealed: these figures may still change.", None] in cover
    seal = seal_period(run, reason="Year closed", approval="No. 9", by=None)
    book = opened(written(run, county.top))
    cover = str(lines(book["Cover"]))
    for word in (seal.code, "Year closed No. 9", seal.get_absolute_url()):
        assert word in cover
    assert all(seal.code in sheet.oddHeader.right.text for sheet in book)
    assert "李敏" in book["Ranking"].oddFooter.left.text


def test_it_has_charts_conditional_formats_and_styles_by_name(county, run):
    body = written(run, county.top)
    book = opened(body)
    assert len(book["Ranking"]._charts) == len(book["Targets"]._charts) == 1
    assert [len(book[name].row_breaks.brk) for name in ("Targets", "Ranking")] == [0, 0]  # they fit
    assert book["000-09"].conditional_formatting
    assert book["000-09"]["B5"].style == "Column head"
    assert book["000-09"]["F6"].style.startswith("Total ")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    named, cells = styles.find(f"{space}cellStyleXfs"), styles.find(f"{space}cellXfs")
    assert len(named) == int(named.get("count")) == len(styles.find(f"{space}cellStyles"))
    assert all(int(one.get("xfId")) < len(named) for one in cells)


def test_the_method_says_what_is_counted_and_when(county, run):
    rows = dict(row[:2] for row in lines(opened(written(run, county.top))["Method"])[3:])
    text = rows["000-09 Organizations at three stars or more"]
    for word in ("organizations", "Stars at least", "Divided by", "at least", "Source"):
        assert word in text
    assert "20 Nov 2026" in rows["As of"]


def test_the_tables_come_as_csv_files_without_formulas(county, run):
    Organization.objects.filter(code="V0").update(name="=1+1", short_name="=1+1")
    out = io.BytesIO()
    with translation.override("en"):
        write_tables(run, county.top, out, made_by="李敏", by=user_over(county.top))
    archive = zipfile.ZipFile(out)
    assert {"figures.csv", "method.csv", "ranking.csv", "targets.csv"} <= {*archive.namelist()}
    text = archive.read("figures.csv").decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text)) if row[:3] == ["000-09", row[1], "C"]]
    assert [row[4:8] for row in rows] == [["4", "6", "66.7", "Behind"]]
    assert "'=1+1" in text
    assert ",=1+1" not in text


def test_the_printable_page_shows_the_same_tables(client, county, run):
    client.force_login(user_over(county.towns[0]))
    page = client.get(f"/assessments/run/{run.pk}/paper/").content.decode()
    assert "第0村党支部" in page
    assert "第2村党支部" not in page
    assert client.get(f"/assessments/run/{run.pk}/paper/?organization=T2").status_code == 404


def scorecards():
    """Two groups, one of them capped; two cards with the same total."""
    work = [ScoreLine("a", "Targets", Decimal("0.5")), ScoreLine("b", "Reports", Decimal("0.2"))]
    bonus = [ScoreLine("c", "=Bonus"), ScoreLine("d", "Deduction", most=Decimal(0))]
    groups = [
        ScoreGroup("Work", work, weight=Decimal("1.1")),
        ScoreGroup("Bonus/=deduction", bonus, least=Decimal(-5), most=Decimal(3)),
    ]
    figures = [(80, 90, 9, None), (80, 90, 3, 0), (100, 95, 0, -30), (60, None, 1, -2)]
    cards = [
        Card(f"第{n}镇", dict(zip("abcd", map(number, line), strict=True)), grade="良好")
        for n, line in enumerate(figures)
    ]
    return Scorecards("年度考核", "What the points mean", "2026-12-31", "东至县", groups, cards)


def number(figure):
    return None if figure is None else Decimal(figure)


def scored():
    out = io.BytesIO()
    book = new_book(out, {})
    names = scorecard_sheets(book, Looks(book), scorecards())
    book.close()
    return names, out.getvalue()


def test_scorecards_add_up_in_the_workbook_itself():
    names, body = scored()
    rows = [row[:6] for row in lines(opened(body, data_only=True)[names[0]])[4:]]
    assert rows == [
        [2, "第0镇", 63.8, 3, 66.8, "良好"],
        [2, "第1镇", 63.8, 3, 66.8, "良好"],
        [1, "第2镇", 75.9, -5, 70.9, "良好"],
        [4, "第3镇", 33, -1, 32, "良好"],
    ]
    assert all(formula.startswith("=") for formula in formulas(opened(body)).values())
    assert opened(body)[names[2]]["C3"].value == "=Bonus"
    assert opened(body)[names[2]]["C3"].data_type == "s"


def recalculated(body, tmp_path):
    """LibreOffice's values equal ours. Those beside the formulas are taken out first, so that what
    comes back was computed; returns how many there are."""
    given = opened(body, data_only=True)
    bare = tmp_path / "bare.xlsx"
    opened(body).save(bare)
    profile = tmp_path / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    words = ["soffice", f"-env:UserInstallation=file://{profile.parent}", "--headless"]
    words += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "back")]
    subprocess.run([*words, str(bare)], check=True, capture_output=True, timeout=120)
    back = openpyxl.load_workbook(tmp_path / "back" / "bare.xlsx", data_only=True)
    asked = formulas(opened(body))
    for sheet, cell in asked:
        ours, theirs = given[sheet][cell].value or "", back[sheet][cell].value or ""
        close = pytest.approx(ours) if isinstance(ours, int | float) else ours
        assert theirs == close, (sheet, cell, asked[sheet, cell])
    return len(asked)


if shutil.which("soffice"):  # CI has it (.ci/run); a machine without it has the other tests

    @pytest.mark.filterwarnings(
        "ignore:.*xtension is not supported"
    )  # LibreOffice's own, in what it saves
    def test_libreoffice_recalculates_the_same_figures(county, run, tmp_path):
        (tmp_path / "scores").mkdir()
        assert recalculated(written(run, county.top), tmp_path) > 100
        assert recalculated(scored()[1], tmp_path / "scores") == 24
