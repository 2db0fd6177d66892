"""Inspections (000-54, 001-20) and circulars (001-26): what is wanting is put right by a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.actions.scoring.mending import notify_circular, notify_finding
from assessments.models import Circular, Finding, Inspection
from organizations.actions.duties import accept_task, claim_task, finish_task, return_task
from organizations.models import Task
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, TownshipFactory, user_over

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=3)


@pytest.fixture
def town(db):
    return TownshipFactory(parent=OrganizationFactory())


@pytest.fixture
def finding(town):
    seen = Inspection.objects.create(
        organization=town, inspected_on=TODAY, subject="三会一课", team="督查组"
    )
    return Finding.objects.create(inspection=seen, finding="记录不全", points=1, found_on=TODAY)


def found(register, query):
    model = pages.get(register).model
    return list(pages.get(register).filter(query, model.objects.all()).qs)


def test_a_finding_is_put_right_by_its_organization_and_accepted_above(finding, town):
    county = user_over(town.parent)
    secretary = user_over(town)
    assert found("finding", "ordered=false") == [finding]
    task = notify_finding(finding, due_on=SOON, content="补齐记录", by=county)
    assert (task.kind, task.state, task.due_on) == ("rectification", "issued", SOON)
    assert (task.issuer, task.organization) == (town.parent, town)
    waiting = [one for one in pages.todo_of(secretary) if one.url == task.get_absolute_url()]
    assert [one.due for one in waiting] == [SOON]
    with pytest.raises(Refused):
        notify_finding(finding, due_on=SOON, by=county)
    claim_task(task, claimed_by="李书记", by=secretary)
    finish_task(task, finished_on=TODAY, evidence="照片见附件", by=secretary)
    return_task(task, remark="缺两个村", by=county)
    finish_task(task, finished_on=TODAY, evidence="已补齐", by=secretary)
    assert found("finding", "mended=true") == []
    accept_task(task, by=county)
    assert found("finding", "mended=true") == [finding]
    past = {"issued_on": TODAY - timedelta(days=9), "due_on": TODAY - timedelta(days=1)}
    Task.objects.update(state="claimed", finished_on=None, **past)
    assert found("finding", "overdue=true") == [finding]


def test_only_criticism_is_to_be_put_right_and_by_a_day_to_come(finding, town):
    lines = [
        Circular.objects.create(
            document="〔2026〕1号", organization=one, issued_on=TODAY, kind=kind,
            issuer="县委", title="通报", text="进度滞后",
        )
        for one, kind in ((town, "criticism"), (town.parent, "praise"))
    ]  # fmt: skip
    with pytest.raises(Refused):
        notify_circular(lines[1], due_on=SOON, by=None)
    with pytest.raises(Refused):
        notify_circular(lines[0], due_on=TODAY, by=None)
    task = notify_circular(lines[0], due_on=SOON, by=None)
    assert (task.content, lines[0].notice) == ("进度滞后", task)
    assert found("circular", "kind=criticism") == [lines[0]]
