"""Hand-made pages answer junk in their addresses with a page or a refusal, never with an error."""

import pytest
from django.urls import reverse

from tests.factories import OrganizationFactory, user_over

pytestmark = pytest.mark.django_db

PAGES = (
    "tree", "meeting-board", "disclosure-board", "member-board", "member-flow", "member-flow-names",
    "appraisal-rounds", "search", "job-list",
)  # fmt: skip
JUNK = ("\x00", "0001-01-01", "9999-12-31", "2026-02-30", "99999999999999999999", "²", "x" * 5000)
ASKED = ("q", "on", "at", "open", "organization", "first", "last", "of", "year", "row", "kind")


@pytest.mark.parametrize("page", PAGES)
def test_junk_in_the_address_of_a_page(client, page):
    client.force_login(user_over(OrganizationFactory()))
    client.raise_request_exception = False
    for junk in JUNK:
        for name in ASKED:
            status = client.get(reverse(page), {name: junk}).status_code
            assert status < 500, (name, junk[:30])


@pytest.mark.parametrize("year", [0, 1, 99999])
def test_an_appraisal_of_no_possible_year_is_not_found(client, year):
    branch = OrganizationFactory()
    client.force_login(user_over(branch))
    assert client.get(reverse("appraisal-round", args=[branch.pk, year])).status_code == 404
