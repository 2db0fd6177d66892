"""The three plans reckoned a second time: two hundred small trees, made up at random.

Every target of requirements 1.2, among them those that no test of a register names: 001-01, 001-03,
001-22, 003-12, 003-20, 003-27, 003-29, 003-33, 003-36.
"""

import pytest

from assessments.actions.reports.openings import plan_year
from assessments.actions.reports.templates import load_template
from assessments.actions.targets.library import library, load_plan
from assessments.actions.targets.runs import compute_run, run_for
from funding.actions.codes import load_codes
from funding.actions.standards import load_standards
from members.actions.defaults import load_defaults
from organizations.actions.activities import load_programmes
from tests.assessments import oracle
from tests.assessments.oracle_indicators import INDICATORS, reckon
from tests.assessments.random_county import World
from tests.factories import OrganizationFactory, user_over
from tests.worlds import kept

WORLDS = 4  # of fifty trees each


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    """What a county begins with: plans, duties, programmes, report templates."""
    with kept(django_db_blocker):
        top = OrganizationFactory(code="TOP", name="县委")
        load_defaults(top)
        load_programmes(top)
        load_codes(top)
        load_standards(top)
        for name in ("party_building", "village_funds"):
            template = load_template(name, top)
            for year in (2024, 2025, 2026):
                plan_year(template, year=year)
        plans = [load_plan(name, at=top, year=2026)[0] for name in library()]
        yield top, plans, user_over(top)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


def worked_out(plans, day):
    """What the portal says: {(indicator, organization): (n, of)}."""
    found = {}
    for plan in plans:
        run = run_for(plan, day, by=None)
        compute_run(run, by=None)
        found |= oracle.stored(run)
    return found


@pytest.fixture(scope="module")
def seen():
    """The indicators that came to more than nothing in some world."""
    return set()


@pytest.mark.parametrize("seed", range(1, WORLDS + 1))
def test_two_reckonings_of_random_counties_agree_in_every_cell(ground, seen, seed):
    top, plans, user = ground
    day = World(top, seed).make()
    ours = worked_out(plans, day)
    assert oracle.differences(ours, reckon(oracle.tables(user, day.year), day)) == {}
    seen |= {code for (code, _place), (n, _of) in ours.items() if n}
    if seed == WORLDS:
        assert seen == set(INDICATORS)  # what is nothing everywhere proves nothing
