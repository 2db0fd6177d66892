"""Who came to a meeting: 000-31 (attendance), 002-10, 002-11 and the rate of presence."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.actions.meetings import record_attendance
from members.filters.persons import PersonFilter
from members.forms.meetings import MeetingAttendanceForm
from members.models import MeetingAttendance, Person
from organizations.models import Meeting
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, user_over

pytestmark = pytest.mark.django_db
HELD = date(2026, 3, 10)


@pytest.fixture
def branch():
    return OrganizationFactory(parent=OrganizationFactory(code="county"), code="branch")


@pytest.fixture
def boss(branch):
    return user_over(branch.parent)


def meeting(branch, held_on=HELD, kind="theme_education"):
    return Meeting.objects.create(
        organization=branch, kind=kind, held_on=held_on, subject=f"学习 {held_on}"
    )


def test_the_page_presets_all_members_as_present(client, branch, boss):
    """000-31: the attendance of theme education, entered on one page."""
    client.force_login(boss)
    people = [PersonFactory(name=f"党员{n}", organization=branch) for n in range(3)]
    late = PersonFactory(name="后来人", organization=branch, joined="2026-05-01", confirmed=None)
    held = meeting(branch)
    url = reverse("meeting-attendance", args=[held.pk])
    page = client.get(url).content.decode()
    assert page.count(" checked") == 3
    assert late.name not in page
    sent = {
        f"p{people[0].pk}": "on_leave",
        f"r{people[0].pk}": "外出",
        f"p{people[1].pk}": "absent",
    }
    assert client.post(url, sent).status_code == 302
    held.refresh_from_db()
    assert (held.due, held.present, held.on_leave, held.absent) == (3, 1, 1, 1)
    assert MeetingAttendance.objects.get(person=people[0]).reason == "外出"


def test_leave_without_a_reason_is_refused_and_nothing_is_kept(client, branch, boss):
    client.force_login(boss)
    person = PersonFactory(organization=branch)
    held = meeting(branch)
    url = reverse("meeting-attendance", args=[held.pk])
    answer = client.post(url, {f"p{person.pk}": "on_leave", f"r{person.pk}": ""})
    assert answer.status_code == 422
    assert held.attendances.count() == 0


def test_a_second_entry_mends_the_first(branch, boss):
    person, held = PersonFactory(organization=branch), meeting(branch)
    record_attendance(held, lines={person: ("absent", "")}, by=boss)
    record_attendance(held, lines={person: ("present", "")}, by=boss)
    assert (held.present, held.absent, held.attendances.count()) == (1, 0, 1)


def test_a_meeting_to_come_and_a_stranger_are_refused(branch, boss):
    person = PersonFactory(organization=branch)
    to_come = meeting(branch, timezone.localdate() + timedelta(days=1))
    with pytest.raises(Refused):
        record_attendance(to_come, lines={person: ("present", "")}, by=boss)
    stranger = PersonFactory(organization=OrganizationFactory())
    with pytest.raises(Refused):
        record_attendance(meeting(branch), lines={stranger: ("present", "")}, by=boss)


def test_a_meeting_out_of_reach_is_not_there(client, branch, boss):
    client.force_login(boss)
    theirs = meeting(OrganizationFactory())
    assert client.get(reverse("meeting-attendance", args=[theirs.pk])).status_code == 404


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"presence": "on_leave"}, "reason"),
        ({"met_on": "2099-01-01"}, "met_on"),
    ],
)
def test_the_form_refuses(branch, boss, given, fault):
    person, held = PersonFactory(organization=branch), meeting(branch)
    asked = {"meeting": f"#{held.pk}", "person": f"#{person.pk}", "presence": "present"}
    assert list(MeetingAttendanceForm({**asked, **given}, user=boss).errors) == [fault]
    assert MeetingAttendanceForm(asked, user=boss).save().met_on == HELD


def test_whoever_left_before_is_refused(branch, boss):
    gone = PersonFactory(organization=branch, left="2026-01-01", left_why="died")
    asked = {"meeting": f"#{meeting(branch).pk}", "person": f"#{gone.pk}", "presence": "absent"}
    assert list(MeetingAttendanceForm(asked, user=boss).errors) == ["person"]


def test_the_rate_of_presence_counts_the_calendar_year(branch):
    good, bad, free = (PersonFactory(organization=branch) for _ in range(3))
    for month in (1, 2, 3, 4):
        held = meeting(branch, date(2026, month, 10), "members")
        rows = ((good, "present"), (bad, "present" if month > 2 else "absent"))
        for person, presence in rows:
            MeetingAttendance.objects.create(
                meeting=held, person=person, met_on=held.held_on, presence=presence
            )

    def found(query):
        return set(PersonFilter(query, Person.objects.all()).qs)

    assert found("attendance_at_least=51&on=2026-12-31") == {good}
    assert found("attendance_at_least=50&on=2026-12-31") == {good, bad}
    assert found("attendance_under=51&on=2026-12-31") == {bad}
    assert found("attendance_under=1&on=2026-02-28") == {bad}
    assert free not in found("attendance_under=100&on=2026-12-31")
    assert found("attendance_at_least=0&on=2025-12-31") == set()
