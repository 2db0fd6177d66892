"""Decisions by procedures whose steps are data."""

from datetime import date

import pytest
from django.utils import translation

from organizations.actions.calendar import load_calendars
from organizations.actions.decisions import (
    finish_decision,
    load_procedures,
    path_of,
    record_step,
    start_decision,
    withdraw_decision,
)
from organizations.actions.procedures import reaches
from organizations.filters.decisions import DecisionFilter
from organizations.forms.decisions import DecisionStepForm
from organizations.models import Decision, DecisionStep, Procedure, ProcedureStep
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db

PLAIN, SUPERVISED = "siyi-liangkai", "siyi-liangkai-yijiandu"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def county():
    organization = OrganizationFactory(code="990101")
    load_procedures(organization)
    load_calendars(organization)
    return organization


@pytest.fixture
def village(county):
    return OrganizationFactory(code="990101100002", parent=county)


def begun(village, code=PLAIN):
    decision = Decision.objects.create(
        organization=village,
        matter="修建通组公路",
        procedure=Procedure.objects.get(code=code),
        begun_on=date(2026, 1, 5),
    )
    start_decision(decision, by=None)
    return decision


def take(decision, day, position=None, **values):
    return record_step(
        decision, position=position, held_on=date.fromisoformat(day), by=None, **values
    )


NOTICE = {"notice_from": date(2026, 2, 12), "notice_until": date(2026, 2, 25)}


def through(decision):
    """Propose and consult together, deliberate, resolve."""
    take(decision, "2026-01-10", 2, due=7, present=6, in_favour=5, against=1)
    take(decision, "2026-01-20", due=30, present=20, in_favour=16, against=4)
    take(decision, "2026-02-01", due=50, present=40, in_favour=30, against=5)


def test_the_procedures_that_come_with_the_portal(county):
    """000-48: four discussions, two disclosures, one supervision; 004-04: the local variant."""
    assert load_procedures(county) == 0
    kinds = list(ProcedureStep.objects.filter(procedure__code=PLAIN).values_list("kind", flat=True))
    assert kinds == ["propose", "consult", "deliberate", "resolve", "disclose", "disclose"]
    variant = ProcedureStep.objects.filter(procedure__code="siyi-sangongkai-yiqian")
    assert variant.count() == 8


def test_shares_are_counted_in_whole_numbers():
    assert reaches(20, 30, "two_thirds")
    assert not reaches(19, 30, "two_thirds")
    assert not reaches(15, 30, "half")
    assert reaches(16, 30, "half")
    assert not reaches(24, 30, "four_fifths")


def test_a_decision_goes_through_its_steps(village):
    """000-48: with one-shoulder the first two may be held together; the notice stands for five
    working days over Spring Festival."""
    decision = begun(village)
    through(decision)
    with pytest.raises(Refused, match="5"):
        take(decision, "2026-02-12", **{**NOTICE, "notice_until": date(2026, 2, 24)})
    take(decision, "2026-02-12", **NOTICE)
    with pytest.raises(Refused):
        finish_decision(decision, ended_on=date(2026, 3, 30), by=None)
    take(
        decision,
        "2026-03-10",
        notice_from=date(2026, 3, 10),
        notice_until=date(2026, 3, 16),
    )
    finish_decision(decision, ended_on=date(2026, 3, 30), result="通过", by=None)
    assert decision.state == "decided"
    assert [stage.status for stage in path_of(decision)] == ["done"] * 6


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due": 30, "present": 19, "in_favour": 19}, "Too few came"),
        ({"due": 30, "present": 20, "in_favour": 15}, "Too few agreed"),
        ({"due": 30, "present": 31, "in_favour": 20}, "More present"),
        ({"due": 30, "present": 20, "in_favour": 19, "against": 2}, "More votes"),
        ({}, "how many were due"),
    ],
)
def test_the_members_meeting_needs_two_thirds_and_more_than_half(village, values, sentence):
    decision = begun(village)
    take(decision, "2026-01-10", 2, due=7, present=6, in_favour=5)
    with pytest.raises(Refused, match=sentence):
        take(decision, "2026-01-20", **values)
    assert decision.taken.count() == 2


