from datetime import date, timedelta

import pytest
from django.utils import timezone

from cadres.actions.postings import end_posting, extend_posting, finish_task, hand_over
from cadres.actions.rules import load_rules
from cadres.models import (
    Posting,
    PostingAssessment,
    PostingAttendance,
    PostingBatch,
    PostingGoal,
    PostingLog,
    PostingRule,
    PostingSupport,
    TeamTask,
)
from cadres.pages.work_panels import teams_of
from cadres.pages.work_todo import ending_postings, missing_attendance
from members.models import Person
from organizations.models import Organization, Village
from portal import pages, quality
from portal.errors import Refused
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    PostingFactory,
    TownshipFactory,
    user_over,
)
from tests.panels import panels_of

pytestmark = pytest.mark.django_db
DAY = "2026-06-30"


@pytest.fixture
def town():
    return TownshipFactory(parent=OrganizationFactory(code="county"))


@pytest.fixture
def villages(town):
    return [OrganizationFactory(parent=town, code=f"v{n}") for n in range(4)]


@pytest.fixture
def user(town):
    return user_over(town.parent)


def post(place, kind="first_secretary", since=date(2024, 6, 1), **more):
    return PostingFactory(organization=place, kind=kind, since=since, **more)


def codes(query):
    found = pages.get("organization").filter(query, Organization.objects.all()).qs
    return {one.code for one in found}


def asked(model, query):
    of = pages.get(model._meta.model_name)
    return set(of.filter(query, model.objects.all()).qs)


def errors_of(user, **values):
    of = pages.get("posting")
    form = of.form(data={name: str(value) for name, value in values.items()}, user=user)
    return dict(form.errors)


def test_a_posting_says_who_sends_whom_for_how_long(user, town, villages):
    """000-40, 000-42: person, sending unit, village, post, batch, term; priority villages."""
    batch = PostingBatch.objects.create(
        organization=town.parent, kind="first_secretary", name="第八批", since=date(2024, 5, 1)
    )
    person = PersonFactory(organization=villages[0])
    good = {
        "person": f"#{person.pk}",
        "organization": "v0",
        "kind": "first_secretary",
        "posted_as": "first_secretary",
        "sending_unit": "县财政局",
        "batch": f"#{batch.pk}",
        "since": "2024-06-01",
        "term_ends": "2026-06-01",
    }
    assert errors_of(user, **good) == {}
    assert "sending_unit" in errors_of(user, **{**good, "sending_unit": ""})
    assert "since" in errors_of(user, **{**good, "since": "2024-04-01"})
    assert "term_ends" in errors_of(user, **{**good, "term_ends": "2024-05-01"})
    assert "batch" in errors_of(user, **{**good, "kind": "team"})
    assert "left_why" in errors_of(user, **{**good, "until": "2025-01-01"})
    post(villages[0])
    assert "__all__" in errors_of(user, **good)


def test_priority_villages_come_first(villages):
    """000-42: central-village task villages without a first secretary are listed."""
    Village.objects.create(code="990100000001", name="一", organization=villages[0], central_task=1)
    Village.objects.create(code="990100000002", name="二", organization=villages[1], central_task=1)
    mine = post(villages[0])
    other = post(villages[2], priority=True)
    post(villages[3])
    assert codes(f"priority_village=true&on={DAY}") == {"v0", "v1"}
    assert asked(Posting, f"priority_village=true&on={DAY}") == {mine, other}
    rule = next(one for one in quality.every() if one.name == "first_secretary_missing")
    assert codes(rule.asked()) == {"v1"}


def test_first_secretaries_and_graduates_per_village(town, villages):
    """000-44, 003-25, 003-26, 003-28: villages with a first secretary and with a graduate, as of
    a day; assistants of secretaries and directors."""
    post(villages[0])
    post(villages[1], until=date(2026, 1, 1), left_why="term")
    assistant = post(villages[1], "graduate", posted_as="assistant_secretary")
    post(villages[1], "selected", date(2026, 5, 1))
    post(villages[2], "graduate", date(2026, 7, 1))
    assert codes(f"posting=first_secretary&on={DAY}") == {"v0"}
    assert codes("posting=first_secretary&on=2025-12-31") == {"v0", "v1"}
    assert codes(f"graduates_at_least=1&on={DAY}") == {"v1"}
    assert codes(f"graduates_at_least=2&on={DAY}") == {"v1"}
    assert codes("graduates_at_least=1&on=2026-07-01") == {"v1", "v2"}
    assert asked(Posting, f"posted_as=assistant_secretary&on={DAY}") == {assistant}
    found = pages.get("person").filter(f"posted_as=graduate&on={DAY}", Person.objects.all()).qs
    assert set(found) == {assistant.person}


