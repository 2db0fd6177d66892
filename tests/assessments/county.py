"""A small county for the tests of targets: two townships, four villages, a branch."""

from dataclasses import dataclass
from datetime import date

from assessments.actions.targets.library import load_plan
from assessments.actions.targets.results import results
from assessments.actions.targets.runs import compute_run, run_for
from members.choices.standing import Standing
from organizations.choices.tree import Setting
from organizations.models import Organization
from tests.factories import OrganizationFactory, PersonFactory, RatingFactory, TownshipFactory

DAY = date(2026, 11, 20)


@dataclass
class County:
    top: Organization
    towns: list[Organization]
    villages: list[Organization]
    branch: Organization


def make_county() -> County:
    """Two members in each village, three activists in the first, young new members in two."""
    top = OrganizationFactory(code="C", name="东至县委员会")
    towns = [TownshipFactory(parent=top, code=f"T{n}", name=f"第{n}镇党委") for n in (1, 2)]
    villages = [
        OrganizationFactory(parent=towns[n // 2], code=f"V{n}", name=f"第{n}村党支部")
        for n in range(4)
    ]
    branch = OrganizationFactory(parent=villages[0], code="B0", setting=Setting.COOPERATIVE)
    for village in villages:
        PersonFactory(organization=village, born="1960-05-01")
        PersonFactory(organization=village, born="1995-05-01", education="71")
    for _ in range(3):
        PersonFactory(organization=branch, standing=Standing.ACTIVIST, activist_on="2025-03-01")
    newcomer = {"standing": Standing.PROBATIONARY, "joined": "2026-06-30"}
    PersonFactory(organization=branch, born="1999-01-01", **newcomer)
    PersonFactory(organization=villages[1], born="2000-01-01", education="21", **newcomer)
    PersonFactory(organization=villages[2], born="1970-01-01", education="71", **newcomer)
    for place, stars in zip([*towns, *villages], (5, 3, 3, 2, 4, 0), strict=True):
        RatingFactory(organization=place, stars=stars)
    return County(top, towns, villages, branch)


def computed(county: County, day: date = DAY):
    """The library's plan, worked out: the run, and {(indicator, organization): result}."""
    plan, _new = load_plan("county", at=county.top, year=day.year)
    run = run_for(plan, day, by=None)
    compute_run(run, by=None)
    return run, found(run)


def found(run):
    return {(one.indicator.code, one.organization.code): one for one in results(run)}
