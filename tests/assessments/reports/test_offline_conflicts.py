"""A workbook that comes back while others wrote in the portal: three ways, drafts, errors."""

import pytest
from django.utils import translation

from assessments.actions.reports.acts import save_cells
from assessments.actions.reports.offline_merging import take_over
from assessments.models import Report
from assessments.views.offline import given_back
from tests.assessments.reporting import cell, type_in
from tests.assessments.reports.offline import (
    VILLAGES,
    Workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


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
