import pytest
from django.conf import settings

from tests.factories import (
    OrganizationFactory,
    user_over,
)


@pytest.fixture
def county():
    return OrganizationFactory(code="341721", name="中共清源县委员会")


@pytest.fixture
def boss(county, client):
    user = user_over(county)
    user.language = "en"
    user.save()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(user)
    return user