def test_border_officers_in_townships_and_villages(town, villages):
    """003-10: at least one officer in each border township and village organization."""
    post(town, "officer", posted_as="committee")
    post(villages[1], "officer", posted_as="deputy")
    assert codes(f"officers_at_least=1&on={DAY}") == {town.code, "v1"}
    assert codes(f"officers_at_least=1&level=township&on={DAY}") == {town.code}


@pytest.mark.parametrize(
    ("kind", "days", "working", "reached"),
    [
        ("first_secretary", 20, 31, True),  # twenty days are enough
        ("first_secretary", 15, 22, True),  # two thirds of 22 are 14.7
        ("first_secretary", 14, 22, False),
        ("in_charge", 4, 22, True),
        ("in_charge", 3, 22, False),
    ],
)
def test_attendance_is_two_thirds_or_twenty_days(villages, kind, days, working, reached):
    """Domain 2.9: what a month demands follows from the kind, by dated rules."""
    month = PostingAttendance.objects.create(
        posting=post(villages[0], kind), month=date(2026, 5, 1), working_days=working, days=days
    )
    found = asked(PostingAttendance, f"attendance_reached={str(reached).lower()}")
    assert found == {month}


def test_a_county_s_own_attendance_goes_first(town, villages):
    PostingRule.objects.create(
        organization=town, kind="first_secretary", days=22, since=date(2026, 4, 1)
    )
    posting = post(villages[0])
    before, after = (
        PostingAttendance.objects.create(posting=posting, month=day, working_days=22, days=20)
        for day in (date(2026, 3, 1), date(2026, 4, 1))
    )
    assert asked(PostingAttendance, "attendance_reached=true") == {before}
    assert asked(PostingAttendance, "attendance_reached=false") == {after}


def test_attendance_fits_its_month_and_its_posting(user, villages):
    posting = post(villages[0], until=date(2026, 4, 10), left_why="term")
    good = {"posting": f"#{posting.pk}", "month": "2026-04-01", "working_days": 21, "days": 7}
    form = pages.get("postingattendance").form

    def wrong(**more):
        data = {name: str(value) for name, value in {**good, **more}.items()}
        return set(form(data=data, user=user).errors)

    assert wrong() == set()
    assert wrong(month="2026-05-01") == {"month"}
    assert wrong(month="2026-04-02") == {"month"}
    assert wrong(days=25, leave_days=8) == {"days"}
    assert wrong(leave_days=22) == {"leave_days"}


def test_extending_keeps_to_the_longest_term(user, villages):
    """Domain 2.9: a first secretary serves three years at most."""
    posting = post(villages[0], term_ends=date(2026, 6, 1))
    with pytest.raises(Refused, match="ends on 2026-06-01 already"):
        extend_posting(posting, term_ends=date(2026, 5, 1), by=user)
    with pytest.raises(Refused, match="36 months"):
        extend_posting(posting, term_ends=date(2027, 6, 2), by=user)
    extend_posting(posting, term_ends=date(2027, 6, 1), contract_no="延1号", by=user)
    posting.refresh_from_db()
    assert (posting.term_ends, posting.contract_no) == (date(2027, 6, 1), "延1号")


def test_a_posting_is_handed_over_on_one_day(user, villages):
    posting = post(villages[0], sending_unit="县财政局")
    task = TeamTask.objects.create(
        organization=villages[0],
        team="first_secretary",
        task="抓党建促振兴",
        person=posting.person,
        since=date(2026, 1, 5),
    )
    heir = PersonFactory(organization=villages[0])
    busy = post(villages[1]).person
    with pytest.raises(Refused, match="posted so to a village already"):
        hand_over(posting, on=date(2026, 6, 1), person=busy, by=user)
    posting.refresh_from_db()
    with pytest.raises(Refused, match="holds this posting already"):
        hand_over(posting, on=date(2026, 6, 1), person=posting.person, by=user)
    hand_over(posting, on=date(2026, 6, 1), person=heir, by=user)
    posting.refresh_from_db()
    task.refresh_from_db()
    assert (posting.until, posting.left_why, task.person) == (date(2026, 6, 1), "handed", heir)
    new = Posting.objects.get(organization=villages[0], until=None)
    assert (new.person, new.since, new.sending_unit) == (heir, date(2026, 6, 1), "县财政局")
    with pytest.raises(Refused, match="ended on 2026-06-01"):
        end_posting(posting, on=date(2026, 6, 2), why="term", by=user)


