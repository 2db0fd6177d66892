import pytest
from django.utils import translation

from tests.factories import OrganizationFactory, user_over


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def county():
    return OrganizationFactory(code="99")


@pytest.fixture
def branch(county):
    return OrganizationFactory(parent=county, code="9901", name="团结村党支部")


@pytest.fixture
def user(county):
    return user_over(county)
