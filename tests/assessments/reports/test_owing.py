"""What users owe, and the matrix of townships by quarters."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from assessments.actions.reports.matrix import report_matrix, sums
from assessments.actions.reports.owing import owing
from assessments.models import Report, ReportComment, ReportPeriod
from portal import pages
from tests.assessments.reporting import another_township, cell, grid, opened

pytestmark = pytest.mark.django_db

State = Report.State


def test_what_came_back_is_owed_first_with_reason_and_marks(county, report, secretary, staff):
    following = opened(county, quarter=4).reports.get()
    assert [debt.report for debt in owing(secretary).to_fill] == [report, following]
    following.acts.create(kind="returned", reason="党费不符", by=staff)
    Report.objects.filter(pk=following.pk).update(state=State.RETURNED)
    ReportComment.objects.create(cell=cell(following, "committee"), text="?", by=staff)
    first = owing(secretary).to_fill[0]
    assert (first.report, first.reason.reason, first.marked) == (following, "党费不符", 1)


def test_the_county_reads_what_waits_for_it(client, report, staff, secretary):
    Report.objects.update(state=State.SUBMITTED)
    found = owing(staff)
    assert [debt.report for debt in found.to_review] == [report]
    assert (found.late, found.to_fill) == ([], [])
    assert [debt.report for debt in owing(secretary).waiting] == [report]
    client.force_login(staff)
    assert grid(report) in client.get(reverse("owing")).content.decode()


def test_what_is_due_in_the_registers_comes_by_urgency(client, report, secretary, monkeypatch):
    today = timezone.localdate()

    def waiting(_user):
        for text, status, days in (("c", "open", 9), ("a", "overdue", 5), ("b", "open", 3)):
            yield pages.Todo(text, f"/{text}/", status, due=today + timedelta(days=days))
        yield pages.Todo("d", "/d/", "open")
        yield pages.Todo("the report", grid(report))

    monkeypatch.setattr(pages, "_todo", [waiting])
    client.force_login(secretary)
    page = client.get(reverse("owing-registers"))
    texts = [one.text for one in page.context["todo"] if len(one.text) == 1]
    assert texts == ["a", "b", "c", "d"]
    assert "the report" not in page.content.decode()
    assert client.get(reverse("owing")).content.decode().count(reverse("owing-registers")) == 1


def test_the_matrix_shows_every_state_and_what_is_missing(client, county, report, staff, settings):
    settings.LANGUAGE_CODE = "en"
    another_township(report)
    ReportPeriod.objects.filter(year=2026, quarter=4).update(
        opens=timezone.localdate() + timedelta(days=1),
        due=timezone.localdate() + timedelta(days=2),
    )
    Report.objects.filter(pk=report.pk).update(
        state=State.ACCEPTED, round=2, late_by=4, extended_to=report.due
    )
    rows = report_matrix(staff, 2026)
    assert [[spot.not_opened for spot in row.spots] for row in rows] == [
        [True, True, False, False],
        [True, True, True, False],
    ]
    third = sums(rows)[2]
    assert (third.accepted, third.handed_in, third.late, third.asked) == (1, 1, 1, 2)
    client.force_login(staff)
    page = client.get(reverse("report-matrix"), {"year": "2026"})
    said = page.content.decode()
    for words in (grid(report), "4 days late", "submitted 2 times", "put off", "not opened"):
        assert words in said, words
    book = client.post(reverse("report-matrix-workbook") + "?year=2026")
    lines = list(load_workbook(BytesIO(book.content)).active.values)
    assert len(lines) == 1 + 6
    assert lines[3][:4] == (report.organization.name, "3400", 3, "accepted")
    assert lines[3][-2:] == (2, 4)


def test_overdue_stays_in_sight_in_the_matrix(client, report, staff):
    due = timezone.localdate() - timedelta(days=200)
    ReportPeriod.objects.filter(pk=report.period_id).update(due=due, closes=None, opens=due)
    client.force_login(staff)
    page = client.get(reverse("report-matrix"), {"year": "2026"})
    spot = page.context["rows"][0].spots[2]
    assert (spot.report.status, spot.report.days_late) == ("overdue", 200)
    assert reverse("report-chase_report-many") in page.content.decode()


@pytest.mark.parametrize("name", ["owing", "report-matrix"])
def test_pages_cost_few_queries_however_many_townships(client, county, report, staff, name):
    client.force_login(staff)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    another_township(report)
    opened(county, quarter=2)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(name))
    assert len(many) == len(few) <= 12
