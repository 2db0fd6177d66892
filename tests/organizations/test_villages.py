"""Village years, plans and what follows from them."""

from datetime import date
from decimal import Decimal

import pytest

from organizations.choices.villages import VillageClass
from organizations.filters.villages import VillagePlanFilter, VillageYearFilter
from organizations.forms.villages import VillagePlanForm, VillageYearForm
from organizations.models import VillagePlan, VillageYear
from organizations.pages.villages import economy_of, plan_of
from portal import pages
from tests.factories import OrganizationFactory, VillageFactory, VillageYearFactory, user_over
from tests.panels import panels_of
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return VillageFactory(name="上河村")


@pytest.fixture
def user(village):
    return user_over(village.organization.parent)


def test_a_year_is_counted_at_its_end_when_nobody_says(village, user):
    """001-09: the class of the village stands in its year."""
    data = {"village": village.code, "year": 2024, "grade": "backward", "collective_income": "12.5"}
    form = VillageYearForm(data, user=user)
    assert form.is_valid(), form.errors
    row = form.save()
    assert row.counted_on == date(2024, 12, 31)
    listed = VillageYearFilter("grade=backward", VillageYear.objects.all()).qs
    assert list(listed) == [row]
    assert not VillageYearFilter("grade=advanced", VillageYear.objects.all()).qs


def test_parts_do_not_exceed_the_whole(village, user):
    data = {
        "village": village.code,
        "year": 2024,
        "collective_income": 10,
        "operating_income": 11,
        "population": 100,
        "labour": 101,
    }
    assert set(VillageYearForm(data, user=user).errors) == {"operating_income", "labour"}


def test_a_year_to_come_is_refused_and_yuan_are_questioned(village, user):
    form = VillageYearForm({"village": village.code, "year": 2199}, user=user)
    assert set(form.errors) >= {"year"}
    odd = VillageYearForm(
        {"village": village.code, "year": 2024, "collective_income": 125000}, user=user
    )
    assert odd.is_valid()
    assert [name for name, _text in odd.warnings()] == ["collective_income"]


def test_incomes_are_asked_for_as_of_a_day(village):
    """000-56: what an evaluation needs of a village's economy is a filter."""
    for year, income in ((2023, 4), (2024, 12)):
        VillageYearFactory(village=village, year=year, collective_income=income, debts=0)
    rows = VillageYear.objects.all()
    asked = VillageYearFilter("income_at_least=5&during=2024-01-01&on=2024-12-31", rows)
    assert [row.year for row in asked.qs] == [2024]
    assert not VillageYearFilter("in_debt=true", rows).qs


def test_a_sheet_of_villages_comes_in_with_its_own_words(village, user):
    lines = "村名,年份,类别,村集体收入,人均纯收入,总人口\n上河村,2024,后进村,31.2,18800,1200\n"
    lines += "无此村,2024,后进村,1,1,1\n"
    outcome = imports.load(
        pages.get("villageyear"), lines.encode(), "villages.csv", by=user, only_good=True
    )
    assert (outcome.new, len(outcome.refused)) == (1, 1)
    row = VillageYear.objects.get()
    assert (row.collective_income, row.grade) == (Decimal("31.20"), VillageClass.BACKWARD)


def test_the_plan_of_a_village_is_its_economic_file(village, user):
    """003-53 one village one product; 004-20 one village, one policy."""
    data = {
        "village": village.code,
        "title": "上河村“一村一策”",
        "since": "2020-01-01",
        "situation": "1200人",
        "problems": "集体经济薄弱",
        "plan": "发展黄桃",
        "product": "黄桃",
    }
    form = VillagePlanForm(data, user=user)
    assert form.is_valid(), form.errors
    plan = form.save()
    rows = VillagePlan.objects.all()
    assert list(VillagePlanFilter("has_product=true", rows).qs) == [plan]
    assert not VillagePlanFilter("has_industry=true", rows).qs
    assert plan_of(village.organization, user) == {"plan": plan}


def test_the_page_shows_the_last_years(client, village, user):
    VillageYearFactory(village=village, year=2023, collective_income=4)
    VillageYearFactory(village=village, year=2024, collective_income=12)
    found = economy_of(village.organization, user)
    assert [row.year for row in found["years"]] == [2024, 2023]
    client.force_login(user)
    for record in (village, village.organization):
        assert "2023" in panels_of(client, record)
    assert economy_of(OrganizationFactory(), user) is None
