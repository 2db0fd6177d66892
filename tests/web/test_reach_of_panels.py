"""What panels count and name stays with those who reach the record."""

import pytest

from portal import pages
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    user_over,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return TownshipFactory()


def test_the_page_of_a_superior_does_not_tell_who_works_there(client, township):
    home = OrganizationFactory(parent=township)
    person = PersonFactory(organization=township, name="甄士隐")
    PostFactory(organization=township, person=person, position="secretary")
    for user, seen in ((user_over(township), True), (user_over(home), False)):
        client.force_login(user)
        urls = [pages.get("organization").url(page, township.pk) for page in ("detail", "panels")]
        answers = [client.get(url) for url in urls]
        assert {one.status_code for one in answers} == {200}
        assert any("甄士隐" in one.content.decode() for one in answers) == seen
