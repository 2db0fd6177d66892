from datetime import date

import pytest
from django.http import QueryDict
from django.utils import timezone, translation

from organizations.filters.tree import OrganizationFilter, PlacementFilter, VillageFilter
from organizations.models import Organization, Placement, Village
from portal.errors import Refused
from portal.filters import years_before
from tests.factories import OrganizationFactory, TownshipFactory, VillageFactory

pytestmark = pytest.mark.django_db


def codes(query):
    rows = OrganizationFilter(query, Organization.objects.all()).qs
    return sorted(rows.values_list("code", flat=True))


@pytest.fixture
def county():
    return OrganizationFactory(code="county")


def test_a_day_of_the_past_shows_what_stood_then(county):
    OrganizationFactory(code="old", parent=county, established="2000-01-01", closed="2020-06-30")
    OrganizationFactory(code="new", parent=county, established="2020-06-30")
    assert codes("on=2020-06-29") == ["county", "old"]
    assert codes("on=2020-06-30") == ["county", "new"]
    assert codes("") == ["county", "new"]
    assert codes("ended=all") == ["county", "new", "old"]
    assert codes("on=1999-01-01") == ["county"]


def test_a_period_shows_what_stood_on_any_of_its_days(county):
    OrganizationFactory(code="short", parent=county, established="2020-02-01", closed="2020-03-01")
    assert codes("during=2020-01-01&on=2020-01-31") == ["county"]
    assert codes("during=2020-02-29&on=2020-12-31") == ["county", "short"]
    assert codes("during=2020-03-01&on=2020-12-31") == ["county"]


def test_a_register_of_organizations_takes_an_organization_for_its_top(county):
    town = TownshipFactory(code="town", parent=county)
    OrganizationFactory(code="branch", parent=town)
    OrganizationFactory(code="other", parent=county)
    assert codes("organization=town") == ["branch", "town"]
    assert codes("organization= town ") == ["branch", "town"]
    assert codes("organization=town&level=township") == ["town"]


def test_rows_that_belong_to_an_organization_are_found_below_it(county):
    town = TownshipFactory(code="town", parent=county)
    village = VillageFactory(organization=town)
    VillageFactory(organization=county)
    rows = VillageFilter("organization=town", Village.objects.all()).qs
    assert list(rows) == [village]


def test_placements_in_force_are_the_tree_of_the_day(county):
    today = PlacementFilter("", Placement.objects.all()).qs
    assert {row.organization for row in today} == {county}


def test_what_pages_and_sorting_say_is_no_filter(county):
    assert codes("page=3&sort=-name&columns=code&filters=all&ordering=name") == ["county"]


@pytest.mark.parametrize("data", [None, "", QueryDict("")])
def test_nothing_asked_is_all_that_stands_today(county, data):
    chosen = OrganizationFilter(data, Organization.objects.all())
    assert list(chosen.qs) == [county]
    assert chosen.day == timezone.localdate()
    assert chosen.chosen() == {}


def test_the_search_treats_signs_of_its_own_as_letters(county):
    OrganizationFactory(code="P", name="100%党支部", parent=county)
    assert codes("q=0%25") == ["P"]
    assert codes("q=_") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("nonsense=1", "There is no filter called “nonsense” here."),
        ("kind=boss", "Kind: Select a valid choice"),
        ("organization__parent=1", "There is no filter called “organization__parent” here."),
        ("on=", None),
        ("on=2026-02-29", "“2026-02-29” is not a day"),
        ("except=nonsense%3D1", "There is no filter called “nonsense” here."),
    ],
)
def test_what_the_register_does_not_know_is_refused(county, query, sentence):
    if sentence is None:
        assert codes(query) == ["county"]
        return
    with translation.override("en"), pytest.raises(Refused, match=sentence):
        codes(query)


def test_a_condition_reaches_the_record_through_a_prefix(county):
    village = VillageFactory(organization=county, border=True)
    chosen = VillageFilter("border=true&q=村", Village.objects.all())
    through = Organization.objects.filter(chosen.condition(date(2026, 1, 1), "villages__"))
    assert list(through) == [village.organization]


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        (date(2026, 11, 22), 35, date(1991, 11, 22)),
        (date(2024, 2, 29), 35, date(1989, 2, 28)),
        (date(2024, 2, 29), 4, date(2020, 2, 29)),
    ],
)
def test_years_before_a_day(day, years, then):
    assert years_before(day, years) == then
