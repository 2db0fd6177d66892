from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection

from assessments.actions.reports import acts
from assessments.actions.reports.checking import Figures
from assessments.actions.reports.copies import figures_of
from assessments.actions.reports.entries import Entry, read
from assessments.actions.reports.paper import Paper
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportItem
from tests.assessments.reporting import (
    another_township,
    cell,
    county_with,
    first_report,
    in_role,
    opened,
    type_in,
)
from tests.factories import UserFactory
from tests.factories.assessments import ReportItemFactory

pytestmark = pytest.mark.django_db

State = Report.State
NO_NUMBER = "is not a number. Use digits, and “.” as the decimal point."


THREE = ("committee", "assembly", "lecture")


@pytest.mark.parametrize(
    ("code", "text", "raw", "value"),
    [
        ("committee", "３", "3", 3),
        ("attended", "1,303", "1303", 1303),
        ("attended", " 12 ", "12", 12),
        ("attended", "3.0", "3", 3),
        ("dues_paid", "１２．５０", "12.5", 12.5),
        ("note", "办公用房\n漏雨", "办公用房 漏雨", None),
        ("committee", "", "", None),
    ],
)
def test_what_is_meant_is_understood(report, secretary, code, text, raw, value):
    type_in(report, secretary, **{code: text})
    found = cell(report, code)
    assert (found.raw, found.value, found.error) == (raw, value, "")


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        (
            "dues_paid",
            "12，5",
            "“12，5” is not a number. Use digits, and “.” as the decimal point.",
        ),
        ("committee", "三次", "“三次” is not a number. Use digits, and “.” as the decimal point."),
        ("committee", "1e3", "“1e3” is not a number. Use digits, and “.” as the decimal point."),
        ("women", "1.5", "“1.5” is not a whole number: persons can only be counted whole."),
        ("moved_in", "-2", "“-2” is less than 0, the least possible."),
        ("committee", "100", "“100” is more than 99, the most possible."),
        ("attended", "9" * 13, f"“{'9' * 13}” is too large: at most 12 digits."),
        ("dues_paid", "1.23456", "“1.23456” has more than 4 decimal places."),
        ("attended", "9" * 60, "This is too long: at most 40 characters."),
        ("note", "长" * 201, "This is too long: at most 200 characters."),
    ],
)
def test_what_cannot_be_right_is_kept_as_typed_and_answered_in_a_sentence(
    report, secretary, settings, code, text, words
):
    settings.LANGUAGE_CODE = "en"
    type_in(report, secretary, **{code: text})
    found = cell(report, code)
    assert (found.raw, found.value) == (text, None)
    faults = [fault for fault in Sheet(report).faults if fault.cell == found.pk]
    assert [fault.text for fault in faults] == [words]


def test_items_that_contradict_each_other_are_named(report, secretary, settings):
    settings.LANGUAGE_CODE = "en"
    type_in(report, secretary, end=4, women=5, moved_in=2, moved_out=1, departed=0)
    sheet = Sheet(report)
    faults = {fault.cell: fault.text for fault in sheet.faults if fault.kind == "error"}
    assert faults == {
        cell(report, "women").pk: "Of them women (5) must not be more than At the end (4).",
        cell(
            report, "end"
        ).pk: "At the start + Admitted + Transferred in − Transferred out − Died or left (1)"
        " must equal At the end (4).",
    }
    differing = {fault.cell for fault in sheet.faults if fault.kind == "differs"}
    assert differing == set(faults)  # what the registers say otherwise is not hidden by it


def test_totals_are_sums_and_a_rate_is_the_rate_of_sums(report, secretary):
    for row, (expected, attended) in enumerate([(10, 10), (30, 15), (0, 0)]):
        type_in(report, secretary, row=row, expected=expected, attended=attended)
    sheet = Sheet(report)
    totals = {item.code: sheet.totals()[str(item.pk)] for item in sheet.columns("village")}
    assert (totals["expected"], totals["attended"], totals["attendance"]) == ("40", "25", "62.5%")
    assert totals["committee"] == ""
    assert totals["note"] == ""


