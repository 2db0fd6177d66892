import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions.reports.matrix import report_matrix
from assessments.actions.reports.owing import owing
from assessments.models import Report
from portal import pages
from tests.assessments.reporting import (
    another_township,
    cell,
    county_with,
    fill,
    first_report,
    grid,
    in_role,
    opened,
    send,
    type_in,
)

pytestmark = pytest.mark.django_db

State = Report.State


def test_without_scripts_a_whole_page_does_not_undo_what_others_typed(client, report, secretary):
    client.force_login(secretary)
    other = in_role("township_secretary", report.organization)
    page = {f"c{found.pk}": found.raw for found in report.cells.exclude(item__locked=True)}
    type_in(report, other, committee="3", assembly="2")
    page |= {f"c{cell(report, 'lecture').pk}": "1", f"c{cell(report, 'assembly').pk}": "5"}
    response = client.post(grid(report), page | {"seen": "0", "act": "save"})
    assert response.status_code == 409
    assert [cell(report, code).raw for code in ("committee", "assembly", "lecture")] == [
        "3",
        "2",
        "1",
    ]
    assert "5" in response.content.decode()


def test_a_report_of_another_township_does_not_exist(client, county, report):
    other = another_township(report).children.get(code="3499")
    client.force_login(in_role("township_secretary", other))
    assert client.get(grid(report)).status_code == 404
    assert client.post(grid(report), {"seen": "0"}, headers={"X-Grid": "1"}).status_code == 404


def test_the_grid_shows_every_cell_its_marks_and_last_quarters_figures(
    client, county, report, secretary
):
    type_in(report, secretary, committee="9")
    following = opened(county, quarter=4).reports.get()
    type_in(following, secretary, women="3", dues_paid="<b>")
    client.force_login(secretary)
    page = client.get(grid(following)).content.decode()
    assert len(re.findall(r'name="c\d', page)) == 3 * 21 + 3
    assert 'data-last="9"' in page
    assert "&lt;b&gt;" in page
    assert "<b>”" not in page
    assert 'class="dif' in page or " dif" in page


def test_a_save_answers_with_totals_faults_and_progress(client, report, secretary):
    client.force_login(secretary)
    target = cell(report, "committee")
    answer = client.post(
        grid(report), {"seen": "0", f"c{target.pk}": "３"}, headers={"X-Grid": "1"}
    ).json()
    assert answer["written"] == {str(target.pk): "3"}
    assert answer["totals"][str(target.item_id)] == "3"
    assert answer["faults"] == 0
    assert answer["seen"] == 1
    assert answer["progress"]["filled"] == 1 + 3 * 6


def test_what_others_typed_comes_with_every_answer(client, report, secretary):
    client.force_login(secretary)
    other = in_role("township_secretary", report.organization)
    type_in(report, other, seen=0, committee="4", assembly="1")
    answer = send(client, report, committee="3", lecture="").json()
    assert answer["clashes"][str(cell(report, "committee").pk)]["raw"] == "4"
    assert answer["clashes"][str(cell(report, "committee").pk)]["by"] == str(other)
    assert [one["raw"] for one in answer["changes"].values()] == ["1"]
    assert answer["seen"] == 1


def test_a_save_into_a_submitted_report_is_told_so(client, report, secretary):
    fill(report, secretary)
    Report.objects.filter(pk=report.pk).update(state=State.SUBMITTED)
    client.force_login(secretary)
    answer = send(client, report, committee="8")
    assert answer.status_code == 409
    assert answer.json()["said"]


def test_what_comes_too_late_without_scripts_is_given_back(client, report, secretary):
    """T18: the loser is told and loses no text."""
    target = cell(report, "town_note")
    Report.objects.filter(pk=report.pk).update(state="submitted")
    client.force_login(secretary)
    sent = {"seen": "0", "act": "submit", f"c{target.pk}": "水渠已修好"}
    response = client.post(grid(report), sent)
    assert response.status_code == 409
    page = response.content.decode()
    assert "水渠已修好" in page
    assert "errsum" in page
    target.refresh_from_db()
    assert target.raw == ""


def test_submitting_without_scripts_saves_first(client, report, secretary):
    fill(report, secretary)
    client.force_login(secretary)
    target = cell(report, "committee")
    data = {"seen": "1", "act": "submit", f"c{target.pk}": "7"}
    response = client.post(grid(report), data)
    assert response.status_code == 302
    report.refresh_from_db()
    assert (report.state, cell(report, "committee").raw) == (State.SUBMITTED, "7")


def test_submitting_too_early_leads_to_the_list_of_what_is_missing(client, report, secretary):
    client.force_login(secretary)
    response = client.post(grid(report), {"seen": "0", "act": "submit"}, follow=True)
    assert response.redirect_chain[0][0].endswith("?check=1#faults")
    assert len(response.context["sheet"].faults) == 4
    assert response.content.decode().count('aria-invalid="true"') == 2 + 3 * 14


@pytest.mark.parametrize("page", ["grid", "save", "owing"])
def test_pages_cost_the_same_queries_however_many_villages(client, page):
    def cost(villages):
        with transaction.atomic():
            report = first_report(county_with(villages=villages))
            client.force_login(in_role("township_secretary", report.organization))
            client.get(reverse("todo"))  # what waits is counted once a minute
            data = {"seen": "0"} | {
                f"c{pk}": "3"
                for pk in report.cells.filter(item__code="committee").values_list("pk", flat=True)
            }
            with CaptureQueriesContext(connection) as queries:
                if page == "save":
                    client.post(grid(report), data, headers={"X-Grid": "1"})
                else:
                    client.get(grid(report) if page == "grid" else reverse("owing"))
            transaction.set_rollback(True)
        return len(queries)

    cost(1)
    small = cost(3)
    assert cost(30) == small
    assert small <= {"grid": 10, "save": 18, "owing": 18}[page]


def test_what_is_owed_comes_first_for_the_secretary_and_lateness_for_the_county(
    client, report, secretary, staff
):
    assert [debt.report for debt in owing(secretary).to_fill] == [report]
    assert [debt.report for debt in owing(staff).late] == [report]
    assert owing(staff).mine == []
    for user in (secretary, staff):
        client.force_login(user)
        assert grid(report) in client.get(reverse("owing")).content.decode()
    assert [todo.url for todo in pages.todo_of(secretary)] == [grid(report)]


def test_the_matrix_has_every_township_and_quarter(county, report, staff, secretary):
    row = report_matrix(staff, 2026)[0]
    assert row.organization == report.organization
    assert row.reports == (None, None, report, None)
    assert report_matrix(secretary, 2026) == [row]
    assert report_matrix(staff, 2025)[0].reports == (None,) * 4


def test_a_township_secretary_begins_with_what_is_owed(client, secretary, staff):
    for user, begins in ((secretary, "owing"), (staff, "dashboard")):
        client.force_login(user)
        assert client.get(reverse("home")).url == reverse(begins)


def test_lateness_can_be_listed(report):
    on_time = pages.get("report").filter("overdue=true&on=2026-10-10", Report.objects.all()).qs
    late = pages.get("report").filter("overdue=true&on=2026-10-11", Report.objects.all()).qs
    assert (list(on_time), list(late)) == ([], [report])


def test_asking_for_news_is_cheap_while_there_is_none(client, report, secretary):
    client.force_login(secretary)
    client.get(grid(report))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(grid(report) + "?since=0").json() == {"seen": 0}
    assert len(queries) <= 5
    type_in(report, secretary, committee="3")
    news = client.get(grid(report) + "?since=0").json()
    assert [one["raw"] for one in news["changes"].values()] == ["3"]
