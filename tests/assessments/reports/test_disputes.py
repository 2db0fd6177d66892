"""Figures of the registers: confirmed, disputed with a reason, settled in the register."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.actions.reports.acts import NotReady, submit_report
from assessments.actions.reports.disputes import (
    dispute_figure,
    settle_agreed,
    settle_refused,
    take_over,
)
from assessments.actions.reports.openings import refresh_report
from assessments.actions.reports.sheets import Sheet
from assessments.models import Report, ReportDispute
from portal import pages
from portal.errors import Refused
from tests.assessments.reporting import another_township, cell, fill, grid, in_role, type_in
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

State = ReportDispute.State
ACTIVIST = {"standing": "activist", "joined": None, "confirmed": None}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def village(report):
    return report.organization.children.order_by("code").first()


@pytest.fixture
def dispute(report, secretary):
    """The secretary says that the first village has an activist more than the register."""
    return dispute_figure(
        cell(report, "activists"), claimed="１", reason="王芳已转入", by=secretary
    )


def differing(report):
    report = Report.objects.get(pk=report.pk)
    return [fault for fault in Sheet(report).faults if fault.kind == "differs"]


def about(report, found):
    return reverse("report-cell", args=[report.pk, found.pk])


def test_a_disputed_figure_is_counted_marked_and_stands_in_nobodys_way(report, secretary, dispute):
    found = cell(report, "activists")
    assert (found.raw, found.value, found.prefilled) == ("1", 1, 0)
    assert (dispute.known, dispute.claimed, dispute.state) == (0, 1, State.OPEN)
    assert differing(report) == []
    assert next(iter(Sheet(report).rows)).cells["activists"].disputed


def test_a_figure_corrected_without_a_reason_stops_the_report(client, report, secretary):
    fill(report, secretary)
    type_in(report, secretary, activists="1")
    assert [fault.text[:24] for fault in differing(report)] == ["The registers say 0. Say"]
    client.force_login(secretary)
    way = (
        f'<a href="{about(report, cell(report, "activists"))}" data-settle>Dispute or take over</a>'
    )
    assert way in client.get(grid(report)).content.decode()
    with pytest.raises(NotReady):
        submit_report(Report.objects.get(pk=report.pk), by=secretary)


def test_what_cannot_be_typed_can_be_disputed_and_taken_back(report, secretary):
    start = cell(report, "start")
    assert start.item.locked
    dispute_figure(start, claimed="4", reason="去年底4名", by=secretary)
    assert cell(report, "start").value == 4
    take_over(start, by=secretary)
    assert (cell(report, "start").raw, start.disputes.get().state) == ("0", State.DROPPED)


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        ("activists", {"claimed": "1", "reason": " "}, "Say why the register is wrong"),
        ("activists", {"claimed": "", "reason": "错"}, "Write down the right figure."),
        ("activists", {"claimed": "一", "reason": "错"}, "“一” is not a number."),
        ("activists", {"claimed": "1.5", "reason": "错"}, "“1.5” is not a whole number"),
        ("activists", {"claimed": "-1", "reason": "错"}, "“-1” is less than 0"),
        ("activists", {"claimed": "0", "reason": "错"}, "The registers already say 0."),
        ("activists", {"claimed": "1", "reason": "错" * 301}, "This is too long: at most 300"),
        (
            "activists",
            {"claimed": "1", "reason": "错", "known": "7"},
            "The registers now say 0, no",
        ),
        ("committee", {"claimed": "1", "reason": "错"}, "The registers know nothing about"),
    ],
)
def test_every_dispute_that_makes_no_sense_is_told_why(report, secretary, code, said, words):
    with pytest.raises(Refused) as no:
        dispute_figure(cell(report, code), **said, by=secretary)
    assert words in str(no.value)
    assert not ReportDispute.objects.exists()


def test_an_id_number_in_a_reason_is_masked(report, secretary):
    reason = "11010519491231002X 已转入"
    made = dispute_figure(cell(report, "activists"), claimed="1", reason=reason, by=secretary)
    assert "19491231" not in made.reason


def test_the_dispute_follows_what_is_typed_and_ends_with_the_known_figure(
    report, secretary, dispute
):
    type_in(report, secretary, activists="2")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.claimed) == (State.OPEN, 2)
    type_in(report, secretary, activists="x")
    type_in(report, secretary, activists="0")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.settled_by) == (State.DROPPED, secretary)


def test_disputing_again_changes_the_open_dispute(report, secretary, dispute):
    again = dispute_figure(cell(report, "activists"), claimed="3", reason="点错了", by=secretary)
    assert (again.pk, again.known, cell(report, "activists").value) == (dispute.pk, 0, 3)


def test_the_county_agrees_only_once_the_register_says_so(
    report, secretary, staff, dispute, village
):
    with pytest.raises(Refused, match="the register says 0, not 1"):
        settle_agreed(dispute, by=staff)
    PersonFactory(organization=village, **ACTIVIST)
    settle_agreed(dispute, by=staff)
    found = cell(report, "activists")
    assert (dispute.state, dispute.settled_by, found.prefilled) == (State.AGREED, staff, 1)
    assert differing(report) == []
    with pytest.raises(Refused):
        settle_refused(dispute, answer="没有", by=staff)


def test_a_dispute_about_a_report_under_review_is_settled_without_its_cells(
    report, secretary, staff, dispute, village
):
    Report.objects.filter(pk=report.pk).update(state="submitted")
    PersonFactory(organization=village, **ACTIVIST)
    settle_agreed(dispute, by=staff)
    Report.objects.filter(pk=report.pk).update(state="returned")
    assert cell(report, "activists").prefilled == 0
    assert differing(report) == []
    type_in(report, secretary, activists="5")
    assert len(differing(report)) == 1


def test_a_corrected_register_settles_disputes_by_itself(report, secretary, dispute, village):
    PersonFactory(organization=village, **ACTIVIST)
    refresh_report(report, by=secretary)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.settled_by) == (State.AGREED, None)
    assert cell(report, "activists").prefilled == Decimal(1)


def test_a_refused_dispute_is_put_back_before_submitting(report, secretary, staff, dispute):
    with pytest.raises(Refused, match="Say what was found"):
        settle_refused(dispute, answer="", by=staff)
    settle_refused(dispute, answer="王芳仍在外乡", by=staff)
    assert "The county has looked" in differing(report)[0].text
    assert secretary.messages.get().text.endswith("the register is right. 王芳仍在外乡")
    with pytest.raises(Refused, match="王芳仍在外乡"):
        dispute_figure(cell(report, "activists"), claimed="1", reason="还是错", by=secretary)
    take_over(cell(report, "activists"), by=secretary)
    assert differing(report) == []


def test_nothing_is_disputed_in_a_report_handed_in(report, secretary, dispute):
    Report.objects.filter(pk=report.pk).update(state="submitted")
    for act in (
        lambda: take_over(cell(report, "activists"), by=secretary),
        lambda: dispute_figure(cell(report, "young"), claimed="1", reason="错", by=secretary),
    ):
        with pytest.raises(Refused, match="cannot be changed now"):
            act()
    dispute.refresh_from_db()
    assert dispute.state == State.OPEN


def test_the_county_has_all_disputes_of_a_quarter_in_one_list(
    client, report, staff, secretary, dispute
):
    client.force_login(staff)
    shown = client.get(
        reverse("reportdispute-list"),
        {"state": "open", "year": "2026", "quarter": "3", "item": "activists", "row": "3400000"},
    ).content.decode()
    assert "王芳已转入" in shown
    assert (
        "王芳已转入"
        not in client.get(f"{reverse('reportdispute-list')}?quarter=2").content.decode()
    )
    assert [str(todo.text) for todo in pages.todo_of(staff) if "disputed" in todo.status] == [
        "1 figure of the registers is disputed"
    ]
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "standing=activist&amp;on=2026-09-30&amp;organization=3400000" in page
    settle = reverse("reportdispute-settle_refused", args=[dispute.pk])
    client.post(settle, {"answer": "名册中没有"})
    dispute.refresh_from_db()
    assert (dispute.state, dispute.answer) == (State.REFUSED, "名册中没有")
    assert not [todo for todo in pages.todo_of(staff) if "disputed" in todo.status]


def test_townships_see_their_own_disputes_and_settle_none(client, report, secretary, dispute):
    other = another_township(report).children.get(code="3499")
    client.force_login(in_role("township_secretary", other))
    assert client.get(dispute.get_absolute_url()).status_code == 404
    assert client.get(about(report, cell(report, "activists"))).status_code == 404
    client.force_login(secretary)
    assert client.get(dispute.get_absolute_url()).status_code == 200
    answer = {"act": "refuse", "answer": "对"}
    assert client.post(about(report, cell(report, "activists")), answer).status_code == 403


def test_a_dispute_by_the_drawer_without_scripts_leads_back_to_the_cell(client, report, secretary):
    client.force_login(secretary)
    found = cell(report, "activists")
    sent = {"act": "dispute", "claimed": "1", "reason": "", "known": "0"}
    refused = client.post(about(report, found), sent)
    assert refused.status_code == 422
    assert 'value="1"' in refused.content.decode()
    kept = client.post(about(report, found), sent | {"reason": "已转入"})
    assert kept.url == f"{grid(report)}#c{found.pk}"
    assert found.disputes.get().reason == "已转入"
