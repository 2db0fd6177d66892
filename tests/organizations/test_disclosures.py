"""What is made public and what should have been by now."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from organizations.actions.disclosures import DISCLOSURES, load_disclosure_duties
from organizations.actions.due import Span, standings
from organizations.filters.disclosures import DisclosureFilter
from organizations.filters.tree import OrganizationFilter
from organizations.forms.disclosures import DisclosureForm
from organizations.models import Disclosure, Organization
from portal import pages
from tests.factories import OrganizationFactory, TownshipFactory, user_over
from workbooks import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return OrganizationFactory(code="990101")


@pytest.fixture
def village(county):
    return OrganizationFactory(
        code="990101100002", parent=TownshipFactory(parent=county), setting="village"
    )


def stand(village, first, last, at, kind):
    span = Span(date.fromisoformat(first), date.fromisoformat(last), date.fromisoformat(at))
    return standings(DISCLOSURES, [village], span).get((village.pk, kind))


def test_affairs_are_due_with_days_of_grace(county, village):
    """000-50, 003-49: village affairs quarterly; what covers September counts for the third
    quarter although it was published in October."""
    load_disclosure_duties(county)
    quarter = ("2026-07-01", "2026-09-30")
    assert stand(village, *quarter, "2026-10-10", "village").status == "not_due"
    assert stand(village, *quarter, "2026-10-16", "village").status == "overdue"
    Disclosure.objects.create(
        organization=village,
        kind="village",
        subject="三季度村务",
        covers_from=date(2026, 7, 1),
        covers_until=date(2026, 9, 30),
        published_on=date(2026, 10, 12),
    )
    assert stand(village, *quarter, "2026-10-16", "village").status == "met"


def test_money_monthly_and_assets_half_yearly(county, village):
    """003-45: collective funds, assets and resources."""
    load_disclosure_duties(county)
    year = ("2026-01-01", "2026-12-31", "2027-03-01")
    assert stand(village, *year, "finance").due == 12
    assert stand(village, *year, "assets").due == 2


def test_imported_and_found(county, village):
    book = (
        "党组织,公开类别,公开内容,公开方式,所属期起,所属期止,公开日期,收到意见,已答复\n"
        "990101100002,assets,上半年三资,board,2026-01-01,2026-06-30,2026-07-05,3,1\n"
    ).encode()
    outcome = imports.load(pages.get("disclosure"), book, "公开.csv", by=user_over(county))
    assert (outcome.new, outcome.refused) == (1, [])
    rows = Disclosure.objects.all()
    for query in ("kind=assets&channel=board", "unanswered=true", "covers_until_to=2026-06-30"):
        assert DisclosureFilter(query, rows).qs.count() == 1, query
    assert not DisclosureFilter("unanswered=false", rows).qs.exists()


def test_days_run_forwards(village):
    data = {"organization": village.code, "kind": "party", "subject": "党务", "channel": "board"}
    days = {"covers_from": "2026-03-31", "covers_until": "2026-01-01"}
    days |= {"published_on": "2026-04-05", "shown_until": "2026-04-01"}
    counts = {"opinions": 1, "answered": 2}
    form = DisclosureForm(data={**data, **days, **counts}, user=user_over(village))
    assert set(form.errors) == {"covers_until", "shown_until", "answered"}


def test_overdue_villages_are_listed_and_shown_on_the_board(client, county, village, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 15))
    load_disclosure_duties(county)
    query = "disclosures_behind=village@2026-07-01/2026-09-30"
    assert list(OrganizationFilter(query, Organization.objects.all()).qs) == [village]
    client.force_login(user_over(county))
    page = client.get(reverse("disclosure-board") + "?period=2026Q3").content.decode()
    assert "0/1" in page
    assert "disclosures_behind=village" in page
