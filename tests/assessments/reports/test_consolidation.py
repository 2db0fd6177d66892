"""Figures of reports put together: sums up the tree as it stood, across quarters, with
completeness."""

import io
import shutil
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from assessments.actions.reports.consolidation import Consolidation
from assessments.actions.reports.consolidation_workbook import write_consolidation
from assessments.actions.reports.spans import Quarter, Span, forms, span_asked
from assessments.models import Report, ReportCell, ReportItem
from assessments.tasks import export_figures
from organizations.models import Organization
from portal.errors import Refused
from portal.models import Job, SecurityEvent
from tests.assessments.figures import fill_in
from tests.assessments.reporting import county_with, in_role
from tests.assessments.test_workbook import recalculated
from tests.factories import OrganizationFactory, user_over
from tests.worlds import kept

pytestmark = pytest.mark.django_db

SECOND = {
    "3400000": {"end": 10, "admitted": 1, "expected": 40, "attended": 30, "note": "修路"},
    "3400001": {"end": 20, "admitted": 0, "expected": 60, "attended": 60},
    "3401000": {"end": 30, "admitted": 2, "expected": 100, "attended": 20},
    "3400": {"town_heard": 2},
    "3401": {"town_heard": 1},
}
THIRD = {
    "3400000": {"end": 12, "admitted": 2, "expected": 44, "attended": 33},
    "3400001": {"end": 21, "admitted": 1, "expected": 60, "attended": 30},
    "3401000": {"end": 99, "admitted": 9, "expected": 1, "attended": 1},
    "3400": {"town_heard": 4},
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Two townships of two villages: both accepted for the second quarter; for the third the first
    is accepted and the second only submitted."""
    with kept(django_db_blocker):
        county = county_with(villages=2, townships=2)
        fill_in(county, 2, SECOND)
        period = fill_in(county, 3, THIRD, accepted=("3400",))
        period.reports.exclude(state="accepted").update(state="submitted")
        yield county


@pytest.fixture
def staff(world):
    return in_role("county_staff", world)


def place(code):
    return Organization.objects.get(code=code)


def span(first=2, last=3, **more):
    form = next(one for one in forms(user_over(place("34"))) if one.code == "party-building")
    return Span(form, Quarter(2026, first), Quarter(2026, last), **more)


def says(found, code, *items):
    one = place(code).pk
    return [(found.figure(one, item).text, found.figure(one, item).complete) for item in items]


def test_a_quarter_adds_up_with_completeness_and_missing_is_not_zero(world):
    found = Consolidation(span(3, 3), world)
    assert says(found, "34", "end", "attendance", "town_heard") == [
        ("33", "2/4"),
        (f"{Decimal(6300) / 104:.1f}%", "2/4"),  # of the sums, not the mean of the percentages
        ("4", "1/2"),
    ]
    assert says(found, "3400", "end", "town_heard") == [("33", "2/2"), ("4", "1/1")]
    assert says(found, "3401", "end", "attendance", "town_heard") == [
        ("–", "0/2"),
        ("–", "0/2"),
        ("–", "0/1"),
    ]
    assert says(found, "3400000", "end", "town_heard") == [("12", "1/1"), ("", "0/0")]


def test_what_is_submitted_counts_where_it_is_asked_for(world):
    found = Consolidation(span(3, 3, submitted=True), world)
    assert says(found, "34", "end", "admitted") == [("132", "4/4"), ("12", "4/4")]


def test_quarters_are_added_or_the_last_counts_as_each_item_says(world):
    found = Consolidation(span(), world)
    assert says(found, "34", "admitted", "end", "town_heard", "note") == [
        ("6", "6/8"),
        ("33", "2/4"),
        ("7", "3/4"),
        ("1", "1/8"),
    ]
    attended, expected = 30 + 60 + 20 + 33 + 30, 40 + 60 + 100 + 44 + 60
    assert found.figure(world.pk, "attendance").value == Decimal(100 * attended) / expected
    assert found.turnout() == [
        (Quarter(2026, 2), 2, 2, 0),
        (Quarter(2026, 3), 1, 2, 0),
    ]


def test_every_figure_equals_the_sum_of_the_very_cells(world):
    """Each counted item, added up anew row by row."""
    found = Consolidation(span(), world)
    for item in ReportItem.objects.filter(formula="", kind__in=["integer", "decimal"]):
        cells = ReportCell.objects.filter(item=item, report__state="accepted", raw__gt="")
        if item.over == "last":
            cells = cells.filter(report__period__quarter=3)
        for code in ("34", "3400", "3401", "3400000", "3401001"):
            known = [cell.value for cell in cells if cell.organization.code.startswith(code)]
            figure = found.figure(place(code).pk, item.code)
            assert (figure.known, figure.value) == (len(known), sum(known) if known else None)


def test_a_village_that_moved_counts_where_it_hung_at_the_end(world):
    moved = place("3400001")
    moved.placements.update(until=date(2026, 8, 1))
    moved.placements.create(organization=moved, parent=place("3401"), since=date(2026, 8, 1))
    before, after = Consolidation(span(2, 2), world), Consolidation(span(), world)
    assert says(before, "3400", "admitted", "end") == [("1", "2/2"), ("30", "2/2")]
    assert says(after, "3400", "admitted") == [("3", "2/2")]  # of both quarters
    assert says(after, "3401", "admitted") == [("3", "4/6")]
    assert [line.organization.code for line in after.lines()] == ["3400", "3401"]


def test_a_township_without_a_report_is_missed(world):
    Report.objects.filter(organization__code="3401")
    late = OrganizationFactory(parent=world, code="3402", kind="township_committee")
    OrganizationFactory(parent=late, code="3402000", kind="branch")
    found = Consolidation(span(3, 3), world)
    assert says(found, "34", "end", "town_heard") == [("33", "2/5"), ("4", "1/3")]
    assert says(found, "3402", "end") == [("–", "0/1")]
    assert found.turnout() == [(Quarter(2026, 3), 1, 2, 1)]


def test_versions_are_put_together_by_code_but_not_across_units(world):
    """An item in another unit is kept apart, and said so."""
    old = ReportItem.objects.get(code="dues_owed")
    template = old.template
    newer = type(template).objects.create(
        form=template.form, version=2, code="pb-2", name="二", organization=world, state="issued"
    )
    section = newer.sections.create(position=1, title="一", scope="village")
    for at, (code, unit) in enumerate((("admitted", "名"), ("dues_owed", "万元"))):
        newer.items.create(section=section, position=at, code=code, name=code, unit=unit)
    period = span(3, 3).form.periods[-1]
    reports = Report.objects.filter(period=period)
    reports.update(state="draft")
    cells = ReportCell.objects.filter(report__period=period)
    for code in ("admitted", "dues_owed"):
        item = newer.items.get(code=code)
        cells.filter(item__code=code).update(item=item, raw="5", value=5)
    type(period).objects.filter(pk=period.pk).update(template=newer)
    reports.update(state="accepted")
    found = Consolidation(span(), world)
    assert says(found, "34", "admitted", "dues_owed") == [("23", "8/8"), ("20", "4/4")]
    assert found.columns["dues_owed"].apart == [template.code]
    assert list(found.columns)[:2] == ["admitted", "dues_owed"]


def test_options_are_counted_and_typed_percentages_never_averaged(world):
    items = ReportItem.objects.filter(template__form="party-building")
    items.filter(code="committee").update(kind="choice", choices="好 | good\n差 | poor")
    items.filter(code="assembly").update(kind="percent")
    items.filter(code="lecture").update(kind="yes_no")
    Report.objects.update(state="draft")
    cells = ReportCell.objects.filter(report__period__quarter=3)
    for nth, cell in enumerate(cells.filter(item__code="committee").order_by("organization__code")):
        where = {"report": cell.report, "organization": cell.organization}
        cells.filter(pk=cell.pk).update(raw="差" if nth else "好", value=2 if nth else 1)
        cells.filter(**where, item__code="assembly").update(raw=str(90 - nth), value=90 - nth)
        cells.filter(**where, item__code="lecture").update(raw="是", value=1)
    Report.objects.update(state="accepted")
    found = Consolidation(span(3, 3), world)
    asked = ("committee", "assembly", "lecture")
    with translation.override("en"):
        assert [text for text, _of in says(found, "34", *asked)] == [
            "good 1 · poor 3",
            "87 to 90 %",
            "4",
        ]
    with translation.override("zh-hans"):
        assert says(found, "3400", "committee") == [("好 1 · 差 1", "2/2")]


@pytest.mark.parametrize("text", ["x", "2026-5", "2026", "12026-1"])
def test_what_is_no_quarter_is_refused_by_name(world, text):
    with pytest.raises(Refused, match=text):
        span_asked(forms(user_over(world)), {"until": text})


def test_the_page_shows_townships_villages_and_the_way_down(world, staff, client):
    """Figures -> item -> the report; few queries however many rows."""
    client.force_login(staff)
    page = reverse("consolidation")
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page, {"from": "2026-2", "until": "2026-3", "by": "village"})
    assert len(asked) <= 14
    text = answer.content.decode()
    assert '<small class="part short">2/4</small>' in text
    assert text.index("第0村") < text.index("第1村")
    item = client.get(reverse("consolidation-item", args=["end"]), {"organization": "3400"})
    report = Report.objects.get(organization__code="3400", period__quarter=3)
    assert f"{report.get_absolute_url()}#r{place('3400000').pk}" in item.content.decode()
    written = client.get(
        reverse("consolidation-item", args=["note"]), {"from": "2026-2", "until": "2026-2"}
    )
    assert "修路" in written.content.decode()
    assert client.get(page, {"form": "nonsense"}).status_code == 400
    assert "nonsense" in client.get(page, {"form": "nonsense"}).content.decode()
    assert client.get(reverse("consolidation-item", args=["nonsense"])).status_code == 404


def test_a_township_sees_its_own_part(world, client):
    client.force_login(in_role("township_secretary", place("3400")))
    page = reverse("consolidation")
    text = client.get(page).content.decode()
    assert "第0村" in text
    assert place("3401").short not in text
    assert client.get(page, {"organization": "3401"}).status_code == 404
    assert client.get(page, {"organization": "34"}).status_code == 404


# The workbook.


def written(top, language="en"):
    out = io.BytesIO()
    with translation.override(language):
        write_consolidation(span(), top, out, made_by="李敏")
    return out.getvalue()


def book_of(top, language="en", **how):
    return openpyxl.load_workbook(io.BytesIO(written(top, language)), **how)


def column_of(sheet, name):
    """The column whose item heading begins like this."""
    heads = {cell.value: cell.column for cell in sheet[4] if cell.value}
    return next(column for word, column in heads.items() if word.startswith(name))


def test_the_workbook_adds_up_by_formulas(world):
    book = book_of(world)
    assert book.sheetnames == ["Cover", "the township", "each village", "Texts"]
    sheet, values = book["each village"], book_of(world, data_only=True)["each village"]
    at = column_of(sheet, "Attendance")
    assert sheet.cell(6, at).value.startswith("=IF(OR(")
    assert sheet.cell(6, column_of(sheet, "Admitted")).value == '=IF(H6=0,"",SUM(G7,G10))'
    names = [values.cell(row, 2).value for row in range(6, values.max_row + 1)]
    assert len(names) == 7
    admitted = column_of(sheet, "Admitted")
    assert [values.cell(6, admitted + n).value for n in range(3)] == [6, 6, 8]
    found = Consolidation(span(), world)
    assert values.cell(6, at).value == pytest.approx(
        float(found.figure(world.pk, "attendance").value) / 100
    )
    assert "修路" in str([[c.value for c in row] for row in book["Texts"].iter_rows()])
    assert book_of(world, "zh-hans").sheetnames[0] == "封面"


def test_a_worker_writes_it_and_it_is_on_record(world, staff, client):
    client.force_login(staff)
    answer = client.post(f"{reverse('consolidation-workbook')}?{span().query(organization='3400')}")
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    export_figures(job)
    assert job.file_name.endswith("2026 Q2 to 2026 Q3.xlsx") or "2026" in job.file_name
    assert SecurityEvent.objects.get(kind="export").details["organization"] == "3400"


if shutil.which("soffice"):  # CI has it (.ci/run); a machine without it has the other tests

    def test_libreoffice_recalculates_the_same_figures(world, tmp_path):
        """Villages to townships to the county, shares, and what nobody has reported."""
        assert recalculated(written(world), tmp_path) > 100
