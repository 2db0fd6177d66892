"""Meetings and how often they are owed: rules, arithmetic over quarter ends, the board."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.actions.due import Span, behind, in_order, standings, windows
from organizations.actions.meetings import MEETINGS, load_meeting_duties
from organizations.filters.meetings import MeetingFilter
from organizations.filters.tree import OrganizationFilter
from organizations.forms.meetings import MeetingForm
from organizations.models import Meeting, MeetingDuty, Organization
from portal import pages
from tests.factories import OrganizationFactory, TownshipFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return OrganizationFactory(code="990101")


@pytest.fixture
def township(county):
    return TownshipFactory(code="990101100", parent=county)


@pytest.fixture
def branch(township):
    return OrganizationFactory(code="990101100002", parent=township)


@pytest.fixture
def today(monkeypatch):
    """15 November 2026: the third quarter is over, the fourth is running."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 15))


def hold(organization, day, kind="members", **given):
    return Meeting.objects.create(
        organization=organization, kind=kind, held_on=day, subject=f"学习 {day}", **given
    )


def stand(organization, first, last, at, kind="members"):
    span = Span(date.fromisoformat(first), date.fromisoformat(last), date.fromisoformat(at))
    return standings(MEETINGS, [organization], span).get((organization.pk, kind))


def sent(branch, **given):
    data = {"organization": branch.code, "kind": "members", "held_on": "2026-03-05"}
    return {**data, "subject": "季度党员大会", "channel": "in_person", **given}


# --- what a meeting may say


def test_attendance_is_checked(branch):
    """002-09, 004-02: due, present, on leave and absent."""
    user = user_over(branch)
    assert MeetingForm(data=sent(branch, due=20, present=18, on_leave=2, absent=0), user=user)
    assert "present" in errors(user, sent(branch, due=20, present=21))
    assert "due" in errors(user, sent(branch, due=20, present=18, on_leave=3))
    assert "due" in errors(user, sent(branch, due=20, present=18, on_leave=1, absent=0))
    assert "held_on" in errors(user, sent(branch, held_on="2999-01-01"))


def errors(user, data):
    return MeetingForm(data=data, user=user).errors


def test_a_resolution_of_too_few_is_noted(branch):
    data = sent(branch, due=20, present=10, resolutions="通过")
    form = MeetingForm(data=data, user=user_over(branch))
    assert form.is_valid(), form.errors
    assert [name for name, _ in form.warnings()] == ["present"]


def test_problems_of_a_life_meeting_are_mended_in_a_limit(branch, today):
    """002-10: problem list and rectification."""
    late = hold(branch, date(2026, 1, 20), "life_meeting", problems="学习不够")
    Meeting.objects.filter(pk=late.pk).update(mend_by=date(2026, 6, 30))
    asked = MeetingFilter("kind=life_meeting&mending=overdue", Meeting.objects.all())
    assert list(asked.qs) == [late]
    Meeting.objects.filter(pk=late.pk).update(mended_on=date(2026, 7, 2))
    assert not MeetingFilter("mending=overdue", Meeting.objects.all()).qs.exists()
    assert MeetingFilter("mending=overdue&on=2026-07-01", Meeting.objects.all()).qs.exists()


def test_every_kind_is_imported_and_found(branch):
    """000-31, 000-32, 000-34e, 001-17, 003-46: theme education, distance education on three
    channels, council sessions, reports to the public, questioning by villagers."""
    book = (
        "党组织,会议类型,时间,主题,应到,实到,方式,学时\n"
        "990101100002,theme_education,2026-02-10,春节主题教育,30,28,in_person,\n"
        "990101100002,distance,2026-03-10,种植技术,30,20,internet,2\n"
        "990101100002,council,2026-03-12,修路议事,9,9,in_person,\n"
        "990101100002,report,2026-03-13,党建报告,60,50,in_person,\n"
        "990101100002,questions,2026-03-14,述职质询,60,50,in_person,\n"
        "990101100002,members,2026-03-15,坏行,20,30,in_person,\n"
    ).encode()
    outcome = imports.load(pages.get("meeting"), book, "会议.csv", by=user_over(branch))
    assert not outcome.written
    assert {finding.row for finding in outcome.refused} == {7}
    good = "\n".join(book.decode().splitlines()[:-1]).encode()
    outcome = imports.load(pages.get("meeting"), good, "会议.csv", by=user_over(branch))
    assert (outcome.new, outcome.refused) == (5, [])
    for query in ("kind=theme_education", "kind=distance&channel=internet", "kind=council"):
        assert MeetingFilter(query, Meeting.objects.all()).qs.count() == 1, query
    assert MeetingFilter("attendance_under=80", Meeting.objects.all()).qs.count() == 1


# --- what is owed


def test_windows_end_in_the_period():
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    assert [w[1].month for w in windows("month", first, last)] == [1, 2, 3]
    assert list(windows("quarter", first, last)) == [(first, last)]
    assert list(windows("half_year", first, last)) == []
    assert list(windows("year", date(2026, 10, 1), date(2026, 12, 31))) == [
        (date(2026, 1, 1), date(2026, 12, 31))
    ]
    assert [w[1] for w in windows("month", date(2024, 2, 1), date(2024, 2, 29))] == [
        date(2024, 2, 29)
    ]


