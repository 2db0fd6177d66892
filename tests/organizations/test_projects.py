"""Demonstration sites, 523 villages, twinnings, bases, programmes, activities, honours."""

from datetime import date

import pytest

from organizations.actions.activities import load_kinds, load_programmes
from organizations.actions.projects import accept_project, adjust_twinning
from organizations.filters.activities import ActivityFilter, AdoptionFilter, HonourFilter
from organizations.filters.programmes import ProgrammeResultFilter
from organizations.filters.projects import DemonstrationSiteFilter, ProjectVillageFilter
from organizations.filters.twinnings import TwinningFilter
from organizations.forms.activities import ActivityForm, HonourForm, ModelCaseForm
from organizations.forms.programmes import ProgrammeResultForm
from organizations.forms.projects import (
    DemonstrationSiteForm,
    ProjectVillageForm,
    TrainingBaseForm,
)
from organizations.forms.twinnings import TwinningActivityForm, TwinningForm
from organizations.models import (
    Activity,
    ActivityKind,
    Adoption,
    DemonstrationSite,
    Honour,
    ModelCase,
    Organization,
    Programme,
    ProgrammeItem,
    ProgrammeResult,
    ProjectVillage,
    TrackingVisit,
    TrainingBase,
    Twinning,
)
from organizations.pages.programmes import by_level
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, TwinningFactory, user_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return OrganizationFactory()


@pytest.fixture
def village(county):
    return OrganizationFactory(parent=county)


@pytest.fixture
def user(county):
    return user_over(county)


def saved(form):
    assert form.is_valid(), form.errors
    return form.save()


def test_demonstration_sites_are_counted_by_level_and_kind(county, village, user):
    """001-09 sites, 001-14 from a contact point, 001-15 townships, 001-16 a village each."""
    data = {"organization": village.code, "kind": "village", "level": "township"}
    data |= {"since": "2023-04-01", "sponsor": county.code, "from_contact_point": "on"}
    site = saved(DemonstrationSiteForm(data, user=user))
    rows = DemonstrationSite.objects.all()
    assert list(DemonstrationSiteFilter("kind=village&level=township", rows).qs) == [site]
    assert list(DemonstrationSiteFilter("from_contact_point=true", rows).qs) == [site]
    assert not DemonstrationSiteFilter("kind=village&on=2023-03-31", rows).qs


def test_a_project_village_is_followed_and_accepted(village, user):
    """000-16 level, batch, cycle, visits, result; 000-17 central-village task first."""
    data = {"organization": village.code, "level": "city", "batch": "第二批"}
    data |= {"since": "2023-01-01", "until": "2025-12-31", "priority": "on", "state": "running"}
    project = saved(ProjectVillageForm(data, user=user))
    given = {"on": date(2025, 12, 1), "passed": True, "result": "合格", "by": user}
    with pytest.raises(Refused):
        accept_project(project, **given)
    TrackingVisit.objects.create(project=project, held_on=date(2024, 5, 1), visitor="何建平")
    accept_project(project, **given)
    rows = ProjectVillage.objects.all()
    asked = "level=city&priority=true&state=passed&on=2025-01-01"
    assert list(ProjectVillageFilter(asked, rows).qs) == [project]
    assert ProjectVillageFilter("visited=true&on=2024-12-31", rows).qs.count() == 1
    with pytest.raises(Refused):
        accept_project(project, **given)


def test_twins_change_in_time_and_the_old_pair_stays(county, village, user):
    """000-41 adjusted in time; 003-43 one of the 1,000 villages."""
    data = {"organization": village.code, "kind": "urban_rural", "since": "2023-04-01"}
    assert set(TwinningForm(data, user=user).errors) == {"partner_name"}
    itself = TwinningForm({**data, "partner": village.code}, user=user)
    assert "partner" in itself.errors
    data |= {"partner": county.code, "thousand": "on"}
    twinning = saved(TwinningForm(data, user=user))
    assert twinning.partner_name == county.name
    with pytest.raises(Refused):
        adjust_twinning(twinning, on=date(2023, 4, 1), partner_name="县农商行", by=user)
    adjust_twinning(twinning, on=date(2024, 5, 1), partner_name="县农商行", by=user)
    rows = Twinning.objects.all()
    early = TwinningFilter("thousand=true&on=2023-12-31", rows).qs
    late = TwinningFilter("thousand=true&on=2024-12-31", rows).qs
    assert [row.partner_name for row in early] == [county.name]
    assert [row.partner_name for row in late] == ["县农商行"]


def test_help_is_given_while_they_are_twins(village, user):
    """000-41, 003-43: activities with money and goods."""
    twinning = TwinningFactory(organization=village, since=date(2023, 4, 1))
    data = {"twinning": f"#{twinning.pk}", "kind": "money", "title": "修缮场所", "money": "20000"}
    early = TwinningActivityForm({**data, "held_on": "2022-01-01"}, user=user)
    assert set(early.errors) == {"held_on"}
    saved(TwinningActivityForm({**data, "held_on": "2024-01-05"}, user=user))
    rows = Twinning.objects.all()
    assert TwinningFilter("active=true&on=2024-06-30", rows).qs.count() == 1
    assert TwinningFilter("active=true&on=2025-06-30", rows).qs.count() == 0


def test_training_bases_are_kept(village, user):
    """004-23: five bases by name."""
    data = {"organization": village.code, "name": "青枫实训基地", "kind": "industry"}
    saved(TrainingBaseForm(data, user=user))
    assert TrainingBase.objects.get().organization == village


