"""The grid at its full size and with every kind of item: keys, pastes, a phone, long tasks."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.assessments.reporting import cell, county_with
from tests.assessments.wide import wide_report
from tests.browser.test_report_grid import PASTE, field, raws, saved
from tests.factories import user_over


@pytest.fixture
def sit(transactional_db, visitor, client):
    """A secretary with a wide report open: (reader, report)."""

    def open_grid(villages, items, scopes=("village",), **options):
        report = wide_report(county_with(villages=villages), items, scopes)
        user = user_over(report.organization, "view_report", "change_report", "submit_report")
        reader = visitor(**options).log_in(user, client)
        reader.go(reverse("report-grid", args=[report.pk]))
        return reader, report

    return open_grid


def paste(clerk, report, code, text, row=0):
    clerk.page.evaluate(PASTE, [field(report, code, row)[1:], text])


def at(clerk, report, code, row=0):
    return clerk.page.locator(field(report, code, row))


def test_every_kind_is_typed_by_keys_and_pasted_in_either_language(sit):
    clerk, report = sit(3, 12, ("village", "branch", "township"), language="en")
    press = clerk.page.keyboard.press
    at(clerk, report, "yes").focus()
    press("y")
    press("ArrowRight")
    press("2")
    press("Enter")
    clerk.page.keyboard.type("po")
    press("ArrowRight")
    press("Control+;")
    assert [
        at(clerk, report, *of).input_value() for of in (("yes",), ("grade",), ("grade", 1))
    ] == [
        "Yes",
        "fair",
        "poor",
    ]
    assert at(clerk, report, "day", 1).input_value()[:2] == "20"
    paste(clerk, report, "yes", "否\t较好\t2026年3月5日\nno\tPOOR\t20260306", row=1)
    saved(clerk)
    assert raws(report, "yes") == ["是", "否", "否"]
    assert raws(report, "grade") == ["较好", "较好", "差"]
    assert raws(report, "day")[1:] == ["2026-03-05", "2026-03-06"]
    assert at(clerk, report, "grade", 2).input_value() == "poor"
    branch = f"#c{report.cells.filter(item__code='branch_n0').order_by('organization__code')[0].pk}"
    clerk.page.fill(branch, "4")
    at(clerk, report, "grade", 2).fill("blue")
    saved(clerk)
    expect(clerk.page.locator("[data-faults]")).to_contain_text("“blue” is none of: good, fair")
    total = clerk.page.locator("[data-table]").nth(1).locator("tfoot td").first
    expect(total).to_have_text("4")
    clerk.page.locator("[data-jump] a").nth(2).click()
    expect(clerk.page.locator(branch)).to_be_focused()
    assert clerk.faults() == []


def test_a_paste_larger_than_the_table_says_what_did_not_fit(sit):
    clerk, report = sit(3, 12, language="en")
    paste(clerk, report, "n1", "\n".join(["1\t2"] * 5), row=1)
    told = clerk.page.locator("[data-told]")
    expect(told).to_contain_text("Pasted: 4 cells. What you copied has 3 more rows")
    paste(clerk, report, "note", "short\tx.pdf\tmore\tand more", row=2)
    expect(told).to_contain_text("It has 2 more columns")
    expect(told).to_contain_text("1 cells cannot be typed in")
    told.locator("[data-undo]").click()
    expect(told).to_be_hidden()
    clerk.page.keyboard.press("Control+z")
    assert [at(clerk, report, "n1", row).input_value() for row in (1, 2)] == ["", ""]
    clerk.page.keyboard.press("Control+y")
    assert [at(clerk, report, "n1", row).input_value() for row in (1, 2)] == ["1", "1"]
    clerk.page.keyboard.press("Control+Shift+z")
    paste(clerk, report, "n0", "Village\tItem 0\tItem 1\n第1村\t8\t9\n合计\t8\t9")
    expect(told).to_contain_text("No row of the table is called so: 合计.")
    saved(clerk)
    assert (raws(report, "n0"), raws(report, "n1")) == (["", "8", ""], ["", "9", "1"])
    assert raws(report, "note") == ["", "", "short"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_on_a_phone_one_village_at_a_time_is_a_form(sit, language):
    clerk, report = sit(3, 12, size="phone", language=language)
    page = clerk.page
    expect(page.locator(".grid tbody tr:visible")).to_have_count(1)
    at(clerk, report, "n0").fill("4")
    page.keyboard.press("Enter")
    expect(at(clerk, report, "n1")).to_be_focused()
    page.keyboard.type("x")
    saved_in = {"en": "Saved automatically", "zh-hans": "已自动保存"}[language]
    expect(page.locator("[data-said]")).to_contain_text(saved_in)
    assert clerk.faults() == []
    filled = {"en": "2 of 9", "zh-hans": "已填 2 / 9"}[language]
    expect(page.locator("[data-row-filled]")).to_have_text(filled)
    page.click("[data-next]")
    expect(at(clerk, report, "n0")).to_be_hidden()
    expect(at(clerk, report, "n0", 1)).to_be_visible()
    page.click("[data-faults] a")
    expect(at(clerk, report, "n1")).to_be_focused()
    page.select_option("[data-at]", index=2)
    expect(page.locator("[data-next]")).to_be_disabled()
    page.click("[data-whole]")
    expect(page.locator(".grid tbody tr:visible")).to_have_count(3)
    assert raws(report, "n0")[0] == "4"


def test_sixty_villages_times_forty_items_are_typed_and_pasted(sit):
    clerk, report = sit(60, 40, language="en")
    at(clerk, report, "n0").focus()
    for _row in range(10):
        clerk.page.keyboard.type("12")
        clerk.page.keyboard.press("Enter")
    saved(clerk)
    assert raws(report, "n0")[:10] == ["12"] * 10
    paste(clerk, report, "n0", "\n".join(["\t".join(["7"] * 32)] * 60))
    saved(clerk)
    assert cell(report, "n31", 59).raw == "7"
