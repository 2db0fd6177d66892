import pytest

from tests.assessments.reporting import county_with, first_report, in_role, small_template
from tests.assessments.reports.offline import Workbook


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


@pytest.fixture
def admin(county):
    return in_role("county_admin", county)


@pytest.fixture
def template(county):
    return small_template(county)


@pytest.fixture
def workbook(report):
    return Workbook(report)
