"""The drawer about a cell: what it tells, comments, answers to warnings, files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions.reports.acts import submit_report
from assessments.actions.reports.answers import answer_warning
from assessments.actions.reports.comments import comment_cell, settle_comment
from assessments.actions.reports.disputes import dispute_figure
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportComment
from portal.errors import Refused
from tests.assessments.reporting import cell, fill, opened, type_in
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

PART = {"X-Drawer": "1"}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def warned(report, secretary):
    """Fewer than three committee meetings are warned of."""
    report.period.template.checks.create(
        position=99, code="few", expression="committee >= 3", severity="warning"
    )
    fill(report, secretary)
    type_in(report, secretary, row=1, committee="3")
    type_in(report, secretary, row=2, committee="3")
    return report


def moved(report, state):
    Report.objects.filter(pk=report.pk).update(state=state)


def about(report, found):
    return reverse("report-cell", args=[report.pk, found.pk])


def warnings(report):
    return [one for one in Sheet(Report.objects.get(pk=report.pk)).faults if one.check]


def answer(report, by, reason="正在换届", **changed):
    fault = warnings(report)[0]
    given = {"check": fault.check, "organization": fault.row, "figures": fault.figures}
    answer_warning(report, **{**given, "reason": reason, **changed}, by=by)
    return given


def test_each_side_comments_in_its_turn(report, secretary, staff):
    found = cell(report, "women")
    comment_cell(found, text="请核对", by=secretary)
    with pytest.raises(Refused, match="The township is filling this report in"):
        comment_cell(found, text="请核对", by=staff)
    moved(report, "submitted")
    said = comment_cell(found, text="与名册不符", by=staff)
    with pytest.raises(Refused, match="The county is reviewing"):
        comment_cell(found, text="已核对", by=secretary)
    moved(report, "returned")
    settle_comment(said, by=secretary)
    with pytest.raises(Refused, match="settled this comment already"):
        settle_comment(said, by=secretary)
    moved(report, "accepted")
    for user in (secretary, staff):
        with pytest.raises(Refused, match="This report is accepted"):
            comment_cell(found, text="还有", by=user)
    assert ReportComment.objects.count() == 2


@pytest.mark.parametrize(("text", "words"), [("  ", "Write a comment"), ("长" * 501, "too long")])
def test_an_empty_or_endless_comment_is_refused(report, secretary, text, words):
    with pytest.raises(Refused, match=words):
        comment_cell(cell(report, "women"), text=text, by=secretary)


def test_comments_show_their_round_and_mark_the_cell(client, report, secretary, staff):
    found = cell(report, "women")
    Report.objects.filter(pk=report.pk).update(state="submitted", round=2)
    client.force_login(staff)
    page = client.post(
        about(report, found), {"act": "comment", "text": "与<名册>不符"}, headers=PART
    )
    assert "round 2" in page.content.decode()
    assert "与&lt;名册&gt;不符" in page.content.decode()
    assert Sheet(report).cells[found.pk].comments == 1
    comment = ReportComment.objects.get()
    client.post(about(report, found), {"act": "settle", "comment": comment.pk}, headers=PART)
    assert Sheet(report).cells[found.pk].comments == 0
    other = cell(report, "young")
    sent = {"act": "settle", "comment": comment.pk}
    assert client.post(about(report, other), sent, headers=PART).status_code == 404


def test_the_drawer_tells_of_quarters_before_and_the_rows_counted(
    client, county, report, secretary
):
    village = report.organization.children.order_by("code").first()
    PersonFactory(organization=village, sex="2")
    type_in(report, secretary, end="7")
    following = opened(county, quarter=4).reports.get()
    client.force_login(secretary)
    start = client.get(about(following, cell(following, "start")), headers=PART).content.decode()
    assert "Carried over from “At the end” of 2026 Q3" in start
    end = client.get(about(following, cell(following, "end")), headers=PART).content.decode()
    assert "2026 Q3</a>" in end
    assert "standing=full&amp;standing=probationary&amp;on=" in end
    listed = client.get(
        end.split("<dd>Counted")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    )
    assert len(listed.context["table"].rows) == cell(following, "end").prefilled == 1


def test_the_drawer_tells_who_changed_it_when_and_from_what(client, report, secretary):
    type_in(report, secretary, women="3")
    dispute_figure(cell(report, "women"), claimed="4", reason="点错", by=secretary)
    client.force_login(secretary)
    page = client.get(about(report, cell(report, "women")), headers=PART)
    steps = [(one.before, one.after, one.who) for one in page.context["about"].steps]
    assert steps == [
        ("3", "4", str(secretary)),
        ("0", "3", str(secretary)),
        ("", "0", "the registers"),
    ]
    assert page.context["about"].marks == "dif dis"


def test_the_drawer_costs_few_queries(client, report, secretary):
    dispute_figure(cell(report, "women"), claimed="4", reason="点错", by=secretary)
    client.force_login(secretary)
    address = about(report, cell(report, "women"))
    client.get(address, headers=PART)
    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers=PART)
    assert len(queries) <= 8  # three of them: who it is and what they may


def test_a_warning_is_answered_for_exactly_its_figures(warned, secretary):
    type_in(warned, secretary, committee="1")
    answer(warned, secretary)
    assert warnings(warned) == []
    assert [one.answer for one in Sheet(warned).answered] == ["正在换届"]
    type_in(warned, secretary, committee="2")
    assert [one.figures for one in warnings(warned)] == ["2 3"]
    given = answer(warned, secretary, reason="支书住院")
    answer_warning(warned, **given, reason="", by=secretary)
    assert len(warnings(warned)) == 1


def test_an_answered_warning_lets_the_report_through(warned, secretary):
    answer(warned, secretary)
    submit_report(Report.objects.get(pk=warned.pk), by=secretary)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"figures": "9 3"}, "The figures have changed meanwhile"),
        ({"check": 0}, "This warning no longer stands"),
        ({"reason": " "}, "Write down the reason first"),
        ({"reason": "长" * 301}, "This is too long"),
    ],
)
def test_an_answer_that_fits_no_warning_is_refused(warned, secretary, changed, words):
    with pytest.raises(Refused, match=words):
        answer(warned, secretary, **changed)


def test_an_answer_from_the_list_is_kept_and_read_by_the_county(client, warned, secretary, staff):
    fault = warnings(warned)[0]
    sent = {"act": "answer", "check": fault.check, "row": fault.row, "figures": fault.figures}
    client.force_login(secretary)
    address = reverse("report-cell", args=[warned.pk, fault.cell])
    assert fault.text in client.get(address).content.decode().replace("&gt;", ">")
    assert client.post(address, sent | {"reason": "正在换届"}, headers=PART).status_code == 200
    moved(warned, "submitted")
    client.force_login(staff)
    assert "正在换届" in client.get(warned.get_absolute_url()).content.decode()
    assert client.post(address, sent | {"reason": "x"}, headers=PART).status_code == 403


def test_a_file_is_kept_in_the_cell_that_asks_for_one(client, report, secretary):
    report.period.template.items.filter(code="note").update(kind="file")
    found = cell(report, "note")
    client.force_login(secretary)
    sent = {"act": "attach", "files": SimpleUploadedFile("会议.pdf", b"%PDF-1.7\n1 0 obj\n%%EOF")}
    assert "会议.pdf" in client.post(about(report, found), sent, headers=PART).content.decode()
    assert cell(report, "note").raw == "会议.pdf"
    empty = client.post(about(report, found), {"act": "attach"}, headers=PART)
    assert (empty.status_code, "Choose a file first" in empty.content.decode()) == (422, True)


def test_a_button_nobody_drew_is_refused(client, report, secretary):
    client.force_login(secretary)
    answered = client.post(about(report, cell(report, "women")), {"act": "burn"}, headers=PART)
    assert answered.status_code == 422
