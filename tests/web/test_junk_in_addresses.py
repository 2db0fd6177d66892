"""Hand-made pages answer junk in their addresses with a page or a refusal, never with an error."""

import os

import pytest
from django.urls import reverse

from tests.factories import OrganizationFactory, user_over

pytestmark = pytest.mark.django_db
SOAK = bool(os.environ.get("SOAK"))

PAGES = (
    "tree", "meeting-board", "disclosure-board", "member-board", "member-flow", "member-flow-names",
    "appraisal-rounds", "search", "job-list",
)  # fmt: skip
JUNK = ("\x00", "0001-01-01", "9999-12-31", "2026-02-30", "99999999999999999999", "²", "x" * 5000)
ASKED = ("q", "on", "at", "open", "organization", "first", "last", "of", "year", "row", "kind")


def asked():
    """Each parameter alone with one kind of junk (in `make soak` with every kind), and all of them
    with another kind each."""
    for turn, junk in enumerate(JUNK):
        yield {name: JUNK[(turn + number) % len(JUNK)] for number, name in enumerate(ASKED)}
        yield from ({name: junk} for name in (ASKED if SOAK else ASKED[turn :: len(JUNK)]))


@pytest.mark.parametrize("page", PAGES)
def test_junk_in_the_address_of_a_page(client, page):
    client.force_login(user_over(OrganizationFactory()))
    client.raise_request_exception = False
    for query in asked():
        assert client.get(reverse(page), query).status_code < 500, query


@pytest.mark.parametrize("year", [0, 1, 99999])
def test_an_appraisal_of_no_possible_year_is_not_found(client, year):
    branch = OrganizationFactory()
    client.force_login(user_over(branch))
    assert client.get(reverse("appraisal-round", args=[branch.pk, year])).status_code == 404


def test_a_name_in_an_address_holds_no_nought_byte(client):
    """PostgreSQL cannot be asked for it; nobody types it."""
    client.force_login(user_over(OrganizationFactory()))
    assert client.get("/dashboard/1/%00/below/").status_code == 400
