"""The grid of a report in a real browser: typing, pasting, mistakes, two people, a dead server.

The quarter around it: test_quarter.py."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.actions.reports.acts import save_cells
from assessments.models import Report
from tests.assessments.reporting import cell, county_with, fill, first_report
from tests.factories import user_over

PASTE = """([id, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const event = { clipboardData: data, bubbles: true, cancelable: true };
    const field = document.getElementById(id);
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", event));
}"""


@pytest.fixture
def report(transactional_db):
    return first_report(county_with(villages=5))


@pytest.fixture
def secretary(report):
    perms = ("view_report", "change_report", "submit_report")
    return user_over(report.organization, *perms)


@pytest.fixture
def at_grid(visitor, report, client):
    """Somebody who has the grid open."""

    def sit(user, **options):
        reader = visitor(**{"language": "en", **options}).log_in(user, client)
        reader.go(reverse("report-grid", args=[report.pk]))
        return reader

    return sit


def field(report, code, row=0):
    return f"#c{cell(report, code, row).pk}"


def saved(reader):
    expect(reader.page.locator("[data-said]")).to_contain_text("Saved automatically")


def raws(report, code):
    cells = report.cells.filter(item__code=code).order_by("organization__code")
    return list(cells.values_list("raw", flat=True))


def total(reader, report, code):
    item = report.period.template.items.get(code=code)
    return reader.page.locator(f'[data-total="{item.pk}"]')


def test_a_mistake_is_named_leads_back_to_its_cell_and_is_put_right(at_grid, report, secretary):
    fill(report, secretary)
    clerk = at_grid(secretary)
    owed, paid = field(report, "dues_owed"), field(report, "dues_paid")
    clerk.page.fill(owed, "３０")
    clerk.page.fill(paid, "12，5")
    clerk.page.press(paid, "Enter")
    expect(clerk.page.locator(field(report, "dues_paid", 1))).to_be_focused()
    expect(clerk.page.locator("[data-faults] li")).to_have_count(1)
    assert "“12，5” is not a number" in clerk.page.inner_text("[data-faults]")
    assert clerk.page.input_value(owed) == "30"
    assert clerk.faults() == []
    clerk.page.reload()
    assert clerk.page.input_value(paid) == "12，5"
    clerk.page.click("[data-submit]")
    expect(clerk.page.locator("[data-faults]")).to_be_focused()
    clerk.page.click("[data-faults] a")
    expect(clerk.page.locator(paid)).to_be_focused()
    clerk.page.keyboard.type("12.5")
    saved(clerk)
    expect(clerk.page.locator("[data-faults]")).to_be_hidden()
    expect(total(clerk, report, "dues_paid")).to_have_text("12.5")


def test_a_block_from_excel_goes_in_and_is_taken_back_at_once(at_grid, report, secretary):
    clerk = at_grid(secretary)
    text = '3\t1\t1\r\n３\t"1"\t1,303\r\n4\t\t2\r\n'
    clerk.page.evaluate(PASTE, [field(report, "committee")[1:], text])
    saved(clerk)
    assert raws(report, "committee") == ["3", "3", "4", "", ""]
    assert raws(report, "lecture")[1] == "1303"
    expect(total(clerk, report, "committee")).to_have_text("10")
    assert "is more than 99" in clerk.page.inner_text("[data-faults]")
    clerk.page.keyboard.press("Control+z")
    expect(clerk.page.locator("[data-said]")).to_contain_text("Saved automatically")
    expect(clerk.page.locator("[data-faults]")).to_be_hidden()
    assert raws(report, "committee") == raws(report, "lecture") == [""] * 5


def test_a_paste_over_computed_and_locked_cells_keeps_its_columns(at_grid, report, secretary):
    clerk = at_grid(secretary)
    clerk.page.evaluate(PASTE, [field(report, "expected")[1:], "20\t15\t\t7\n10\t5\t99%\t8"])
    expect(clerk.page.locator("[data-told]")).to_contain_text("1 cells cannot be typed in")
    saved(clerk)
    assert raws(report, "trained")[:2] == ["7", "8"]
    rate = clerk.page.locator("td[data-computed]").first
    expect(rate).to_have_text("75.0%")
    expect(total(clerk, report, "attendance")).to_have_text("66.7%")


def test_a_paste_with_the_villages_names_finds_its_rows(at_grid, report, secretary):
    clerk = at_grid(secretary)
    text = "第3村\t4\t2\n第0村\t3\t1\n"
    clerk.page.evaluate(PASTE, [field(report, "committee")[1:], text])
    saved(clerk)
    assert raws(report, "committee") == ["3", "", "", "4", ""]
    assert raws(report, "assembly") == ["1", "", "", "2", ""]


def test_an_input_method_owns_the_keys_while_it_composes(at_grid, report, secretary):
    clerk = at_grid(secretary)
    clerk.page.click(field(report, "note"))
    typing = clerk.page.context.new_cdp_session(clerk.page)
    typing.send("Input.imeSetComposition", {"text": "ni", "selectionStart": 2, "selectionEnd": 2})
    typing.send("Input.insertText", {"text": "你好"})
    saved(clerk)
    assert raws(report, "note")[0] == "你好"


def test_what_is_typed_outlives_a_dead_server_and_a_closed_page(at_grid, report, secretary):
    clerk = at_grid(secretary)
    clerk.page.on("dialog", lambda dialog: dialog.accept())
    dead = re.compile(r"/grid/$")
    refuse = lambda route: route.abort() if route.request.method == "POST" else route.continue_()  # noqa: E731
    clerk.page.route(dead, refuse)
    clerk.page.fill(field(report, "committee"), "5")
    expect(clerk.page.locator("[data-trouble]")).to_contain_text("cannot be reached")
    clerk.page.reload()
    clerk.page.unroute(dead)
    assert clerk.page.input_value(field(report, "committee")) == ""
    expect(clerk.page.locator("[data-kept]")).to_contain_text("not saved: 1 cells")
    clerk.troubles.clear()  # the browser's own words about the dead server
    assert clerk.faults() == []
    clerk.page.click("[data-kept-back]")
    saved(clerk)
    assert raws(report, "committee")[0] == "5"
    clerk.page.reload()
    expect(clerk.page.locator("[data-kept]")).to_be_hidden()


def test_what_is_typed_outlives_an_expired_login(at_grid, report, secretary, client):
    clerk = at_grid(secretary)
    clerk.context.clear_cookies(name="sessionid")
    clerk.page.fill(field(report, "committee"), "5")
    expect(clerk.page.locator("[data-login]")).to_be_visible()
    clerk.log_in(secretary, client)
    clerk.page.click("[data-retry]")
    saved(clerk)
    assert raws(report, "committee")[0] == "5"


def test_two_people_merge_and_the_same_cell_shows_both(at_grid, report, secretary, client):
    other = user_over(report.organization, "view_report", "change_report")
    clerk = at_grid(secretary)
    typed = {cell(report, "committee").pk: "4", cell(report, "assembly").pk: "1"}
    save_cells(report, typed=typed, seen=0, by=other)
    clerk.page.fill(field(report, "committee"), "3")
    expect(clerk.page.locator("[data-clashes]")).to_contain_text(str(other))
    assert clerk.page.input_value(field(report, "assembly")) == "1"
    assert clerk.faults() == []
    clerk.page.click("text=Keep mine: 3")
    saved(clerk)
    assert raws(report, "committee")[0] == "3"


def test_a_report_handed_in_meanwhile_is_said(at_grid, report, secretary):
    clerk = at_grid(secretary)
    Report.objects.filter(pk=report.pk).update(state="submitted")
    clerk.page.fill(field(report, "committee"), "3")
    expect(clerk.page.locator("[data-trouble]")).to_contain_text("cannot be changed now")


def test_the_grid_works_without_scripts(chromium, live_server, report, secretary, client):
    client.force_login(secretary)
    context = chromium.new_context(java_script_enabled=False, locale="en-US")
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**session, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("report-grid", args=[report.pk]))
    page.fill(field(report, "committee"), "3")
    page.fill(field(report, "women"), "1.5")
    page.click("[data-save]")
    assert page.input_value(field(report, "women")) == "1.5"
    assert page.get_attribute(field(report, "women"), "aria-invalid") == "true"
    assert raws(report, "committee")[0] == "3"
    context.close()


def test_on_a_phone_nothing_runs_off_the_page(at_grid, report, secretary):
    clerk = at_grid(secretary, size="phone", language="zh-hans")
    clerk.page.fill(field(report, "committee"), "x")
    expect(clerk.page.locator("[data-faults]")).to_be_visible()
    assert clerk.faults() == []
    clerk.page.click("[data-whole]")
    head = clerk.page.locator("tbody .rowh").first.bounding_box()
    clerk.page.evaluate("document.querySelector('.gridwrap').scrollLeft = 500")
    assert clerk.page.locator("tbody .rowh").first.bounding_box()["x"] == head["x"]


def test_only_rows_with_errors(at_grid, report, secretary):
    clerk = at_grid(secretary)
    clerk.page.fill(field(report, "committee", 2), "x")
    expect(clerk.page.locator("[data-faults]")).to_be_visible()
    clerk.page.check("[data-only] input")
    expect(clerk.page.locator("table.grid tbody tr:visible")).to_have_count(1)
