import pytest
from django.utils import translation

from tests.assessments.county import make_county


@pytest.fixture
def county(db):
    """The county of the scoring's tests, its words in English."""
    with translation.override("en"):
        yield make_county()
