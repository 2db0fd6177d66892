"""What is kept from round to round: copies, differences, reasons, marked cells, lateness."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions.reports import acts
from assessments.actions.reports.copies import LETTERS, differences, digest_of, is_whole
from assessments.actions.reports.owing import owing
from assessments.models import Report, ReportComment
from portal import pages
from portal.errors import Refused
from portal.measures import count, standing
from tests.assessments.reporting import cell, fill, grid, in_role, type_in

pytestmark = pytest.mark.django_db

State = Report.State


@pytest.fixture
def sent(report, secretary):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    return report


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def test_what_is_handed_in_is_kept_under_a_code(sent, staff):
    kept = sent.copies.get()
    assert len(kept.code) == 12
    assert set(kept.code) <= set(LETTERS)
    assert kept.digest == digest_of(kept.figures)
    row = next(one for one in kept.figures["rows"] if one["scope"] == "village")
    assert row["cells"]["committee"] == "0"
    assert row["cells"]["end"]  # computed ones, too
    codes = {one["code"] for one in kept.figures["items"]}
    assert codes == set(sent.period.template.items.values_list("code", flat=True))
    acts.accept_report(sent, by=staff)
    assert [one.act.kind for one in sent.copies.order_by("pk")] == ["submitted", "accepted"]
    kept.figures["rows"][0]["cells"]["committee"] = "9"
    assert not is_whole(kept)
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        sent.copies.update(digest="x")


def test_both_sides_see_what_changed_since_it_was_last_submitted(
    client, sent, secretary, staff, settings
):
    settings.LANGUAGE_CODE = "en"
    assert differences(sent) == []
    acts.return_report(sent, reason="核对", until=in_days(5), by=staff)
    type_in(sent, secretary, committee="4")
    sent.refresh_from_db()
    said = [(one.row, one.item, one.before, one.now) for one in differences(sent)]
    assert said == [("第0村", "Branch committee", "0", "4")]
    client.force_login(secretary)
    assert b"1 cell has changed" in client.get(grid(sent)).content
    acts.submit_report(sent, by=secretary)
    client.force_login(staff)
    assert [one.now for one in client.get(grid(sent)).context["changed"]] == ["4"]
    acts.return_report(sent, reason="再核对", by=staff)
    assert differences(sent) == []


def test_an_accepted_report_is_reopened_with_a_reason_and_a_day(sent, secretary, staff):
    with pytest.raises(Refused):
        acts.reopen_report(sent, reason="漏报", until=in_days(5), by=staff)
    acts.accept_report(sent, by=staff)
    for wrong in ({"reason": " ", "until": in_days(5)}, {"reason": "漏报", "until": in_days(-1)}):
        with pytest.raises(Refused):
            acts.reopen_report(sent, by=staff, **wrong)
    acts.reopen_report(sent, reason="漏报一名党员", until=in_days(5), by=staff)
    assert (sent.state, sent.due, sent.overdue) == (State.REOPENED, in_days(5), False)
    assert owing(secretary).to_fill[0].reason.reason == "漏报一名党员"
    type_in(sent, secretary, committee="2")
    assert sent.copies.get(act__kind="accepted").figures["rows"][0]["cells"]["committee"] == "0"
    assert sent.acts.last().until == in_days(5)


def test_returning_may_mark_cells(client, sent, secretary, staff):
    target = cell(sent, "committee")
    marked = {target.pk: "应为3次，身份证34172119900101123X", 0: "x"}
    acts.return_report(sent, reason="见批注", by=staff, marked=marked)
    assert ReportComment.objects.get(cell=target).text == "应为3次，身份证341721********123X"
    assert [debt.marked for debt in owing(secretary).to_fill] == [1]
    client.force_login(secretary)
    page = client.get(grid(sent))
    assert (page.context["returned"].reason, page.context["marked"]) == ("见批注", [target.pk])


def test_a_page_that_is_behind_is_told_what_happened_and_keeps_its_text(
    client, sent, secretary, staff
):
    """Safety T18: a stale tab decides nothing, loses no text, and may go on once it was told."""
    client.force_login(staff)
    address = reverse("report-return_report", args=[sent.pk])
    seen = client.get(address).context["form"]["after"].value()
    acts.withdraw_report(sent, by=secretary)
    acts.submit_report(sent, by=secretary)
    mine = {"reason": "第二村漏填", "until": in_days(9).isoformat(), "after": seen}
    told = client.post(address, mine)
    assert told.status_code == 422
    assert str(secretary) in str(told.context["form"].non_field_errors())
    assert told.context["form"]["reason"].value() == "第二村漏填"
    assert Report.objects.get(pk=sent.pk).state == State.SUBMITTED
    again = client.post(address, mine | {"after": told.context["form"]["after"].value()})
    assert again.status_code == 302
    assert Report.objects.get(pk=sent.pk).state == State.RETURNED


def test_nobody_hands_in_what_others_typed_unseen(client, report, secretary):
    fill(report, secretary)
    client.force_login(secretary)
    other = in_role("township_secretary", report.organization)
    type_in(report, other, committee="8")
    client.post(grid(report), {"seen": "1", "act": "submit"})
    report.refresh_from_db()
    assert report.state == State.DRAFT
    client.post(grid(report), {"seen": str(report.revision), "act": "submit"})
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_lateness_is_that_of_the_first_submission(report, secretary, staff):
    """Decision 0019: returns and new due days change it no more."""
    fill(report, secretary)
    report.period.due = in_days(-3)
    report.period.closes = in_days(30)
    report.period.save()
    late = pages.get("report").filter("late=true", Report.objects.all())
    report.refresh_from_db()
    assert (report.days_late, list(late.qs)) == (3, [report])
    acts.submit_report(report, by=secretary)
    acts.return_report(report, reason="错", until=in_days(9), by=staff)
    assert (report.late_by, report.days_late, report.overdue) == (3, 3, False)
    acts.submit_report(report, by=secretary)
    acts.accept_report(report, by=staff)
    for query, found in (
        ("late=true", 1),
        ("late=false", 0),
        ("days_late_min=3", 1),
        ("days_late_min=4", 0),
        ("rounds_min=2", 1),
        ("rounds_min=3", 0),
        ("accepted=true", 1),
        ("extended=true", 1),
        (f"form={report.period.template.form}", 1),
    ):
        kept = pages.get("report").filter(query, Report.objects.all())
        assert kept.qs.count() == found, query
        rows = standing(Report, timezone.localdate())  # as a measure counts them
        counted = count(rows, [kept.condition(timezone.localdate(), rows.prefix)])
        assert counted[report.organization_id] == [found], query


def test_a_due_day_is_put_off_for_one_with_the_reason(report, staff):
    for wrong in (
        {"until": in_days(-1), "reason": "灾情"},
        {"until": report.due, "reason": "灾情"},
        {"until": in_days(90), "reason": "  "},
    ):
        with pytest.raises(Refused):
            acts.extend_report(report, by=staff, **wrong)
    acts.extend_report(report, until=in_days(90), reason="灾情", by=staff)
    told = report.acts.last()
    assert (told.kind, told.reason, told.until, told.by) == (
        "extended",
        "灾情",
        in_days(90),
        staff,
    )
    assert report.due == in_days(90)


def test_the_due_day_ends_at_midnight_in_beijing(report, monkeypatch):
    """Safety T19: a second before and after, over the end of a year."""
    report.period.due = report.period.last.replace(year=2026, month=12, day=31)
    for moment, left in (
        ("2026-12-30T15:59:59+00:00", 1),
        ("2026-12-31T15:59:59+00:00", 0),
        ("2026-12-31T16:00:00+00:00", -1),
    ):
        monkeypatch.setattr(timezone, "now", lambda at=moment: timezone.datetime.fromisoformat(at))
        assert (report.days_left, report.overdue) == (left, left < 0)


def test_a_round_costs_no_queries_for_each_cell(client, sent, staff, secretary):
    acts.return_report(sent, reason="核对", until=in_days(5), by=staff)
    type_in(sent, secretary, committee="4")
    client.force_login(secretary)
    client.get(grid(sent))
    with CaptureQueriesContext(connection) as queries:
        client.get(grid(sent))
    assert len(queries) <= 14, [one["sql"][:90] for one in queries]