def test_held_against_due_over_a_quarter_end(county, branch):
    """Member meetings quarterly: one held on 31 March counts for the first quarter, one on
    1 April for the second."""
    load_meeting_duties(county)
    hold(branch, date(2026, 3, 31))
    first = stand(branch, "2026-01-01", "2026-03-31", "2026-04-01")
    assert (first.held, first.due, first.late, first.status) == (1, 1, 0, "met")
    second = stand(branch, "2026-04-01", "2026-06-30", "2026-06-30")
    assert (second.held, second.due, second.late, second.open) == (0, 1, 0, 1)
    assert second.next_due == date(2026, 6, 30)
    assert stand(branch, "2026-04-01", "2026-06-30", "2026-07-01").status == "overdue"


def test_two_in_one_month_do_not_make_up_for_another(county, branch):
    load_meeting_duties(county)
    for day in (date(2026, 1, 5), date(2026, 1, 25), date(2026, 3, 5)):
        hold(branch, day, "theme_day")
    found = stand(branch, "2026-01-01", "2026-03-31", "2026-04-10", "theme_day")
    assert (found.held, found.due, found.late) == (3, 3, 1)


def test_the_rule_of_the_time_judges(county, branch):
    """A duty is dated: monthly until June, quarterly from July on."""
    shared = {"organization": county, "kind": "lesson", "applies_to": "branches"}
    MeetingDuty.objects.create(
        **shared, per="month", since=date(2020, 1, 1), until=date(2026, 7, 1)
    )
    MeetingDuty.objects.create(**shared, per="quarter", since=date(2026, 7, 1))
    year = stand(branch, "2026-01-01", "2026-12-31", "2027-01-01", "lesson")
    assert year.due == 6 + 2


def test_a_duty_of_ones_own_replaces_that_handed_down(county, township, branch):
    load_meeting_duties(county)
    MeetingDuty.objects.create(
        organization=township,
        kind="members",
        applies_to="branches",
        per="month",
        since=date(2026, 1, 1),
    )
    assert stand(branch, "2026-01-01", "2026-03-31", "2026-04-01").due == 3


def test_who_did_not_stand_the_whole_time_owes_nothing(county, township):
    load_meeting_duties(county)
    young = OrganizationFactory(parent=township, established=date(2026, 2, 1))
    assert stand(young, "2026-01-01", "2026-03-31", "2026-04-01") is None
    assert stand(young, "2026-04-01", "2026-06-30", "2026-07-01").due == 1


def test_studies_and_hearings_by_level(county, township, today):
    """001-11, 001-12, 003-51: special studies twice a year at county and township, reports heard
    twice a year by the county's leading group."""
    load_meeting_duties(county)
    hold(county, date(2026, 3, 1), "special_study")
    hold(county, date(2026, 5, 1), "hearing")
    hold(county, date(2026, 9, 1), "hearing")
    year = ("2026-01-01", "2026-12-31", "2027-01-02")
    assert stand(county, *year, "special_study").late == 1
    assert stand(county, *year, "hearing").status == "met"
    assert stand(township, *year, "special_study").late == 2
    assert stand(township, *year, "hearing") is None


def test_indicators_ask_organizations_that_met_their_duty(county, township, branch, today):
    load_meeting_duties(county)
    other = OrganizationFactory(parent=township)
    hold(branch, date(2026, 8, 1))
    span = "members@2026-07-01/2026-09-30"
    assert behind(MEETINGS, span, date(2026, 11, 15)) == [other.pk]
    assert in_order(MEETINGS, span, date(2026, 11, 15)) == [branch.pk]
    asked = OrganizationFilter(f"meetings_behind={span}", Organization.objects.all())
    assert list(asked.qs) == [other]
    asked = OrganizationFilter(f"meetings_in_order={span}", Organization.objects.all())
    assert list(asked.qs) == [branch]


def test_every_figure_of_the_board_opens_its_list(client, county, township, branch, today):
    load_meeting_duties(county)
    OrganizationFactory(code="other", parent=township)
    hold(branch, date(2026, 8, 1))
    hold(township, date(2026, 8, 2))  # owes no member meetings: not counted
    client.force_login(user_over(county))
    page = client.get(reverse("meeting-board") + "?period=2026Q3").content.decode()
    assert "1/2" in page
    assert "meetings_behind=members%402026-07-01%2F2026-09-30" in page
    query = (
        "organization=990101100&kind=members&owed=members@2026-07-01/2026-09-30"
        "&during=2026-07-01&on=2026-09-30"
    )
    assert MeetingFilter(query, Meeting.objects.all()).qs.count() == 1


def test_the_board_and_the_to_do_page_cost_the_same_however_many(
    client, county, township, today, django_assert_max_num_queries
):
    load_meeting_duties(county)
    for _ in range(5):
        OrganizationFactory(parent=township)
    client.force_login(user_over(county))
    client.get(reverse("meeting-board"))
    with django_assert_max_num_queries(12):
        client.get(reverse("meeting-board"))
    assert client.get(reverse("todo")).status_code == 200


def test_the_board_keeps_to_the_users_organizations(client, county, township, branch):
    client.force_login(user_over(branch))
    assert client.get(reverse("meeting-board")).status_code == 200
    assert client.get(reverse("meeting-board") + "?organization=990101").status_code == 404
