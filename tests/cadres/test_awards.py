from datetime import date

import pytest

from cadres.actions.awards import withdraw_award
from cadres.models import Award, CadreRule
from members.models import Person
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from tests.factories import (
    AwardFactory,
    OrganizationFactory,
    PersonFactory,
    TownshipFactory,
    user_over,
)
from tests.files import xlsx
from workbooks.imports import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return OrganizationFactory(parent=TownshipFactory(parent=OrganizationFactory()), code="v0")


@pytest.fixture
def user(village):
    return user_over(village.parent.parent)


def errors_of(user, **values):
    form = pages.get("award").form(data=values, user=user)
    return set(form.errors)


def given(village, **more):
    return {
        "organization": village.code,
        "person": f"#{PersonFactory(organization=village).pk}",
        "kind": "top_village",
        "year": "2026",
        "level": "county",
        "granted_on": "2026-07-01",
        **more,
    }


def test_ten_top_secretaries_a_year_and_no_more(user, village):
    """003-19: the double top ten; how many is a dated value."""
    for _number in range(9):
        AwardFactory(organization=village, kind="top_village", year=2026, granted_on="2026-07-01")
    assert errors_of(user, **given(village)) == set()
    AwardFactory(organization=village, kind="top_village", year=2026, granted_on="2026-07-01")
    assert errors_of(user, **given(village)) == {"kind"}
    assert errors_of(user, **given(village, kind="top_town")) == set()
    elsewhere = TownshipFactory(parent=OrganizationFactory())
    other = given(OrganizationFactory(parent=elsewhere))
    assert errors_of(user_over(elsewhere.parent), **other) == set()


def test_a_county_s_own_number_goes_first(user, village):
    CadreRule.objects.create(
        organization=village.parent.parent, limit="top_village", value=1, since=date(2020, 1, 1)
    )
    AwardFactory(organization=village, kind="top_village", year=2026, granted_on="2026-07-01")
    assert errors_of(user, **given(village)) == {"kind"}


def test_a_file_names_no_more_than_ten(user, village):
    """003-19: of a file that names twelve the first ten stand, beside the two that are there."""
    for _number in range(2):
        AwardFactory(organization=village, kind="top_village", year=2026, granted_on="2026-07-01")
    heads = ["党组织", "姓名", "表彰类别", "年度", "表彰时间"]
    people = PersonFactory.create_batch(12, organization=village)
    rows = [["v0", one.id_number, "top_village", "2026", "2026-07-01"] for one in people]
    outcome = load(pages.get("award"), xlsx(("表彰", [heads, *rows])), by=user)
    assert (outcome.written, [one.row for one in outcome.refused]) == (False, [10, 11, 12, 13])
    load(pages.get("award"), xlsx(("表彰", [heads, *rows])), by=user, only_good=True)
    assert Award.objects.filter(kind="top_village").count() == 10


def test_three_kinds_of_commendation(user, village):
    """001-25: advanced organizations, outstanding members, outstanding party-affairs workers."""
    organization = given(village, kind="organization")
    assert errors_of(user, **organization) == {"person"}
    form = pages.get("award").form(data={**organization, "person": ""}, user=user)
    assert form.is_valid(), form.errors
    form.save()
    assert "person" in errors_of(user, **given(village, kind="member", person=""))
    member = AwardFactory(organization=village, kind="member", year=2026, granted_on="2026-07-01")
    worker = AwardFactory(organization=village, kind="worker", year=2026, granted_on="2026-07-01")
    of = pages.get("award").filter
    assert set(of("kind=member&kind=worker&year=2026", Award.objects.all()).qs) == {member, worker}
    this_year = of("granted_this_year=true&kind=member&on=2026-12-31", Award.objects.all()).qs
    assert set(this_year) == {member}
    for day in ("2026-06-30", "2027-01-01"):
        asked = f"granted_this_year=true&kind=member&on={day}"
        assert not of(asked, Award.objects.all()).qs.exists()
    people = pages.get("person").filter("commended=member&on=2026-07-01", Person.objects.all()).qs
    assert set(people) == {member.person}
    places = pages.get("organization").filter(
        "commended=organization&on=2026-07-01", Organization.objects.all()
    )
    assert [one.code for one in places.qs] == ["v0"]


def test_a_commendation_has_level_document_and_money_and_may_be_withdrawn(user, village):
    """000-29, 003-21: level, title, document, money, day; a withdrawn one stays on record."""
    award = AwardFactory(
        organization=village, level="county", document="县委〔2025〕12号", money=5000
    )
    of = pages.get("award").filter
    assert set(of("money_over=4999&level=county", Award.objects.all()).qs) == {award}
    with pytest.raises(Refused, match="before the beginning"):
        withdraw_award(award, on=date(2025, 6, 30), why="弄虚作假", by=user)
    withdraw_award(award, on=date(2026, 1, 1), why="弄虚作假", by=user)
    assert set(of("on=2025-12-31", Award.objects.all()).qs) == {award}
    assert set(of("on=2026-01-01", Award.objects.all()).qs) == set()
    with pytest.raises(Refused, match="withdrawn on 2026-01-01"):
        withdraw_award(award, on=date(2026, 1, 2), why="", by=user)