def test_activities_are_found_by_topic(county, village, user):
    """000-18 training and observation, 000-19 mass line, 000-21 models, 000-34 carriers,
    000-47 the work method, 001-08 the four roles: all kinds are the county's data."""
    assert load_kinds(county) > 0
    assert load_kinds(county) == 0
    for topic in ("training", "observation", "mass_line", "models", "carrier", "service", "method"):
        kind = ActivityKind.objects.filter(topic=topic).first()
        data = {"organization": village.code, "kind": kind.code, "held_on": "2024-05-04"}
        saved(ActivityForm({**data, "title": f"{topic}活动", "present": 30}, user=user))
        rows = Activity.objects.all()
        asked = f"topic={topic}&during=2024-01-01&on=2024-12-31"
        assert [row.title for row in ActivityFilter(asked, rows).qs] == [f"{topic}活动"]
    assert ActivityKind.objects.filter(topic="carrier").count() == 6


def test_who_took_up_a_carrier_is_known(county, village, user):
    """000-34 six carriers, 000-47: adoption by organization."""
    load_kinds(county)
    method = ActivityKind.objects.get(code="wen-jianming")
    Adoption.objects.create(organization=village, kind=method, since=date(2023, 1, 1))
    rows = Adoption.objects.all()
    assert AdoptionFilter("kind=wen-jianming", rows).qs.count() == 1
    assert AdoptionFilter("topic=carrier", rows).qs.count() == 0


def test_programmes_have_free_lines_and_results(county, village, user):
    """000-23 "114", 001-05 and 004-07 five good, 002-20 dockings, 003-11 evaluation rounds."""
    assert load_programmes(county) == 6
    assert load_programmes(county) == 0
    lines = ProgrammeItem.objects.filter(programme__code="integration")
    assert lines.count() == 3
    for code in ("project-114", "five-good-five-leads", "five-good-committee", "three-innovations"):
        item = Programme.objects.get(code=code).items.first()
        data = {"organization": village.code, "item": f"#{item.pk}", "judged_on": "2023-12-20"}
        assert set(ProgrammeResultForm(data, user=user).errors) == {"verdict"}
        saved(ProgrammeResultForm({**data, "verdict": "met", "level": "province"}, user=user))
        rows = ProgrammeResult.objects.all()
        asked = f"programme={code}&verdict=met&level=province"
        assert ProgrammeResultFilter(asked, rows).qs.count() == 1


def test_a_programme_is_met_when_every_line_last_judged_is(county, village):
    """001-01: the yearly verdict on an organization by the five criteria."""
    load_programmes(county)
    first, second = Programme.objects.get(code="five-good-five-leads").items.all()[:2]
    for item, day, verdict in (
        (first, "2024-12-20", "not_met"),
        (first, "2025-12-20", "met"),
        (second, "2025-12-20", "met"),
        (second, "2026-12-20", "partly"),
    ):
        ProgrammeResult.objects.create(
            organization=village, item=item, judged_on=day, verdict=verdict
        )
    listed = pages.get("organization").filter
    met = {}
    for day in ("2024-12-31", "2025-12-31", "2026-12-31"):
        asked = f"programme_met=five-good-five-leads&on={day}"
        met[day] = set(listed(asked, Organization.objects.all()).qs)
    assert met == {"2024-12-31": set(), "2025-12-31": {village}, "2026-12-31": set()}


def test_three_levels_are_seen_together(county, village, user):
    """000-55: joint report, evaluation and examination of county, townships and villages."""
    load_programmes(county)
    programme = Programme.objects.get(code="three-level-creation")
    report, *_others, overall = programme.items.order_by("position")
    assert by_level(programme, user) is None
    for place, item, day, value, verdict in (
        (county, report, "2025-12-22", 90, "met"),
        (county, overall, "2025-12-22", 91, "met"),
        (village, overall, "2024-12-22", 60, "not_met"),
        (village, overall, "2025-12-22", 84, "met"),
    ):
        ProgrammeResult.objects.create(
            organization=place, item=item, judged_on=day, value=value, verdict=verdict
        )
    found = by_level(programme, user)
    figures = {
        (item.name, level): (cell["met"], cell["judged"], cell["average"]) if cell else None
        for item, cells in found["lines"]
        for level, cell in cells
    }
    top, low = county.level, village.level
    assert figures == {
        ("联述", top): (1, 1, 90),
        ("联述", low): None,
        ("总评", top): (1, 1, 91),
        ("总评", low): (1, 1, 84),  # by the last verdict, not by an average of years
    }
    asked = f"programme=three-level-creation&organization_level={low}"
    assert ProgrammeResultFilter(asked, ProgrammeResult.objects.all()).qs.count() == 2


def test_models_and_experience_are_published(village, user):
    """000-21 models; 002-21 experience with its article."""
    data = {"organization": village.code, "title": "强村之路", "kind": "experience"}
    data |= {"level": "county", "chosen_on": "2024-01-01", "article": "全文"}
    saved(ModelCaseForm(data, user=user))
    assert ModelCase.objects.get().article == "全文"


def test_a_title_is_held_until_it_is_taken_away(county, user):
    """001-04 the advanced county keeps its title; 004-07 "five good" committees."""
    data = {"organization": county.code, "title": "农村基层组织建设先进县", "level": "province"}
    saved(HonourForm({**data, "granted_on": "2020-06-28", "until": "2024-06-30"}, user=user))
    rows = Honour.objects.all()
    assert HonourFilter("title=先进县&on=2023-12-31", rows).qs.count() == 1
    assert HonourFilter("title=先进县&on=2024-12-31", rows).qs.count() == 0