def test_steps_come_in_order(village):
    decision = begun(village)
    with pytest.raises(Refused, match="still missing"):
        take(decision, "2026-01-10", 3, due=30, present=20, in_favour=16)
    take(decision, "2026-01-10")
    with pytest.raises(Refused, match="recorded already"):
        take(decision, "2026-01-11", 1)
    with pytest.raises(Refused, match="before the step"):
        take(decision, "2026-01-09", due=7, present=6, in_favour=5)
    with pytest.raises(Refused, match="future"):
        take(decision, "2999-01-01", due=7, present=6, in_favour=5)


def test_hearing_and_argument_may_be_left_out(village):
    """000-49: prior notice, hearing, expert argument."""
    decision = begun(village, SUPERVISED)
    take(decision, "2026-01-10", 2)  # without prior notice
    take(decision, "2026-01-12", 3, due=7, present=6, in_favour=5)
    take(decision, "2026-01-15", 4, note="听证会")
    take(decision, "2026-01-20", 6, due=30, present=20, in_favour=16)
    asked = DecisionFilter("took=hearing", Decision.objects.all())
    assert list(asked.qs) == [decision]
    assert not DecisionFilter("took=argument", Decision.objects.all()).qs.exists()


def test_one_matter_one_discussion_counts_money_and_work(village):
    """000-51: funds and labour raised; recorded by import and found by filter."""
    book = (
        "党组织,事项,程序,提出时间,状态,筹资,筹劳,筹资筹劳人数\n"
        "990101100002,修水渠,yishi-yiyi,2026-04-01,prepared,36000.50,240,480\n"
    ).encode()
    outcome = imports.load(pages.get("decision"), book, "议事.csv", by=user_over(village.parent))
    assert (outcome.new, outcome.refused) == (1, [])
    asked = DecisionFilter("procedure_code=yishi&raised=true", Decision.objects.all())
    assert asked.qs.get().labour == 240


def test_withdrawn_with_a_reason(village):
    decision = begun(village)
    withdraw_decision(decision, withdrawn_why="资金未落实", by=None)
    assert decision.state == "withdrawn"
    with pytest.raises(Refused):
        take(decision, "2026-01-10")


def test_a_procedure_out_of_force_begins_nothing(village):
    Procedure.objects.filter(code=PLAIN).update(until=date(2026, 1, 1))
    with pytest.raises(Refused, match="not in force"):
        begun(village)


def test_steps_from_paper_keep_the_same_rules(village):
    decision = begun(village)
    step = decision.procedure.steps.get(position=3)
    data = {"decision": f"#{decision.pk}", "step": f"#{step.pk}", "held_on": "2026-02-01"}
    data |= {"due": 30, "present": 19, "in_favour": 19}
    form = DecisionStepForm(data=data, user=user_over(village.parent))
    assert set(form.errors) == {"present"}
    assert not DecisionStep.objects.exists()


def test_the_page_shows_the_path_and_the_buttons_record(client, village):
    decision = begun(village)
    client.force_login(user_over(village.parent))
    page = client.get(decision.get_absolute_url()).content.decode()
    assert 'class="path"' in page
    done = client.post(
        f"{decision.get_absolute_url()}record_step/", {"held_on": "2026-01-10", "note": "提议"}
    )
    assert done.status_code == 302
    assert decision.taken.get().note == "提议"


def test_decided_with_steps_missing_is_found(village):
    decision = begun(village)
    Decision.objects.filter(pk=decision.pk).update(state="decided", ended_on=date(2026, 2, 1))
    assert list(DecisionFilter("lacking=true", Decision.objects.all()).qs) == [decision]
