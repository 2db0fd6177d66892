from datetime import date
from decimal import Decimal

import pytest

from cadres.actions.projects import accept_project, fail_project, record_milestone, sign_letter
from cadres.models import (
    Post,
    Project,
    ProjectInspection,
    ProjectMilestone,
    ProjectSupport,
)
from cadres.pages.work_todo import late_milestones
from members.models import Person
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    PostingFactory,
    TownshipFactory,
    user_over,
)

pytestmark = pytest.mark.django_db
DAY = "2026-06-30"


@pytest.fixture
def town():
    return TownshipFactory(parent=OrganizationFactory(code="county"))


@pytest.fixture
def user(town):
    return user_over(town.parent)


@pytest.fixture
def villages(town):
    return [OrganizationFactory(parent=town, code=f"v{n}") for n in range(4)]


def project(place, person=None, **more):
    return Project.objects.create(
        organization=place,
        person=person or PersonFactory(organization=place),
        **{"title": "黄桃基地", "kind": "planting", "since": date(2026, 1, 10), **more},
    )


def running(place, person=None, **more):
    return project(place, person, **{"state": "running", "letter_on": date(2026, 1, 20), **more})


def asked(model, query):
    of = pages.get(model._meta.model_name)
    return set(of.filter(query, model.objects.all()).qs)


def test_a_project_goes_from_letter_to_acceptance(user, villages):
    """003-58: letter of responsibility, file with milestones, inspection and acceptance."""
    mine = project(villages[0])
    step = ProjectMilestone.objects.create(project=mine, name="栽植完成", due_on=date(2026, 3, 1))
    with pytest.raises(Refused, match="not under way"):
        record_milestone(step, on=date(2026, 2, 1), evidence="照片", by=user)
    with pytest.raises(Refused, match="before the project was planned"):
        sign_letter(mine, on=date(2026, 1, 1), letter_no="1", planned_end=date(2026, 9, 1), by=user)
    sign_letter(mine, on=date(2026, 1, 20), letter_no="1", planned_end=date(2026, 9, 1), by=user)
    ProjectInspection.objects.create(
        project=mine, inspected_on=date(2026, 2, 20), inspector="镇党委", score=85
    )
    with pytest.raises(Refused, match="栽植完成"):
        accept_project(mine, on=date(2026, 6, 1), score=Decimal(90), by=user)
    step = ProjectMilestone.objects.get()
    record_milestone(step, on=date(2026, 2, 25), evidence="照片", by=user)
    accept_project(mine, on=date(2026, 6, 1), score=Decimal(90), income=Decimal(60000), by=user)
    assert (mine.state, mine.income, mine.letter_no) == ("accepted", 60000, "1")
    assert asked(Project, "state=accepted&score_at_least=90&letter_signed=true") == {mine}
    with pytest.raises(Refused, match="not possible now"):
        fail_project(mine, on=date(2026, 6, 2), note="", by=user)


def test_under_sixty_points_a_project_fails(user, villages):
    mine = running(villages[0])
    accept_project(mine, on=date(2026, 6, 1), score=Decimal("59.5"), by=user)
    assert (mine.state, mine.until) == ("failed", date(2026, 6, 1))


def test_secretaries_who_lead_projects_over_fifty_thousand(villages):
    """003-54: share of village secretaries with a project of more than 50,000 yuan a year."""
    heads = [PersonFactory(organization=place) for place in villages]
    for place, head in zip(villages, heads, strict=True):
        PostFactory(organization=place, person=head, position="secretary")
    first = running(villages[0], heads[0], income=50001)
    running(villages[1], heads[1], income=50000)
    project(villages[2], heads[2], income=90000)  # no letter signed yet
    running(villages[3], income=90000)  # led by somebody else
    query = f"level=village&secretary_project_over=50000&on={DAY}"
    found = pages.get("organization").filter(query, Organization.objects.all()).qs
    assert [one.code for one in found] == ["v0"]
    posts = asked(Post, f"position=secretary&project_income_over=50000&on={DAY}")
    assert {post.person for post in posts} == {heads[0]}
    people = pages.get("person").filter(
        f"village_secretary=true&project_income_over=50000&on={DAY}", Person.objects.all()
    )
    assert set(people.qs) == {heads[0]}
    assert asked(Project, "led_by_secretary=true&income_over=50000&state=running") == {first}


def test_graduates_start_ups_get_four_kinds_of_support(user, villages):
    """000-45, 003-57: funds, projects, technology, information; concessions by policy."""
    graduate = PostingFactory(organization=villages[0], kind="graduate", since=date(2025, 8, 1))
    mine = running(villages[0], graduate.person)
    other = running(villages[1])
    form = pages.get("projectsupport").form
    for number, kind in enumerate(("funds", "projects", "technology", "information", "tax"), 1):
        data = {"project": f"#{mine.pk}", "kind": kind, "given_on": f"2026-02-0{number}"}
        made = form(data={**data, "policy": "创业扶持办法"}, user=user)
        assert made.is_valid(), made.errors
        made.save()
    early = form(
        data={"project": f"#{other.pk}", "kind": "funds", "given_on": "2026-01-09"}, user=user
    )
    assert set(early.errors) == {"given_on"}
    assert asked(Project, f"led_by_graduate=true&on={DAY}") == {mine}
    assert asked(Project, f"backed=information&on={DAY}") == {mine}
    assert asked(Project, f"backed=tax&on={DAY}") == {mine}
    assert asked(Project, "backed=tax&on=2026-02-04") == set()
    assert ProjectSupport.objects.filter(policy="创业扶持办法").count() == 5


def test_an_overdue_milestone_is_named(user, villages):
    late = running(villages[0])
    ProjectMilestone.objects.create(project=late, name="签约", due_on=date(2026, 2, 1))
    ProjectMilestone.objects.create(project=running(villages[1]), name="签约", due_on="2100-01-01")
    assert asked(Project, "milestone_late=true") == {late}
    assert [one.text for one in late_milestones(user)] == ["1 project has an overdue milestone"]


def test_a_running_project_has_a_signed_letter(user, villages):
    person = PersonFactory(organization=villages[0])
    data = {
        "organization": "v0",
        "title": "稻虾共作",
        "person": f"#{person.pk}",
        "kind": "breeding",
        "since": "2026-01-10",
    }
    form = pages.get("project").form
    assert form(data=data, user=user).is_valid()
    assert set(form(data={**data, "state": "running"}, user=user).errors) == {"letter_on"}
    early = {**data, "state": "running", "letter_on": "2026-01-09"}
    assert set(form(data=early, user=user).errors) == {"letter_on"}
