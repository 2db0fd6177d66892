"""Who is told of what, reminders that come once, and the county's chase."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.actions.reports import acts
from assessments.actions.reports.chasing import chase_report, remind
from assessments.models import Report
from portal.errors import Refused
from tests.assessments.reporting import another_township, fill, in_role, opened
from web.models import Message

pytestmark = pytest.mark.django_db


def told(user):
    return list(Message.objects.filter(user=user).order_by("pk").values_list("text", flat=True))


def due_in(report, days):
    """Move the due day; the period stays open a while longer."""
    period = report.period
    period.due = timezone.localdate() + timedelta(days=days)
    period.closes = max(period.due, timezone.localdate()) + timedelta(days=90)
    period.save()
    report.refresh_from_db()


def test_each_side_is_told_what_the_other_did(report, secretary, staff, settings):
    settings.LANGUAGE_CODE = "en"
    admin = in_role("county_admin", report.organization.parent)
    away = in_role("township_secretary", another_township(report).children.get(code="3499"))
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    assert [f"{report} was submitted."] == told(staff) == told(admin)
    acts.return_report(report, reason="女党员数有误", by=staff)
    acts.submit_report(report, by=secretary)
    acts.accept_report(report, by=admin)
    said = told(secretary)
    assert "女党员数有误" in said[0]
    assert said[1] == f"{report} was accepted."
    assert len(told(staff)) == 2
    assert told(away) == []
    assert Message.objects.filter(url=report.get_absolute_url()).count() == Message.objects.count()


def test_a_township_is_told_when_its_report_opens(county, settings):
    settings.LANGUAGE_CODE = "en"
    secretary = in_role("township_secretary", county.children.get())
    today = timezone.localdate()
    opened(county, year=today.year, quarter=(today.month + 2) // 3)
    assert [text.endswith(".") and " is open. " in text for text in told(secretary)] == [True]


@pytest.mark.parametrize(
    ("days", "reminded"),
    [(6, False), (5, True), (4, False), (0, True), (-1, False), (-7, True), (-14, True)],
)
def test_reminders_come_on_their_days_and_once_a_day(report, secretary, days, reminded):
    due_in(report, days)
    remind()
    remind()
    assert len(told(secretary)) == reminded


def test_who_has_handed_in_is_not_reminded(report, secretary):
    due_in(report, 5)
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    remind()
    assert told(secretary) == []


def test_the_county_chases_all_who_are_late_at_once(client, report, secretary, staff):
    """Once a day each, written down; who is not late is refused by name."""
    due_in(report, 3)
    with pytest.raises(Refused):
        chase_report(report, by=staff)
    due_in(report, -2)
    client.force_login(staff)
    page = client.get(reverse("owing")).content.decode()
    assert reverse("report-chase_report-many") in page
    sent = {"all": "1", "query": "overdue=true", "go": "1"}
    for done in (1, 0):
        answer = client.post(reverse("report-chase_report-many"), sent)
        assert len(answer.context["done"]) == done
    assert len(told(secretary)) == 1
    assert report.acts.filter(kind="chased", by=staff).count() == 1
    Report.objects.update(state="submitted")
    with pytest.raises(Refused):
        chase_report(report, by=staff)
