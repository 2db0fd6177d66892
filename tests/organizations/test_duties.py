"""Rule books, responsibility lists, tasks from above with a due day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from organizations.actions.duties import (
    accept_task,
    claim_task,
    criticise_task,
    finish_task,
    issue_below,
    issue_task,
    report_progress,
    return_task,
)
from organizations.filters.duties import ResponsibilityItemFilter, RuleFilter, TaskFilter
from organizations.forms.duties import RuleForm, TaskForm
from organizations.models import ResponsibilityItem, Rule, Task
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, TownshipFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def county():
    return OrganizationFactory(code="990101")


@pytest.fixture
def township(county):
    return TownshipFactory(code="990101100", parent=county)


@pytest.fixture
def village(township):
    return OrganizationFactory(code="990101100002", parent=township)


def days(n):
    return timezone.localdate() + timedelta(days=n)


def task(organization, issuer, **given):
    values = {"title": "发展党员", "issued_on": days(-10), "due_on": days(20), **given}
    return Task.objects.create(organization=organization, issuer=issuer, **values)


# --- rule book


def test_the_rule_book_keeps_versions(village):
    """000-52, 001-10, 002-03, 004-05: rules by version, in force from to."""
    book = (
        "党组织,制度名称,类别,版本,通过日期,施行日期,废止日期\n"
        "990101100002,村规民约,charter,1,2018-03-01,2018-03-10,2024-05-01\n"
        "990101100002,村规民约,charter,2,2024-04-20,2024-05-01,\n"
        "990101100002,三会一课制度,party_work,1,2020-01-01,2020-01-01,\n"
    ).encode()
    user = user_over(village.parent)
    outcome = imports.load(pages.get("rule"), book, "制度.csv", by=user)
    assert (outcome.new, outcome.refused) == (3, [])
    rows = Rule.objects.all()
    assert RuleFilter("topic=charter", rows).qs.get().version == "2"
    assert RuleFilter("topic=charter&on=2020-01-01", rows).qs.get().version == "1"


def test_a_rule_is_adopted_before_it_is_in_force(village):
    data = {"organization": village.code, "title": "财务制度", "topic": "finance", "version": "1"}
    days_of = {"adopted_on": "2026-05-01", "since": "2026-04-01"}
    form = RuleForm(data={**data, **days_of}, user=user_over(village))
    assert set(form.errors) == {"since"}


# --- responsibility


def test_responsibility_by_post_and_year(township):
    """000-53, 001-18: the secretary first, the deputy directly responsible."""
    book = (
        "党组织,年度,责任类型,职务,责任事项\n"
        "990101100,2026,first,乡镇党委书记,农村党建工作\n"
        "990101100,2026,direct,专职副书记,农村党建工作\n"
    ).encode()
    register = pages.get("responsibilityitem")
    outcome = imports.load(register, book, "责任.csv", by=user_over(township))
    assert (outcome.new, outcome.refused) == (2, [])
    rows = ResponsibilityItem.objects.all()
    assert ResponsibilityItemFilter("year=2026&answers=direct", rows).qs.exists()
    assert not ResponsibilityItemFilter("year=2025", rows).qs.exists()


# --- tasks


def test_a_goal_is_broken_down_downwards(county, township, village):
    """001-19: goals of township and village broken down; each part names the whole."""
    goal = task(county, county, kind="goal", state="issued")
    assert "1" in issue_below(goal, level="township", by=None)
    part = Task.objects.get(goal=goal)
    assert (part.organization, part.issuer, part.state) == (township, county, "issued")
    issue_below(part, level="village", by=None)
    assert Task.objects.get(goal=part).organization == village
    with pytest.raises(Refused):
        issue_below(goal, level="township", by=None)
    found = TaskFilter(f"goal=%23{goal.pk}", Task.objects.all()).qs
    assert found.count() == 1


def test_a_task_is_claimed_reported_returned_and_accepted(county, township):
    """000-54: tasks with a due day, scheduled and followed to the end."""
    one = task(township, county)
    issue_task(one, by=None)
    with pytest.raises(Refused, match="Claim"):
        report_progress(one, progress=10, by=None)
    claim_task(one, claimed_by="何建平", by=None)
    report_progress(one, progress=60, by=None)
    with pytest.raises(Refused, match="60"):
        report_progress(one, progress=50, by=None)
    finish_task(one, finished_on=days(-1), evidence="名册", by=None)
    return_task(one, remark="缺名册", by=None)
    assert (one.state, one.finished_on) == ("claimed", None)
    finish_task(one, finished_on=days(0), evidence="名册已补", by=None)
    accept_task(one, by=None)
    assert (one.state, one.progress) == ("finished", 100)
    assert TaskFilter("in_time=true", Task.objects.all()).qs.get() == one


def test_open_parts_stand_in_the_way(county, township, village):
    whole = task(township, county, state="claimed")
    task(village, township, goal=whole, state="issued")
    with pytest.raises(Refused, match="1"):
        finish_task(whole, finished_on=days(0), evidence="好", by=None)


def test_criticism_comes_with_a_limit(county, township):
    """001-20, 001-26: an overdue task is criticised and must be put right in a time limit."""
    late = task(township, county, state="claimed", issued_on=days(-40), due_on=days(-5))
    assert TaskFilter("overdue=true", Task.objects.all()).qs.get() == late
    with pytest.raises(Refused, match="future"):
        criticise_task(late, content="进度滞后", due_on=days(0), by=None)
    criticise_task(late, content="进度滞后", due_on=days(15), by=None)
    mend = TaskFilter("kind=rectification", Task.objects.all()).qs.get()
    assert (mend.organization, mend.due_on, mend.state) == (township, days(15), "issued")
    with pytest.raises(Refused, match="today already"):
        criticise_task(late, content="进度滞后", due_on=days(15), by=None)
    with pytest.raises(Refused, match="overdue"):
        criticise_task(mend, content="", due_on=days(30), by=None)


def test_tasks_go_down_only_and_end_after_they_begin(county, township):
    data = {"organization": county.code, "issuer": township.code, "kind": "rectification"}
    data |= {"title": "整改", "issued_on": "2026-03-01", "state": "reported", "progress": 100}
    form = TaskForm(data=data, user=user_over(county))
    assert set(form.errors) == {"organization", "due_on", "finished_on", "evidence"}


def test_my_tasks_wait_on_the_to_do_page(client, county, township):
    mine = task(township, county, state="issued", title="上报党建台账")
    task(county, county, state="issued", title="县里的事")
    client.force_login(user_over(township))
    page = client.get(reverse("todo")).content.decode()
    assert mine.title in page
    assert "县里的事" not in page
    Task.objects.filter(pk=mine.pk).update(state="reported", finished_on=date(2026, 1, 1))
    client.force_login(user_over(county))
    assert mine.title in client.get(reverse("todo")).content.decode()
