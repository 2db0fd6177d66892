"""The drawer about a cell, by keyboard alone; reasons in the list; the sheet of a phone."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.assessments.reporting import cell, county_with, fill, first_report
from tests.factories import user_over


@pytest.fixture
def report(transactional_db):
    report = first_report(county_with(villages=3))
    report.period.template.checks.create(
        position=99, code="few", expression="committee >= 3", severity="warning"
    )
    return report


@pytest.fixture
def clerk(visitor, report, client):
    user = user_over(report.organization, "view_report", "change_report", "submit_report")
    fill(report, user)
    reader = visitor(language="en").log_in(user, client)
    reader.go(reverse("report-grid", args=[report.pk]))
    return reader


def press(reader, *keys):
    for key in keys:
        reader.page.keyboard.press(key)


def test_a_figure_is_disputed_and_put_back_by_keyboard(clerk, report):
    field, drawer = f"#c{cell(report, 'activists').pk}", clerk.page.locator("[data-cell-drawer]")
    clerk.page.focus(field)
    press(clerk, "F2")
    expect(drawer.locator("h2")).to_be_focused()
    assert clerk.faults() == []
    drawer.locator("summary", has_text="The register is wrong").focus()
    press(clerk, "Enter", "Tab")
    clerk.page.keyboard.type("2")
    press(clerk, "Tab", "Tab", "Enter")
    expect(drawer.locator("[role=alert]")).to_be_focused()
    expect(drawer.locator("[role=alert]")).to_contain_text("Say why the register is wrong")
    drawer.locator("[name=reason]").focus()
    clerk.page.keyboard.type("Two applied in June.")
    press(clerk, "Tab", "Enter")
    expect(drawer.locator("[role=status]")).to_be_focused()
    assert clerk.page.input_value(field) == "2"
    expect(clerk.page.locator(f"td.dis {field}")).to_be_visible()
    assert clerk.faults() == []
    press(clerk, "Escape")
    expect(clerk.page.locator(field)).to_be_focused()
    expect(drawer).to_be_hidden()
    press(clerk, "F2")
    drawer.locator("button", has_text="Take over 0").press("Enter")
    expect(clerk.page.locator(field)).to_have_value("0")
    expect(clerk.page.locator("td.dis")).to_have_count(0)


def test_warnings_are_answered_in_the_list_and_read_by_the_county(clerk, visitor, report):
    rows = clerk.page.locator("[data-faults] li")
    expect(rows).to_have_count(3)
    rows.first.locator("[data-answer]").click()
    clerk.page.keyboard.type("New committee in")
    press(clerk, "Enter")
    expect(rows).to_have_count(2)
    expect(clerk.page.locator("[data-answered] q")).to_have_text("New committee in")
    assert clerk.faults() == []
    staff = user_over(report.organization.parent, "view_report", "review_report")
    type(report).objects.filter(pk=report.pk).update(state="submitted")
    office = visitor(language="zh-hans", size="phone").log_in(staff, Client())
    found = cell(report, "committee", 1)
    office.go(f"{reverse('report-grid', args=[report.pk])}#c{found.pk}")
    drawer = office.page.locator("[data-cell-drawer]")
    expect(drawer.locator("[data-warnings] li")).to_have_count(1)
    drawer.locator("[name=text]").fill("会议记录在哪里？")
    drawer.locator("button[value=comment]").click()
    expect(drawer.locator(".said.open")).to_contain_text("会议记录在哪里？")
    assert office.faults() == []
    office.page.locator("[data-close]").click()
    expect(office.page.locator(f"td.com#c{found.pk}")).to_be_visible()
