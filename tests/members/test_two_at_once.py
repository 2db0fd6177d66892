"""002-05, 000-27: of two who take the last place at once one has it, the other is told why not."""

from datetime import date, timedelta

import pytest

from cadres.actions.recruitment import Scores, record_result
from cadres.models import RecruitmentCase, RecruitmentQuota
from members.actions.development import admit
from members.actions.rulesets import load_rules
from members.models import DevelopmentStep, Person, Quota
from organizations.actions.calendar import load_calendars
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory
from tests.members.test_development import VOTES, ready
from tests.web.test_two_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 6, 10)


@pytest.fixture
def county():
    county = OrganizationFactory()
    load_rules(county)
    load_calendars(county)
    return county


def admitting(county):
    """Somebody ready for the branch meeting, in a branch of their own; the meeting."""
    branch = OrganizationFactory(parent=TownshipFactory(parent=county))
    first, second = PersonFactory.create_batch(2, organization=branch)
    person = ready(branch, (first, second))
    return lambda: admit(person, day=DAY, first=first, second=second, by=None, **VOTES)


@pytest.mark.parametrize(("allowed", "outcomes"), [(1, ["done", "refused"]), (2, ["done", "done"])])
def test_the_last_place_of_a_plan_is_given_once(county, allowed, outcomes):
    Quota.objects.create(organization=county, year=2026, allowed=allowed, binding=True)
    meetings = [admitting(county), admitting(county)]
    assert at_once(*meetings) == outcomes
    admitted = Person.objects.filter(standing="probationary").count()
    assert admitted == DevelopmentStep.objects.filter(kind="admit").count() == allowed


def test_the_last_place_of_a_recruitment_is_given_once(county):
    quota = RecruitmentQuota.objects.create(
        organization=county, year=2026, announced_on=DAY, plan=5, directed=1
    )
    cases = [
        RecruitmentCase.objects.create(
            person=PersonFactory(organization=county),
            organization=county,
            year=2026,
            quota=quota,
            applied_on=DAY,
            state="eligible",
        )
        for _ in range(2)
    ]
    on = DAY + timedelta(days=30)
    results = [
        lambda one=one: record_result(one, on=on, recruited=True, scores=Scores(), by=None)
        for one in cases
    ]
    assert at_once(*results) == ["done", "refused"]
    assert RecruitmentCase.objects.filter(state="recruited").count() == 1