def test_six_sentences_are_assessed(town, villages):
    """000-43: the goals are dated data; a posting reaches them when each was met last time."""
    load_rules(town.parent)
    goals = list(PostingGoal.objects.order_by("order"))
    assert len(goals) == 6
    good, poor = post(villages[0]), post(villages[1])
    for day, of_poor in ((date(2025, 12, 1), "met"), (date(2026, 6, 1), "partly")):
        for goal in goals:
            for posting, reached in ((good, "met"), (poor, of_poor)):
                PostingAssessment.objects.create(
                    posting=posting, goal=goal, assessed_on=day, reached=reached
                )
    assert asked(Posting, f"goals_reached=true&on={DAY}") == {good}
    assert asked(Posting, "goals_reached=true&on=2025-12-31") == {good, poor}


def test_the_sending_unit_stands_behind_its_cadre(user, villages):
    """000-43b: money, projects and visits of the sending unit."""
    helped, alone = post(villages[0]), post(villages[1])
    data = {"posting": f"#{helped.pk}", "given_on": "2026-03-01", "kind": "money", "what": "路灯"}
    form = pages.get("postingsupport").form
    assert set(form(data=data, user=user).errors) == {"amount"}
    saved = form(data={**data, "amount": "30000"}, user=user)
    assert saved.is_valid(), saved.errors
    saved.save()
    assert asked(Posting, f"supported=true&on={DAY}") == {helped}
    assert asked(Posting, f"supported=false&on={DAY}") == {alone}
    assert len(asked(PostingSupport, "kind=money&during=2026-01-01&on=2026-12-31")) == 1


def test_six_duties_in_the_work_log(villages):
    """000-46: entries of the log under the six duties."""
    busy, idle = post(villages[0], "graduate"), post(villages[1], "graduate")
    duties = ("policy", "growth", "contact", "science", "management", "organization")
    for number, duty in enumerate(duties, 1):
        PostingLog.objects.create(
            posting=busy, done_on=date(2026, 2, number), duty=duty, title=f"第{number}件"
        )
        PostingLog.objects.create(
            posting=idle, done_on=date(2026, 2, number), duty="policy", title=f"第{number}件"
        )
    assert asked(Posting, f"duties_at_least=6&on={DAY}") == {busy}
    assert asked(Posting, f"duties_at_least=1&on={DAY}") == {busy, idle}
    assert len(asked(PostingLog, "duty=policy")) == 7


def test_four_teams_share_the_work_of_a_village(client, user, villages):
    """002-19, 002-20: roster of all four teams, tasks with the three precise dockings."""
    whole, part, *_rest = villages
    for kind in ("first_secretary", "team", "in_charge"):
        post(whole, kind)
    post(part, "first_secretary")
    PostFactory(organization=whole, position="secretary", since=date(2021, 1, 1))
    task = TeamTask.objects.create(
        organization=whole,
        team="township",
        task="组织产业培训",
        docking="training",
        since=date(2026, 1, 5),
        due_on=date(2026, 3, 1),
    )
    assert codes(f"four_teams=true&on={DAY}") == {"v0"}
    teams = teams_of(whole, user, date(2026, 6, 30))
    assert [len(team.people) for team in teams] == [1, 1, 1, 1]
    assert [len(team.tasks) for team in teams] == [0, 0, 1, 0]
    assert asked(TeamTask, f"late=true&docking=training&on={DAY}") == {task}
    client.force_login(user)
    page = panels_of(client, whole)
    assert "组织产业培训" in page
    finish_task(task, on=date(2026, 4, 1), result="培训三期", by=user)
    with pytest.raises(Refused, match="2026-04-01"):
        finish_task(task, on=date(2026, 4, 2), result="再次", by=user)


def test_what_waits_is_said(user, villages):
    today = timezone.localdate()
    ending = post(villages[0], term_ends=today + timedelta(days=59))
    post(villages[1], term_ends=today + timedelta(days=61))
    assert [one.text for one in ending_postings(user)] == ["1 posting ends within 60 days"]
    assert asked(Posting, "ends_within=60") == {ending}
    last = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    PostingAttendance.objects.create(posting=ending, month=last, working_days=22, days=20)
    assert [one.text for one in missing_attendance(user)] == [
        "Last month's attendance of 1 posting is missing"
    ]
