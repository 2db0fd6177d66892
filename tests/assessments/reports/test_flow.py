from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from assessments.actions.reports import acts
from assessments.actions.reports.owing import owing
from assessments.models import Report, ReportAct, ReportCell
from portal.errors import Refused
from tests.assessments.reporting import cell, county_with, fill, first_report, type_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

State = Report.State


def test_an_incomplete_report_is_refused_with_the_whole_list(report, secretary, settings):
    settings.LANGUAGE_CODE = "en"
    type_in(report, secretary, committee="三")
    with pytest.raises(acts.NotReady) as refused:
        acts.submit_report(report, by=secretary)
    faults = [(fault.place, fault.text) for fault in refused.value.faults]
    assert [place for place, _text in faults] == [
        "第0村",
        "第0村 · Branch committee",
        "第1村",
        "第2村",
        report.organization.short,
    ]
    assert faults[2][1] == "14 cells are empty (Transferred in, Transferred out, Died or left …)"
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_a_report_goes_round_until_it_is_accepted(report, secretary, staff):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    acts.return_report(report, reason="女党员数与台账不符", by=staff)
    assert [debt.reason.reason for debt in owing(secretary).to_fill] == ["女党员数与台账不符"]
    type_in(report, secretary, committee="4")
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    assert [debt.report for debt in owing(staff).to_review] == [report]
    acts.accept_report(report, by=staff)
    assert (report.state, report.round) == (State.ACCEPTED, 2)
    kinds = list(report.acts.values_list("kind", "by"))
    assert kinds == [
        ("opened", None),
        ("submitted", secretary.pk),
        ("returned", staff.pk),
        ("submitted", secretary.pk),
        ("accepted", staff.pk),
    ]
    assert owing(secretary).mine == owing(staff).mine == []


ACTS = {
    "submit": acts.submit_report,
    "withdraw": acts.withdraw_report,
    "return": lambda report, by: acts.return_report(report, reason="错", by=by),
    "accept": acts.accept_report,
}


@pytest.mark.parametrize("act", ["submit", "withdraw", "return", "accept"])
def test_whoever_comes_second_is_told(report, secretary, staff, act):
    fill(report, secretary)
    if act != "submit":
        report.refresh_from_db()
        acts.submit_report(report, by=secretary)
    stale = Report.objects.get(pk=report.pk)
    ACTS[act](Report.objects.get(pk=report.pk), by=staff)
    with pytest.raises(Refused):
        ACTS[act](stale, by=staff)
    assert report.acts.filter(kind__startswith=act[:6]).count() <= 1


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED])
def test_the_database_itself_refuses_to_change_cells_handed_in(report, secretary, state):
    fill(report, secretary)
    Report.objects.filter(pk=report.pk).update(state=state)
    for write in (
        lambda: report.cells.update(raw="1"),
        lambda: report.cells.filter(pk=cell(report, "note").pk).delete(),
        lambda: ReportCell.objects.create(
            report=report, item=cell(report, "note").item, organization=report.organization
        ),
    ):
        with (
            pytest.raises(IntegrityError, match="cannot be written"),
            transaction.atomic(),
        ):
            write()


def test_acts_are_never_rewritten(report):
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        report.acts.update(reason="x")


def test_nobody_accepts_what_they_submitted(report, secretary):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    with pytest.raises(Refused):
        acts.accept_report(report, by=secretary)


def test_a_reason_is_needed_to_return(report, secretary, staff):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    with pytest.raises(Refused):
        acts.return_report(report, reason="  ", by=staff)


def test_a_returned_report_gets_a_later_day_but_never_an_earlier_one(report, secretary, staff):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    today = timezone.localdate()
    with pytest.raises(Refused):
        acts.return_report(report, reason="错", until=today - timedelta(days=1), by=staff)
    acts.return_report(report, reason="错", until=today + timedelta(days=7), by=staff)
    assert (report.days_left, report.status) == (7, "returned")
    acts.submit_report(report, by=secretary)
    acts.return_report(report, reason="错", until=today + timedelta(days=2), by=staff)
    assert report.days_left == 7


def test_a_closed_period_takes_no_submission_until_its_due_day_is_put_off(report, secretary, staff):
    fill(report, secretary)
    period = report.period
    period.due = period.closes = timezone.localdate() - timedelta(days=1)
    period.opens = min(period.opens, period.due)
    period.save()
    report.refresh_from_db()
    assert report.overdue
    assert report.status == "overdue"
    with pytest.raises(Refused):
        acts.submit_report(report, by=secretary)
    acts.extend_report(report, until=timezone.localdate(), reason="洪灾", by=staff)
    assert not report.overdue
    acts.submit_report(report, by=secretary)


def test_an_act_has_its_history(report, secretary):
    fill(report, secretary)
    report.refresh_from_db()
    acts.submit_report(report, by=secretary)
    assert ReportAct.objects.filter(report=report, kind="submitted").get().by == secretary
    assert report.events.order_by("pgh_id").last().state == State.SUBMITTED
    assert cell(report, "committee").events.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "pair", [("accept", "return"), ("withdraw", "accept"), ("return", "withdraw")]
)
def test_of_two_acts_at_once_exactly_one_wins(pair):
    """Safety T18: the other is told who did what."""
    report = first_report(county_with(villages=1))
    users = [UserFactory(organization=report.organization) for _ in range(3)]
    fill(report, users[0])
    report.refresh_from_db()
    acts.submit_report(report, by=users[0])
    said = at_once([(ACTS[name], user) for name, user in zip(pair, users[1:], strict=True)])
    winner = report.acts.last().by
    assert [str(winner) in one for one in said if one] == [True]
    assert said[users.index(winner) - 1] == ""
    assert report.acts.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_report_submitted_by_many_at_once_is_submitted_once():
    report = first_report(county_with(villages=1))
    users = [UserFactory(organization=report.organization) for _ in range(6)]
    fill(report, users[0])
    said = at_once([(acts.submit_report, user) for user in users])
    assert sorted(map(bool, said)) == [False] + [True] * 5
    report.refresh_from_db()
    assert (report.state, report.round) == (State.SUBMITTED, 1)
    assert list(report.acts.values_list("kind", flat=True)) == ["opened", "submitted"]


def at_once(moves):
    """Do all of it on the one report, each in a thread and connection of its own; what each was
    told, nothing where it was done."""
    together = Barrier(len(moves))

    def move(act, user):
        try:
            mine = Report.objects.select_related("period__template", "organization").get()
            together.wait()
            act(mine, by=user)
        except Refused as no:
            return str(no)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(lambda pair: move(*pair), moves))
