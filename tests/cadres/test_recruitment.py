from datetime import date
from decimal import Decimal

import pytest

from cadres.actions.recruitment import Scores, check_eligibility, record_result
from cadres.models import CadreRule, RecruitmentCase, RecruitmentQuota
from members.models import Person
from portal import pages
from portal.errors import Refused
from tests.factories import (
    AwardFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    user_over,
)

pytestmark = pytest.mark.django_db
APPLIED = date(2026, 3, 1)


@pytest.fixture
def village():
    return OrganizationFactory(parent=TownshipFactory(parent=OrganizationFactory()), code="v0")


@pytest.fixture
def county(village):
    return village.parent.parent


@pytest.fixture
def user(county):
    return user_over(county)


def case_of(village, born="1990-01-01", education="61", held=True, **more):
    person = PersonFactory(organization=village, born=born, education=education)
    if held:
        PostFactory(organization=village, person=person, since=date(2012, 1, 1))
    return RecruitmentCase.objects.create(
        person=person, organization=village, year=2026, applied_on=APPLIED, **more
    )


def asked(model, query):
    of = pages.get(model._meta.model_name)
    return set(of.filter(query, model.objects.all()).qs)


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ({}, ""),
        ({"born": "1986-03-01"}, ""),  # forty
        ({"born": "1985-03-01"}, "over 40 years of age"),
        ({"education": "71"}, "schooling too low"),
        ({"education": "41"}, ""),  # secondary vocational schooling will do
        ({"held": False}, "no post in a village"),
    ],
)
def test_relaxed_conditions_of_the_day(user, village, given, finding):
    """003-16: schooling from senior high school, up to forty years, a post in a village."""
    case = case_of(village, **given)
    check_eligibility(case, by=user)
    assert (case.state, case.finding) == ("ineligible" if finding else "eligible", finding)


def test_a_county_s_own_age_goes_first(user, county, village):
    CadreRule.objects.create(
        organization=county, limit="recruit_age", value=35, since=date(2020, 1, 1)
    )
    case = case_of(village)
    check_eligibility(case, by=user)
    assert case.finding == "over 35 years of age"


def test_the_commended_get_extra_points(user, village):
    """003-22: twenty points on top of the written test, while the commendation stands."""
    plain, best, late = (case_of(village) for _number in range(3))
    AwardFactory(organization=village, person=best.person, granted_on=date(2025, 7, 1))
    AwardFactory(
        organization=village,
        person=late.person,
        granted_on=date(2025, 7, 1),
        withdrawn_on=date(2026, 1, 1),
        withdrawn_why="弄虚作假",
    )
    for case in (plain, best, late):
        check_eligibility(case, by=user)
    assert [case.bonus for case in (plain, best, late)] == [None, Decimal(20), None]
    assert asked(RecruitmentCase, "with_bonus=true") == {best}


def test_results_fill_the_places_and_no_more(user, county, village):
    """000-27: applicant, quota, result, later post."""
    quota = RecruitmentQuota.objects.create(
        organization=county, year=2026, announced_on=date(2026, 2, 1), plan=5, directed=1
    )
    first, second = (case_of(village, quota=quota) for _number in range(2))
    with pytest.raises(Refused, match="not possible now"):
        record_result(first, on=date(2026, 6, 1), recruited=True, scores=Scores(), by=user)
    for case in (first, second):
        check_eligibility(case, by=user)
    assert asked(RecruitmentQuota, "filled=true") == set()
    marks = Scores(Decimal(70), Decimal(82))
    record_result(
        first, on=date(2026, 6, 1), recruited=True, scores=marks, later_post="镇党建办", by=user
    )
    with pytest.raises(Refused, match="All 1 places"):
        record_result(second, on=date(2026, 6, 1), recruited=True, scores=marks, by=user)
    with pytest.raises(Refused, match="at most 100"):
        record_result(
            second, on=date(2026, 6, 1), recruited=False, scores=Scores(Decimal(101)), by=user
        )
    record_result(second, on=date(2026, 6, 1), recruited=False, scores=marks, by=user)
    assert (first.state, first.written, first.later_post) == ("recruited", 70, "镇党建办")
    assert asked(RecruitmentQuota, "filled=true") == {quota}
    people = pages.get("person").filter("recruited=exam&on=2026-06-30", Person.objects.all()).qs
    assert set(people) == {first.person}
    early = pages.get("person").filter("recruited=exam&on=2026-05-31", Person.objects.all()).qs
    assert set(early) == set()


def test_a_fifth_of_the_plan_is_for_village_cadres(user, county):
    """003-15: at least 20 % of the plan; less only warns, more than all is refused."""
    form = pages.get("recruitmentquota").form
    data = {
        "organization": county.code,
        "year": "2026",
        "way": "exam",
        "announced_on": "2026-02-01",
        "plan": "10",
    }
    enough = form(data={**data, "directed": "2"}, user=user)
    assert enough.is_valid(), enough.errors
    assert list(enough.warnings()) == []
    few = form(data={**data, "directed": "1"}, user=user)
    assert few.is_valid()
    assert [name for name, _sentence in few.warnings()] == ["directed"]
    assert set(form(data={**data, "directed": "11"}, user=user).errors) == {"directed"}
    for year, directed in ((2025, 1), (2026, 2)):
        RecruitmentQuota.objects.create(
            organization=county,
            year=year,
            announced_on=date(year, 2, 1),
            plan=10,
            directed=directed,
        )
    assert {one.year for one in asked(RecruitmentQuota, "directed_share=20")} == {2026}


def test_long_service_leads_into_a_township_s_leading_body(user, village):
    """000-28, 002-04, 003-17: years as secretary or director, then a post in the township."""
    veteran, newcomer = (case_of(village, way="team") for _number in range(2))
    PostFactory(
        organization=village,
        person=veteran.person,
        position="secretary",
        since=date(2014, 1, 1),
        until=date(2026, 6, 1),
        left_why="promoted",
    )
    PostFactory(
        organization=village, person=newcomer.person, position="director", since=date(2024, 1, 1)
    )
    assert asked(RecruitmentCase, "way=team&led_at_least=10&on=2026-06-30") == {veteran}
    check_eligibility(veteran, by=user)
    record_result(
        veteran,
        on=date(2026, 6, 1),
        recruited=True,
        scores=Scores(),
        later_post="镇党委委员",
        by=user,
    )
    query = "recruited=team&led_at_least=10&on=2026-06-30"
    assert set(pages.get("person").filter(query, Person.objects.all()).qs) == {veteran.person}


def test_a_later_post_belongs_to_somebody_recruited(user, village):
    person = PersonFactory(organization=village)
    data = {
        "person": f"#{person.pk}",
        "organization": "v0",
        "year": "2026",
        "way": "exam",
        "applied_on": "2026-03-01",
        "state": "missed",
        "later_post": "镇党建办",
    }
    form = pages.get("recruitmentcase").form(data=data, user=user)
    assert set(form.errors) == {"concluded_on", "later_post"}
