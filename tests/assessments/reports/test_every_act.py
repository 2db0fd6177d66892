"""The whole table of a report's flow (safety T19): every state x act x role x scope through the
pages, and a walk of random acts that never leaves the drawn moves."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.actions.reports import acts
from assessments.actions.reports.copies import is_whole
from assessments.models import Report
from organizations.models import Organization
from portal.errors import Refused
from tests.assessments.reporting import (
    another_township,
    cell,
    fill,
    grid,
    in_role,
    type_in,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

State = Report.State
WRITABLE = {"open", "draft", "returned", "reopened"}
MOVES = {  # act -> the states in which it may be done, and the state that it leads to
    "submit": (WRITABLE, "submitted"),
    "withdraw": ({"submitted"}, "draft"),
    "return": ({"submitted"}, "returned"),
    "accept": ({"submitted"}, "accepted"),
    "reopen": ({"accepted"}, "reopened"),
    "extend": (WRITABLE, ""),
    "chase": (WRITABLE, ""),
    "refresh": (WRITABLE, ""),
    "type": (WRITABLE, ""),
}
TOWNSHIP, COUNTY = (
    {"submit", "withdraw", "refresh", "type"},
    {
        "return",
        "accept",
        "reopen",
        "extend",
        "chase",
    },
)
ROLES = {
    "county_admin": TOWNSHIP | COUNTY,
    "county_staff": COUNTY,
    "township_secretary": TOWNSHIP,
    "village_secretary": set(),
    "supervisor": set(),
    "auditor": set(),
}
SCOPES = {"county": True, "township": True, "village": False, "another township": False}


def later():
    return (timezone.localdate() + timedelta(days=90)).isoformat()


def values(act):
    if act in {"return", "reopen", "extend"}:
        return {"reason": "女党员数与台账不符", "until": later()}
    return {}


def do(client, report, act):
    """Do it by the page of the act; what came of it."""
    if act == "type":
        sent = {"seen": "9", f"c{cell(report, 'committee').pk}": "5"}
        answer = client.post(grid(report), sent, headers={"X-Grid": "1"})
        return {200: "done", 409: "refused"}.get(answer.status_code, "forbidden")
    page = client.post(reverse(f"report-{act}_report", args=[report.pk]), values(act))
    if act == "refresh" and page.status_code == 200:
        return "done"  # says how many figures it renewed
    return {302: "done", 422: "refused"}.get(page.status_code, "forbidden")


@pytest.mark.parametrize("role", ROLES)
def test_every_state_act_role_and_scope(client, report, secretary, role):
    other = another_township(report).children.get(code="3499")
    places = {
        "county": report.organization.parent,
        "township": report.organization,
        "village": Organization.objects.filter(parent=report.organization).first(),
        "another township": other,
    }
    fill(report, secretary)
    report.period.due = report.period.closes = timezone.localdate() - timedelta(days=3)
    report.period.closes += timedelta(days=60)
    report.period.save()
    Report.objects.update(submitted_by=secretary)
    before = report.acts.count()
    own, wrong = "township" if role.startswith("township") else "county", []
    for scope, reached in SCOPES.items():
        client.force_login(in_role(role, places[scope]))
        for act in MOVES:
            may = act in ROLES[role] and reached
            for state in State.values if may and scope == own else [doable(act)]:
                expected = outcome(act, state) if may else "forbidden"
                with transaction.atomic():
                    Report.objects.filter(pk=report.pk).update(state=state)
                    got = do(client, report, act)
                    now, told = Report.objects.get(pk=report.pk).state, report.acts.count()
                    transaction.set_rollback(True)
                said = 1 if got == "done" and act not in {"type", "refresh"} else 0
                expected = (expected, after(act, state) if got == "done" else state, before + said)
                if (got, now, told) != expected:
                    wrong.append((scope, act, state, got, now, told))
    assert wrong == []


def doable(act):
    """A state in which nothing but the right to do it is missing."""
    return min(MOVES[act][0])


def outcome(act, state):
    return "done" if state in MOVES[act][0] else "refused"


def after(act, state):
    if act == "type" and state == "open":
        return "draft"
    return MOVES[act][1] or state


STEPS = {
    "submit": lambda report, by: acts.submit_report(report, by=by),
    "withdraw": lambda report, by: acts.withdraw_report(report, by=by),
    "return": lambda report, by: acts.return_report(report, reason="错", by=by),
    "accept": lambda report, by: acts.accept_report(report, by=by),
    "reopen": lambda report, by: acts.reopen_report(
        report, reason="错", until=timezone.localdate(), by=by
    ),
    "type": lambda report, by: type_in(report, by, committee=str(report.round + 1)),
}


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(walk=st.lists(st.sampled_from(sorted(STEPS)), max_size=14))
def test_no_walk_leaves_the_drawn_moves(report, secretary, walk):
    """Whatever is tried, in whatever order: rounds, copies and lateness tell the same story."""
    with transaction.atomic():
        fill(report, secretary)
        office, now = UserFactory(organization=report.organization), "draft"
        for step in walk:
            by = office if step in COUNTY else secretary
            mine = Report.objects.get(pk=report.pk)
            try:
                STEPS[step](mine, by)
            except Refused:
                assert outcome(step, now) == "refused"
            else:
                assert outcome(step, now) == "done"
                now = after(step, now)
        told = Report.objects.get(pk=report.pk)
        kinds = list(told.acts.values_list("kind", flat=True))
        assert told.state == now
        assert told.round == kinds.count("submitted")
        assert (told.late_by is None) == (told.round == 0)
        assert told.copies.count() == kinds.count("submitted") + kinds.count("accepted")
        assert all(is_whole(one) for one in told.copies.all())
        transaction.set_rollback(True)
