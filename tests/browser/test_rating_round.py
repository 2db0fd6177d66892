"""A round of rating in a real browser: the township pastes points and passes them on, a village
looks at its own page on a phone, the county confirms, is shown the broken quota and publishes."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import RatingRound
from tests.assessments.rating import county_with, in_role, of, round_of, scheme_of
from tests.browser.test_report_grid import PASTE

pytestmark = pytest.mark.django_db(transaction=True)


def act(reader):
    reader.page.locator("main form .actionbar button[type=submit]").first.click()


def hand_on(reader, round_, place):
    """Open the grid of a place and hand on all that is there."""
    reader.go(reverse("rating-grid", args=[round_.pk, place.pk, 1]))
    reader.page.locator("[data-submit]").click()
    expect(reader.page.locator("table.grid input")).to_have_count(0)


def paste_points(clerk, round_, town):
    """A block from Excel with a mistake in it, put right."""
    first, second = round_.cases.order_by("pk")
    team, life = of(round_.scheme, "team"), of(round_.scheme, "life")
    clerk.go(reverse("rating-grid", args=[round_.pk, town.pk, 1]))
    clerk.page.evaluate(PASTE, [f"c{first.pk}x{team}", "60\t38\n60\t99"])
    expect(clerk.page.locator(f'[data-computed="{first.pk}-stars"]')).to_have_text("★★★★★")
    expect(clerk.page.locator("[data-faults] li")).to_contain_text("At most 40 points here.")
    clerk.page.fill(f"#c{second.pk}x{life}", "20")
    expect(clerk.page.locator(f'[data-computed="{second.pk}-total"]')).to_have_text("80")
    assert clerk.faults() == []


def publish(office, round_):
    """The board says which quota is broken, the preview again; a reason publishes all the same."""
    office.go(reverse("rating-board", args=[round_.pk]))
    expect(office.page.locator(".errsum")).to_contain_text("1 more than the 0 allowed")
    assert office.faults() == []
    office.go(reverse("ratinground-publish_round", args=[round_.pk]))
    office.page.fill("[name=reason]", "县委常委会研究同意。")
    act(office)
    expect(office.page.locator("#preview")).to_contain_text("1 more than the 0 allowed")
    act(office)
    expect(office.page.locator(".note.ok")).to_be_visible()


def test_a_round_from_the_township_grid_to_the_published_list(visitor, client):
    county = county_with(villages=2)
    town = county.children.get()
    village = town.children.order_by("code").first()
    round_ = round_of(scheme_of(county))
    round_.scheme.bands.filter(stars=5).update(at_most=30)
    secretary = in_role("township_secretary", town)
    clerk = visitor(language="en").log_in(secretary, client)
    paste_points(clerk, round_, town)
    hand_on(clerk, round_, town)  # and nothing is open, as the review has not begun
    reader = visitor(size="phone").log_in(in_role("village_secretary", village), Client())
    case = round_.cases.order_by("pk").first()
    for page, pk in (("rating-board", round_.pk), ("rating-case", case.pk)):
        reader.go(reverse(page, args=[pk]))
        assert reader.faults() == []
    RatingRound.objects.update(state="review")
    hand_on(clerk, round_, town)
    RatingRound.objects.update(state="confirm")
    office = visitor(language="en").log_in(in_role("county_staff", county), Client())
    hand_on(office, round_, town)
    publish(office, round_)
    reader.go(reverse("rating-published", args=[round_.pk]))
    expect(reader.page.locator(".names li")).to_have_count(2)
    assert reader.faults() == []
