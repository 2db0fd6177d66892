"""A whole quarter in a real browser and in either language, as both sides live it: opened, filled
from the registers, pasted, disputed, taken offline and back with a conflict, submitted, returned
with a comment on a cell, submitted again with the difference shown, accepted, printed, summed up.
"""

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from assessments.actions.reports.openings import plan_year
from assessments.models import Report, ReportDispute, ReportPeriod
from tests.assessments.reporting import cell, county_with, fill, in_role, small_template, type_in
from tests.browser.test_report_grid import PASTE
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {  # what is typed is in the language of whoever types it
    "zh-hans": ("两名女党员未录入台账。", "会议记录与次数不符，请核对。", "纸质记录为四次。"),
    "en": ("Two women are missing.", "The minutes say otherwise.", "The minutes say four."),
}


@pytest.fixture
def period():
    county = county_with(villages=3)
    village = county.children.first().children.order_by("code").first()
    for number, sex in enumerate("112"):
        PersonFactory(name=f"党员{number}", organization=village, sex=sex, joined="2001-07-01")
    template = small_template(county)
    plan_year(template, year=2026)
    return ReportPeriod.objects.get(template=template, quarter=3)


def saved(reader):
    expect(reader.page.locator(".dirty")).to_have_count(0)


def act(reader):
    """Confirm the act whose page is open."""
    reader.page.locator(
        "main form .actionbar button[type=submit], main form .btn-primary"
    ).first.click()


