"""Bodies of 1+X, coverage, and the teams that serve."""

from datetime import date

import pytest

from organizations.choices.bodies import CONVENIENCE, GROUPS, BodyKind
from organizations.filters.bodies import BodyFilter, ServiceTeamFilter
from organizations.forms.bodies import BodyForm, ServiceTeamForm, credit_code_check
from organizations.models import Body, ServiceTeam, TeamVisit
from organizations.pages.bodies import bodies_of
from portal import pages
from tests.factories import OrganizationFactory, user_over
from tests.panels import panels_of
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return OrganizationFactory(parent=OrganizationFactory(), name="上河村党支部")


@pytest.fixture
def user(village):
    return user_over(village.parent)


def names(query):
    return sorted(BodyFilter(query, Body.objects.all()).qs.values_list("name", flat=True))


def body(village, name, **given):
    return Body.objects.create(
        organization=village, name=name, **{"kind": BodyKind.COOPERATIVE, **given}
    )


def test_coverage_is_one_filter_over_another(village):
    """000-06 coverage, 003-04 cooperatives, 003-02 three tiers: with one over all of a kind."""
    branch = OrganizationFactory(parent=village, established=date(2021, 5, 1))
    body(village, "茶叶合作社", party_organization=branch, should_have=True)
    body(village, "油茶合作社", should_have=True, members=4)
    body(village, "黄桃协会", kind=BodyKind.ASSOCIATION)
    assert names("kind=cooperative") == ["油茶合作社", "茶叶合作社"]
    assert names("kind=cooperative&has_organization=true") == ["茶叶合作社"]
    assert names("owes_organization=true") == ["油茶合作社"]
    assert names("kind=cooperative&has_organization=true&on=2020-12-31") == []
    assert names("members_at_least=3") == ["油茶合作社"]


def test_the_form_of_organization_needs_the_organization(village, user):
    """004-16 how it was formed; 004-21 the branch runs the association."""
    data = {"organization": village.code, "kind": "association", "name": "黄桃协会"}
    wrong = BodyForm({**data, "formation": "joint"}, user=user)
    assert set(wrong.errors) == {"party_organization"}
    good = BodyForm(
        {**data, "party_organization": village.code, "founded_by_branch": "on"}, user=user
    )
    assert good.is_valid(), good.errors
    assert good.save().formation == "own"
    assert names("founded_by_branch=true&kind=association") == ["黄桃协会"]


def test_the_credit_code_is_checked(village, user):
    code = "93990101MA2XXXXX1"
    data = {"organization": village.code, "kind": "cooperative", "name": "合作社"}
    assert BodyForm({**data, "code": code + credit_code_check(code)}, user=user).is_valid()
    other = "0" if credit_code_check(code) != "0" else "1"
    for wrong in (code + other, "123", code.lower() + "0"):
        assert set(BodyForm({**data, "code": wrong}, user=user).errors) == {"code"}


def test_mass_organizations_are_told_by_family(village):
    """003-09: league, women and militia of the village; 003-06: what the 1 leads."""
    for kind in (BodyKind.LEAGUE, BodyKind.WOMEN, BodyKind.MILITIA, BodyKind.VILLAGERS_COMMITTEE):
        body(village, str(kind), kind=kind, led_by=village)
    assert names("family=mass") == ["league", "militia", "women"]
    assert names("family=mass&family=self_government&led=true") == [
        "league",
        "militia",
        "villagers_committee",
        "women",
    ]


def test_the_page_of_a_village_shows_its_bodies(client, village, user):
    """003-06: the chart of 1+X."""
    body(village, "茶叶合作社", should_have=True)
    found = bodies_of(village, user)
    assert (found["count"], found["covered"], found["lacking"]) == (1, 0, 1)
    client.force_login(user)
    assert "茶叶合作社" in panels_of(client, village)


def test_a_register_of_cooperatives_is_imported(village, user):
    lines = "所在村,类别,合作社名称,理事长,社员数,党员数\n"
    lines += "上河村党支部,农民专业合作社,茶叶合作社,王五,20,3\n"
    lines += "上河村党支部,cooperative,坏行,李四,2,5\n"
    outcome = imports.load(pages.get("body"), lines.encode(), "x.csv", by=user, only_good=True)
    assert [one.field for one in outcome.refused] == ["members"]
    assert names("kind=cooperative") == ["茶叶合作社"]


def test_teams_and_their_visits_are_found_by_family(village, user):
    """004-15 four convenience teams; 004-17 six service groups; 004-18 counts of service;
    004-20 area teams; 004-03 is in test_venues."""
    for kind in (*CONVENIENCE, *GROUPS):
        data = {"organization": village.code, "kind": kind.value, "name": f"{kind}组"}
        form = ServiceTeamForm({**data, "captain": "何建平"}, user=user)
        assert form.is_valid(), form.errors
        form.save()
    rows = ServiceTeam.objects.all()
    assert ServiceTeamFilter("family=convenience", rows).qs.count() == 4
    assert ServiceTeamFilter("family=groups", rows).qs.count() == 6
    team = rows.first()
    TeamVisit.objects.create(team=team, held_on=date(2024, 3, 1), matter="走访")
    assert team.visits.during(date(2024, 1, 1), date(2024, 12, 31)).count() == 1
