"""A township's own target: what it binds, and who reads it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.actions.targets.library import load_plan
from assessments.actions.targets.overview import far_behind
from assessments.actions.targets.planning import HandDown
from assessments.actions.targets.results import Targets
from assessments.actions.targets.runs import compute_run, run_for
from assessments.models import Target
from tests.assessments.county import make_county
from tests.factories import TargetFactory, user_over
from tests.factories.assessments import IndicatorFactory, PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def plan(county):
    return PlanFactory(organization=county.top)


@pytest.fixture
def indicator(county):
    return IndicatorFactory(organization=county.top)


def values(plan, indicator, places):
    targets = Targets(plan)
    return [one and int(one.value) for one in (targets.at(indicator, place) for place in places)]


def test_an_own_value_binds_its_township_and_all_below(county, plan, indicator):
    TargetFactory(plan=plan, indicator=indicator, level="county", value=85)
    own = {"plan": plan, "indicator": indicator, "level": "township"}
    TargetFactory(**own, organization=county.towns[0], value=80)
    asked = [county.top, *county.towns, county.villages[0], county.branch, county.villages[2]]
    assert values(plan, indicator, asked) == [85, 80, 85, 80, 80, 85]
    assert values(plan, indicator, ["county", "township", "village"]) == [85, 85, 85]


def test_the_nearest_level_wins_then_the_nearest_place(county, plan, indicator):
    made = {"plan": plan, "indicator": indicator}
    TargetFactory(**made, level="county", value=85)
    TargetFactory(**made, level="village", value=100)
    TargetFactory(**made, level="township", organization=county.towns[0], value=80)
    TargetFactory(**made, level="village", organization=county.towns[1], value=60)
    TargetFactory(**made, level="village", organization=county.villages[2], value=50)
    asked = [county.top, *county.towns, *county.villages, county.branch]
    assert values(plan, indicator, asked) == [85, 80, 85, 100, 100, 50, 60, 100]


def test_a_neighbours_own_value_binds_nobody_else(county, plan, indicator):
    TargetFactory(plan=plan, indicator=indicator, level="village", organization=county.towns[0])
    asked = [county.top, *county.towns, county.villages[3]]
    assert values(plan, indicator, asked) == [None, 80, None, None]


def test_an_amount_binds_its_own_level_alone(county, plan):
    amount = IndicatorFactory(organization=county.top, kind="amount", denominator=None)
    made = {"plan": plan, "indicator": amount}
    TargetFactory(**made, level="county", value=1500)
    asked = [county.top, *county.towns, county.villages[0]]
    assert values(plan, amount, asked) == [1500, None, None, None]
    TargetFactory(**made, level="township", organization=county.towns[0], value=500)
    assert values(plan, amount, asked) == [1500, 500, None, None]
    assert [int(one.value) for one in HandDown(plan).targets] == [1500]


def test_there_is_one_target_for_a_level_and_one_for_each_organization(county, plan, indicator):
    made = {"plan": plan, "indicator": indicator, "level": "township"}
    for place in (None, *county.towns):
        TargetFactory(**made, organization=place)
        with pytest.raises(IntegrityError), transaction.atomic():
            TargetFactory(**made, organization=place)


def test_own_values_are_read_by_those_above_and_below_but_not_by_neighbours(
    county, plan, indicator
):
    made = {"plan": plan, "indicator": indicator, "level": "township"}
    whole = TargetFactory(**made)
    first, second = (TargetFactory(**made, organization=town) for town in county.towns)
    seen = {
        place: set(Target.objects.for_user(user_over(place, "view_target")))
        for place in (county.top, county.towns[0], county.villages[0], county.villages[3])
    }
    assert seen[county.top] == {whole, first, second}
    assert seen[county.towns[0]] == seen[county.villages[0]] == {whole, first}
    assert seen[county.villages[3]] == {whole, second}


def test_what_two_plans_ask_waits_once_and_what_weighs_nothing_does_not(county):
    today = timezone.localdate()
    for name, weight in (("county", 5), ("three-projects", 5), ("county-2012-2016", 0)):
        plan, _new = load_plan(name, at=county.top, year=today.year)
        plan.targets.update(weight=weight)
        compute_run(run_for(plan, today, by=None), by=None)
    found = [one.indicator.code for one in far_behind(user_over(county.top))]
    assert len(found) == len(set(found))
    assert "003-24" in found
    assert "000-44" not in found
