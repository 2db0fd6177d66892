"""Venues: three conditions, five functions, services and use."""

from datetime import date

import pytest

from organizations.choices.venues import CONDITIONS, FUNCTIONS, VenueKind
from organizations.filters.tree import OrganizationFilter
from organizations.filters.venues import VenueFilter, VenueServiceFilter, VenueUseFilter
from organizations.forms.venues import VenueForm, VenueServiceForm, VenueUseForm
from organizations.models import Organization, Venue, VenueService, VenueUse
from organizations.pages.venues import venues_of
from tests.factories import OrganizationFactory, TownshipFactory, user_over
from tests.panels import panels_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return OrganizationFactory(parent=TownshipFactory(), name="上河村党支部")


@pytest.fixture
def user(village):
    return user_over(village.parent)


def venue(village, name="活动室", **given):
    return Venue.objects.create(
        organization=village, name=name, **{"kind": VenueKind.ACTIVITY_ROOM, **given}
    )


def found(query):
    return sorted(VenueFilter(query, Venue.objects.all()).qs.values_list("name", flat=True))


def test_three_conditions_and_five_functions_are_asked_for_together(village):
    """000-12 three conditions; 003-42 five functions."""
    venue(village, "全", **dict.fromkeys((*CONDITIONS, *FUNCTIONS), True))
    venue(village, "缺", fixed_place=True, for_members=True)
    assert found("three_conditions=true") == ["全"]
    assert found("three_conditions=false&five_functions=false") == ["缺"]
    assert found("kind=activity_room&fixed_place=true") == ["全", "缺"]


def test_villages_without_a_venue_are_a_list(village):
    """003-41: every village, one style, one sign; as of a day. 004-07 asks the same."""
    other = OrganizationFactory(parent=village.parent)
    venue(village, opened=date(2020, 1, 1), style_unified=True, sign_unified=True)
    rows = Organization.objects.filter(parent=village.parent)
    assert list(OrganizationFilter("has_venue=true", rows).qs) == [village]
    assert list(OrganizationFilter("has_venue=false", rows).qs) == [other]
    assert not OrganizationFilter("has_venue=true&on=2019-12-31", rows).qs
    assert found("unified=true") == ["活动室"]


def test_a_centre_has_place_area_manager_and_opening(village, user):
    """000-11 the centre; 004-12 the hall and its cost; 004-13 market days."""
    data = {
        "organization": village.code,
        "name": "便民服务大厅",
        "kind": "hall",
        "floor_area": "420",
        "cost": "100",
        "manager": "何建平",
        "opened": "2021-05-01",
        "market_days": "逢三、六、九",
    }
    form = VenueForm(data, user=user)
    assert form.is_valid(), form.errors
    form.save()
    assert found("kind=hall&open_on_market_days=true&floor_at_least=400") == ["便民服务大厅"]


def test_swapped_degrees_and_early_closing_are_refused(village, user):
    data = {"organization": village.code, "name": "室", "kind": "activity"}
    swapped = VenueForm({**data, "longitude": "30.1", "latitude": "117.0"}, user=user)
    assert set(swapped.errors) == {"longitude", "latitude"}
    early = VenueForm({**data, "opened": "2021-05-01", "closed": "2020-05-01"}, user=user)
    assert set(early.errors) == {"closed"}


def test_services_are_counted_by_item(village, user):
    """000-13: which integrated services a centre offers."""
    centre = venue(village, "中心", kind=VenueKind.CENTRE)
    data = {"venue": f"#{centre.pk}", "item": "relief", "detail": "低保申请", "station": "民政所"}
    form = VenueServiceForm(data, user=user)
    assert form.is_valid(), form.errors
    form.save()
    rows = VenueService.objects.all()
    assert VenueServiceFilter("item=relief&kind=centre", rows).qs.count() == 1
    assert VenueServiceFilter("item=legal", rows).qs.count() == 0


def test_the_two_rooms_keep_a_log(village, user):
    """004-03: what took place in the activity room and the reading room."""
    room = venue(village, "阅览室", kind=VenueKind.READING)
    data = {"venue": f"#{room.pk}", "held_on": "2024-05-04", "title": "读书会", "present": 12}
    form = VenueUseForm(data, user=user)
    assert form.is_valid(), form.errors
    form.save()
    rows = VenueUse.objects.all()
    assert VenueUseFilter("kind=reading&during=2024-01-01&on=2024-12-31", rows).qs.count() == 1


def test_the_page_of_a_village_shows_the_state_of_its_venue(client, village, user):
    venue(village, fixed_place=True)
    shown = venues_of(village, user)["venues"][0]
    assert [met for _word, met in shown["conditions"]] == [True, False, False]
    assert [met for _word, met in shown["functions"]] == [False] * 5
    client.force_login(user)
    assert "活动室" in panels_of(client, village)