def test_a_total_follows_what_is_computed_from_computed_items(report, secretary):
    """A share of a sum of items: in the grid, in other rows' checks and on paper."""
    template = report.period.template
    asked = {"template": template, "section": template.items.get(code="attended").section}
    ReportItemFactory(code="present", formula="attended + trained", **asked)
    ReportItemFactory(code="presence", formula="present / expected", kind="percent", **asked)
    for row, (expected, attended, trained) in enumerate([(10, 5, 1), (30, 15, 4)]):
        type_in(report, secretary, row=row, expected=expected, attended=attended, trained=trained)
    sheet = Sheet(report)
    totals = {item.code: sheet.totals()[str(item.pk)] for item in sheet.columns("village")}
    assert (totals["present"], totals["presence"]) == ("25", "62.5%")
    assert Figures(sheet, sheet.villages[0])["sum(presence)"] == Decimal("62.5")
    leaves = Paper(figures_of(sheet), template.items.select_related("section")).leaves()
    lines = [row for leaf in leaves for part in leaf.parts for row in part.rows if row.total]
    assert {"25", "62.5%"} <= {text for row in lines for text in row.cells}


def test_locked_cells_and_cells_of_other_reports_are_not_written(report, secretary):
    other = opened(another_township(report)).reports.last()
    typed = {cell(report, "start").pk: "9", cell(other, "committee").pk: "9"}
    acts.save_cells(report, typed=typed, seen=99, by=secretary)
    assert cell(report, "start").raw == "0"
    assert cell(other, "committee").raw == ""


def test_the_first_entry_makes_a_draft(report, secretary):
    type_in(report, secretary, committee="3")
    report.refresh_from_db()
    assert (report.state, report.revision) == (State.DRAFT, 1)
    type_in(report, secretary, committee="3")
    report.refresh_from_db()
    assert report.revision == 1


@pytest.mark.parametrize(
    ("kind", "text", "raw", "value", "fault"),
    [
        ("percent", "95%", "95", 95, ""),
        ("percent", "９５．５％", "95.5", Decimal("95.5"), ""),
        ("percent", "130", "130", None, "high"),
        ("percent", "-1", "-1", None, "low"),
        ("yes_no", "有", "是", 1, ""),
        ("yes_no", "N", "否", 0, ""),
        ("yes_no", "也许", "也许", None, "yes_no"),
        ("decimal", ".5", "0.5", Decimal("0.5"), ""),
        ("decimal", "1,30", "1,30", None, "number"),
        ("decimal", "−3", "-3", -3, ""),
        ("integer", "٣", "٣", None, "number"),
        ("integer", "=1+1", "=1+1", None, "number"),
        ("integer", "NaN", "NaN", None, "number"),
        ("text", "\x00a", "a", None, ""),
    ],
)
def test_each_kind_of_item_reads_its_own_words(kind, text, raw, value, fault):
    assert read(ReportItem(kind=kind), text) == Entry(raw, value, fault)


def test_cells_of_two_people_merge_and_the_same_cell_is_handed_back(report, secretary):
    other = in_role("township_secretary", report.organization)
    type_in(report, secretary, seen=0, committee="3", assembly="1")
    saved = type_in(report, other, seen=0, committee="4", lecture="2")
    assert saved.clashes == [cell(report, "committee").pk]
    assert [cell(report, code).raw for code in ("committee", "assembly", "lecture")] == [
        "3",
        "1",
        "2",
    ]
    saved = type_in(report, other, seen=saved.revision, committee="4")
    assert saved.clashes == []
    assert cell(report, "committee").raw == "4"


def test_the_same_figure_twice_is_no_clash(report, secretary):
    type_in(report, secretary, seen=0, committee="3")
    assert type_in(report, secretary, seen=0, committee=" 3 ").clashes == []


@pytest.mark.django_db(transaction=True)
def test_people_typing_at_once_lose_nothing():
    report = first_report(county_with(villages=8))
    user = UserFactory(organization=report.organization)
    cells = [cell(report, "committee", row).pk for row in range(8)]

    def type_one(pk):
        try:
            return acts.save_cells(report, typed={pk: "3"}, seen=0, by=user).clashes
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(type_one, cells)) == [[]] * 8
    report.refresh_from_db()
    assert report.revision == 8
    assert set(report.cells.filter(pk__in=cells).values_list("raw", flat=True)) == {"3"}
