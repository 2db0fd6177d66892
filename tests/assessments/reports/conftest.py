import pytest

from tests.assessments.reporting import county_with, first_report, in_role


@pytest.fixture
def county():
    return county_with()


@pytest.fixture
def report(county):
    return first_report(county)


@pytest.fixture
def secretary(report):
    return in_role("township_secretary", report.organization)


@pytest.fixture
def staff(county):
    return in_role("county_staff", county)