class Quarter:
    """The township's clerk and the county's office over one report."""

    def __init__(self, visitor, period, language, client):
        self.period, (self.why, self.fault, self.answer) = period, WORDS[language]
        county = period.template.organization
        self.secretary = in_role("township_secretary", county.children.first())
        self.staff = in_role("county_staff", county)
        self.clerk = visitor(language=language).log_in(self.secretary, client)
        self.office = visitor(language=language).log_in(self.staff, Client())

    def cell(self, code, row=0):
        return cell(self.report, code, row)

    def field(self, code, row=0):
        return f"#c{self.cell(code, row).pk}"

    def go(self, reader):
        reader.go(reverse("report-grid", args=[self.report.pk]))

    def drawer(self, reader):
        return reader.page.locator("[data-cell-drawer]")

    # What happens, in its order.

    def opens(self):
        self.office.go(reverse("reportperiod-open_reports", args=[self.period.pk]))
        act(self.office)
        expect(self.office.page.locator(".note.ok")).to_be_visible()
        self.report = Report.objects.get(period=self.period)

    def fills_in(self):
        self.clerk.go(reverse("owing"))
        assert self.clerk.faults() == []
        self.clerk.page.locator(".debt .btn").first.click()
        assert self.clerk.page.input_value(self.field("end")) == "3"  # the registers know
        self.clerk.page.wait_for_load_state()
        block = [self.field("committee")[1:], "3\t1\n3\t1\n4\t1"]
        self.clerk.page.evaluate(PASTE, block)
        stored = f"{self.field('committee', 2)}:not(.dirty)"
        expect(self.clerk.page.locator(stored)).to_have_value("4")
        saved(self.clerk)
        assert self.cell("committee", 2).raw == "4"

    def disputes(self):
        self.clerk.page.focus(self.field("women"))
        self.clerk.page.keyboard.press("F2")
        drawer = self.drawer(self.clerk)
        drawer.locator("details summary").first.click()
        drawer.locator("[name=claimed]").fill("3")
        drawer.locator("[name=reason]").fill(self.why)
        drawer.locator("button[value=dispute]").click()
        expect(self.clerk.page.locator(f"td.dis {self.field('women')}")).to_have_value("3")
        assert self.clerk.faults() == []
        self.clerk.page.keyboard.press("Escape")

    def works_offline(self):
        self.clerk.go(reverse("report-offline", args=[self.report.pk]))
        assert self.clerk.faults() == []
        with self.clerk.page.expect_download() as fetched:
            self.clerk.page.locator("main a.btn-primary").click()
        return openpyxl.load_workbook(io.BytesIO(fetched.value.path().read_bytes()))

    def comes_back(self, book):
        colleague = in_role("township_secretary", self.report.organization)
        type_in(self.report, colleague, assembly="5")  # here, meanwhile
        write(book, self.cell("assembly"), 2)
        write(book, self.cell("trained"), 1)
        out = io.BytesIO()
        book.save(out)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        file = {"name": "quarter.xlsx", "mimeType": kind, "buffer": out.getvalue()}
        self.clerk.page.set_input_files("#id_file", file)
        self.clerk.page.locator("main form button[type=submit]").click()
        expect(self.clerk.page.locator("#asked [role=radiogroup]")).to_have_count(1)
        assert self.clerk.faults() == []
        self.clerk.page.locator("#asked [value=workbook]").check()
        self.clerk.page.locator(".actionbar .btn-primary").click()
        expect(self.clerk.page.locator("table.grid").first).to_be_visible()
        assert (self.cell("assembly").raw, self.cell("trained").raw) == ("2", "1")

    def submits(self):
        self.go(self.clerk)
        self.clerk.page.locator("[data-submit]").click()
        expect(self.clerk.page.locator("table.grid input")).to_have_count(0)
        self.report.refresh_from_db()
        assert self.report.state == Report.State.SUBMITTED

    def is_returned(self):
        self.office.go(reverse("owing"))
        self.office.page.locator(".debt .btn").first.click()
        assert self.office.faults() == []
        found = self.office.page.locator(f"td{self.field('committee', 2)}")
        found.focus()
        found.press("Enter")
        self.drawer(self.office).locator("[name=text]").fill(self.fault)
        self.drawer(self.office).locator("button[value=comment]").click()
        expect(self.drawer(self.office).locator(".said")).to_have_count(1)
        self.office.go(reverse("report-return_report", args=[self.report.pk]))
        self.office.page.fill("[name=reason]", self.fault)
        act(self.office)
        self.report.refresh_from_db()
        assert self.report.state == Report.State.RETURNED

    def is_put_right(self):
        self.clerk.go(reverse("owing"))
        expect(self.clerk.page.locator("main")).to_contain_text(self.fault)
        self.clerk.page.locator(".debt .btn").first.click()
        expect(self.clerk.page.locator(".note.warn").first).to_contain_text(self.fault)
        commented = self.clerk.page.locator(f"td.com {self.field('committee', 2)}")
        expect(commented).to_have_value("4")
        commented.fill("3")
        saved(self.clerk)
        assert self.clerk.faults() == []
        self.submits()

    def is_settled_and_accepted(self):
        self.office.go(reverse("reportdispute-list"))
        expect(self.office.page.locator("main")).to_contain_text(self.why)
        assert self.office.faults() == []
        dispute = ReportDispute.objects.get()
        self.office.go(reverse("report-grid", args=[self.report.pk]))
        expect(self.office.page.locator("main")).to_contain_text("4")  # before
        assert self.office.faults() == []
        self.office.page.locator(".actionbar.review form button").click()
        self.report.refresh_from_db()
        assert (self.report.state, self.report.round) == (Report.State.ACCEPTED, 2)
        assert dispute.state == ReportDispute.State.OPEN

    def is_summed_up(self):
        self.office.go(reverse("consolidation"))
        expect(self.office.page.locator("main table").first).to_contain_text("9")  # 3 + 3 + 3
        assert self.office.faults() == []
        code = self.report.copies.last().code
        self.office.go(reverse("report-copy", args=[code]))
        expect(self.office.page.locator("main")).to_contain_text(code)
        assert self.office.faults() == []


def write(book, wanted, value):
    """Into the workbook's cell of that item and row, found by their codes."""
    code, row = wanted.item.code, wanted.organization.code
    for sheet in book.worksheets:
        lines = [[str(one.value) for one in line] for line in sheet.iter_rows()]
        columns = {text: at for line in lines for at, text in enumerate(line, 1) if text == code}
        rows = {text: at for at, line in enumerate(lines, 1) for text in line if text == row}
        if code in columns and row in rows:
            sheet.cell(rows[row], columns[code], value)
            return
    raise AssertionError((code, row))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_quarter_of_both_sides(visitor, period, client, language):
    quarter = Quarter(visitor, period, language, client)
    quarter.opens()
    quarter.fills_in()
    quarter.disputes()
    book = quarter.works_offline()
    quarter.comes_back(book)
    fill(quarter.report, quarter.secretary)
    quarter.submits()
    quarter.is_returned()
    quarter.is_put_right()
    quarter.is_settled_and_accepted()
    quarter.is_summed_up()
