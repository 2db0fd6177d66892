"""Rules of data quality: each a filter, counted in one scan, that opens its very list."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from members.models import Person
from portal import pages
from portal.quality import Check, every
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, user_over
from web.views import quality

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("check", every(), ids=lambda one: one.name)
def test_every_rule_is_a_filter_of_its_register(check):
    of = pages.get(check.register)
    assert of.filter(QueryDict(check.asked()), of.model.objects.all()).qs.count() == 0
    assert str(check.text)


@pytest.fixture
def county():
    return OrganizationFactory(code="99")


@pytest.fixture
def towns(county):
    return [TownshipFactory(parent=county, code=f"990{n}") for n in (1, 2)]


def test_a_count_is_the_number_of_rows_in_the_list_it_opens(client, county, towns, monkeypatch):
    for town, young in zip(towns, (2, 1), strict=True):
        branch = OrganizationFactory(parent=town)
        for _ in range(young):
            PersonFactory(organization=branch, born="2006-01-01")
        PersonFactory(organization=branch, born="1950-01-01")
    user = user_over(county)
    check = Check("young", "person", "age_under=30", "Very young")
    monkeypatch.setattr(quality, "every", lambda: [check])
    [line] = quality.lines(user, county)
    assert line.count == 3
    client.force_login(user)
    listed = client.get(line.url)
    assert listed.context["count"] == 3
    assert quality.by_organization(user, county) == [(towns[0], 0, 2), (towns[1], 0, 1)]
    page = client.get(reverse("quality"), {"organization": "9901"})
    assert [one.count for one in page.context["open"]] == [2]


def test_nobody_counts_beyond_their_reach(client, county, towns):
    PersonFactory(organization=OrganizationFactory(parent=towns[0]))
    client.force_login(user_over(towns[1]))
    assert client.get(reverse("quality"), {"organization": "9901"}).status_code == 404
    page = client.get(reverse("quality"))
    assert page.context["place"] == towns[1]
    assert not any(one.check.register == "person" for one in page.context["open"])


def test_the_page_costs_the_same_however_many_rows(client, county, towns):
    client.force_login(user_over(county))
    branch = OrganizationFactory(parent=towns[0])
    PersonFactory(organization=branch)
    client.get(reverse("quality"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("quality"), {"organization": "9901"})
    Person.objects.bulk_create(
        PersonFactory.build(organization=branch, id_number=None) for _ in range(50)
    )
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("quality"), {"organization": towns[0].code})
    assert len(many) <= len(few)
