import io
import re
import shutil
import subprocess

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import translation

from assessments.actions.targets.workbook import write_workbook
from assessments.models import Plan
from organizations.models import Organization
from portal.models import SecurityEvent
from tests.assessments.county import DAY, computed, make_county
from tests.factories import PersonFactory

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


def written(run, place, language="en"):
    out = io.BytesIO()
    with translation.override(language):
        write_workbook(run, place, out, made_by="李敏")
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
    assert book.sheetnames == ["Cover", "Ranking", "Unmet targets", *indicators]
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
    found = formulas(opened(written(run, county.top)))
    assert found["000-09", "F6"] == '=IF(E6=0,"",D6/E6)'
    assert found["000-09", "D6"] == "=D7+D11"
    assert found["000-09", "D7"] == "=SUM(D8:D10)"
    assert "'000-09'!F7" in found["Ranking", "D6"]
    assert found["Ranking", "A6"].startswith("=IF(C6")
    assert found["Ranking", "C6"].startswith("=IF(SUMPRODUCT(")


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
        assert book[name].column_dimensions["B"].width > 15
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
    assert openpyxl.load_workbook(out).sheetnames[-1] == "003-32"
    assert SecurityEvent.objects.get(kind="export").details["on"] == f"{DAY}"


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

    def test_libreoffice_recalculates_the_same_figures(county, run, tmp_path):
        assert recalculated(written(run, county.top), tmp_path) > 100
