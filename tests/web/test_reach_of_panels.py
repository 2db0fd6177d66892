"""What panels count and name stays with those who reach the record."""

import pytest

from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    user_over,
)
from tests.panels import panels_of

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
        answer = client.get(township.get_absolute_url())
        assert answer.status_code == 200
        said = answer.content.decode() + panels_of(client, township)
        assert ("甄士隐" in said) == seen
