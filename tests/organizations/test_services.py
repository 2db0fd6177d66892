"""Cases at the counter: first receiver, promised limit, twice at most, satisfaction."""

from datetime import date

import pytest
from django.utils import timezone, translation

from organizations.actions.calendar import load_calendars
from organizations.actions.services import (
    accept_case,
    finish_case,
    hand_on_case,
    load_service_items,
    reopen_case,
)
from organizations.filters.services import ServiceCaseFilter, ServiceCounterFilter
from organizations.filters.tree import OrganizationFilter
from organizations.forms.services import ServiceAgentForm, ServiceCaseForm
from organizations.models import (
    Organization,
    ServiceAgent,
    ServiceCase,
    ServiceCounter,
    ServiceItem,
)
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def county():
    organization = OrganizationFactory(code="990101")
    load_service_items(organization)
    load_calendars(organization)
    return organization


@pytest.fixture
def village(county):
    return OrganizationFactory(code="990101100002", parent=county)


def asked(village, **given):
    item = ServiceItem.objects.get(code="mz-002")  # ten working days
    return ServiceCase.objects.create(
        organization=village,
        applicant="张桂英",
        item=item,
        asked_on=date(2026, 2, 10),
        first_receiver="陈会计",
        **given,
    )


def test_a_case_from_inquiry_to_satisfaction(village):
    """000-34b, 003-44, 004-06: first receiver, promise in working days, handed on, finished,
    taken up a second time, appraised by the public."""
    case = asked(village)
    accept_case(case, accepted_on=date(2026, 2, 12), by=None)
    assert case.promised_by == date(2026, 3, 4)  # over Spring Festival; two Saturdays are worked
    hand_on_case(case, handed_to="民政办", by=None)
    finish_case(case, finished_on=date(2026, 3, 3), outcome="done", satisfaction="very", by=None)
    assert (case.state, case.first_receiver) == ("finished", "陈会计")
    rows = ServiceCase.objects.all()
    assert ServiceCaseFilter("in_time=true&satisfaction=very", rows).qs.count() == 1
    reopen_case(case, accepted_on=date(2026, 3, 9), details="金额有误", by=None)
    assert (case.times_handled, case.outcome, case.state) == (2, "", "accepted")
    assert ServiceCaseFilter("times_over=1", rows).qs.count() == 1


def test_overdue_is_told_as_of_a_day(village):
    case = asked(village)
    accept_case(case, accepted_on=date(2026, 2, 12), by=None)
    rows = ServiceCase.objects.all()
    assert not ServiceCaseFilter("overdue=true&on=2026-03-04", rows).qs.exists()
    assert ServiceCaseFilter("overdue=true&on=2026-03-05", rows).qs.exists()
    finish_case(case, finished_on=date(2026, 3, 10), outcome="done", by=None)
    assert ServiceCaseFilter("overdue=true&on=2026-03-05", rows).qs.exists()
    assert not ServiceCaseFilter("overdue=true&on=2026-03-10", rows).qs.exists()
    assert ServiceCaseFilter("in_time=false", rows).qs.exists()


def test_the_order_of_days_and_states_is_kept(village):
    case = asked(village)
    with pytest.raises(Refused, match="when the case came in"):
        accept_case(case, accepted_on=date(2026, 2, 9), by=None)
    with pytest.raises(Refused, match="future"):
        accept_case(case, accepted_on=date(2999, 1, 1), by=None)
    with pytest.raises(Refused):
        hand_on_case(case, handed_to="民政办", by=None)
    with pytest.raises(Refused):
        reopen_case(case, accepted_on=date(2026, 3, 1), details="", by=None)


def test_no_id_numbers_and_no_half_finished_cases(village):
    user = user_over(village.parent)
    data = {"organization": village.code, "applicant": "张桂英 110105194912310021"}
    data |= {"item": "mz-002", "way": "agent", "asked_on": "2026-02-10", "times_handled": 1}
    data |= {"first_receiver": "陈会计", "state": "finished"}
    form = ServiceCaseForm(data=data, user=user)
    assert {"applicant", "finished_on", "outcome"} <= set(form.errors)


def test_imported_cases_get_their_promise(village):
    book = (
        "党组织,申请人,事项,申请日期,首问责任人,状态,受理日期,受理方式,办理次数\n"
        "990101100002,李大爷,mz-002,2026-02-10,陈会计,accepted,2026-02-12,agent,1\n"
    ).encode()
    user = user_over(village.parent)
    outcome = imports.load(pages.get("servicecase"), book, "事项.csv", by=user)
    assert (outcome.new, outcome.refused) == (1, [])
    assert ServiceCase.objects.get().promised_by == date(2026, 3, 4)
    assert ServiceCaseFilter("state=accepted&topic=welfare", ServiceCase.objects.all()).qs.exists()


def test_counters_of_seven_stations_and_eight_offices(village):
    """004-13: offices at one window, desks on market days; found by when they are open."""
    book = (
        "党组织,名称,类型,站所,开放日,办公时间,公开职责\n"
        "990101100002,社会保障所窗口,window,社会保障所,working_days,8:00-17:30,参保登记\n"
        "990101100002,集日办公点,market_day,七站八所,market_days,逢三逢八,集中办公\n"
    ).encode()
    user = user_over(village.parent)
    outcome = imports.load(pages.get("servicecounter"), book, "窗口.csv", by=user)
    assert (outcome.new, outcome.refused) == (2, [])
    rows = ServiceCounter.objects.all()
    assert ServiceCounterFilter("kind=market_day&open_on=market_days", rows).qs.count() == 1


def test_every_village_has_an_agent(village):
    """004-14: the roster of agents; the accountant often is one."""
    data = {"organization": village.code, "name": "陈会计", "since": "2024-01-01"}
    form = ServiceAgentForm(data={**data, "accountant": "on"}, user=user_over(village.parent))
    assert form.is_valid(), form.errors
    form.save()
    rows = Organization.objects.exclude(parent=None)
    assert list(OrganizationFilter("has_agent=true", rows).qs) == [village]
    ServiceAgent.objects.update(until=timezone.localdate())
    assert list(OrganizationFilter("has_agent=false", rows).qs) == [village]


def test_talent_service_is_logged_as_cases(village):
    """002-18: talent service."""
    item = ServiceItem.objects.get(code="rc-001")
    case = asked(village)
    ServiceCase.objects.filter(pk=case.pk).update(item=item)
    assert ServiceCaseFilter("topic=talent", ServiceCase.objects.all()).qs.get() == case
