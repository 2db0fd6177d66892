from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.choices.standing import Standing
from organizations.actions.changes import move_organization, rename_organization
from organizations.actions.formrules import load_form_rules
from organizations.choices.tree import Kind, Setting
from organizations.models import FormRule, Organization
from organizations.pages.state import elections_to_do, state
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
    user_over,
)
from tests.panels import panels_of

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 1)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def county():
    return OrganizationFactory(code="county", name="县委")


@pytest.fixture
def towns(county):
    return [TownshipFactory(code=code, name=f"{code}镇党委", parent=county) for code in "AB"]


@pytest.fixture
def branch(towns):
    return OrganizationFactory(code="A1", name="河湾村党支部", parent=towns[0])


def nodes(page):
    """{code: node} of what the page shows."""
    found, queue = {}, list(page.context["nodes"])
    for node in queue:
        found[node.code] = node
        queue.extend(node.children)
    return found


def sums(node):
    return {figure.query.partition("=")[2]: many for figure, many in node.figures}


def test_the_tree_opens_its_first_level_and_counts_what_is_below(client, county, towns, branch):
    """004-19: how many organizations of each kind, and how many members, there and below."""
    PersonFactory.create_batch(3, organization=branch, standing=Standing.FULL)
    OrganizationFactory(parent=branch, kind=Kind.PARTY_GROUP)
    client.force_login(user_over(county))
    page = client.get(reverse("tree"))
    shown = nodes(page)
    assert set(shown) == {"county", "A", "B"}
    assert [many for _kind, many in shown["A"].below] == [1, 1]
    assert sums(shown["A"])["full"] == 3
    assert sums(shown["B"])["full"] == 0


def test_a_branch_opens_where_it_stands(client, county, towns, branch):
    client.force_login(user_over(county))
    page = client.get(reverse("tree-branch", args=[towns[0].pk]) + "?level=2")
    text = page.content.decode()
    assert branch.name in text
    assert 'aria-level="3"' in text
    opened = client.get(reverse("tree") + "?open=A")  # without script
    assert "A1" in nodes(opened)


def test_the_tree_is_as_of_the_day(client, county, towns, branch):
    """000-07: where it hung, how it was called and whom it had on that day."""
    PersonFactory(organization=branch, standing=Standing.FULL)
    move_organization(branch, parent=towns[1], day=DAY, by=None)
    rename_organization(branch, name="新名党支部", day=DAY, by=None)
    client.force_login(user_over(county))
    for day, town, name in ((BEFORE, "A", "河湾村党支部"), (DAY, "B", "新名党支部")):
        shown = nodes(client.get(reverse("tree") + f"?open={town}&on={day}"))
        assert (shown["A1"].name, sums(shown[town])["full"]) == (name, 1)


def test_what_is_closed_is_not_shown_after_its_day(client, county, towns, branch):
    Organization.objects.filter(pk=branch.pk).update(closed=DAY)
    client.force_login(user_over(county))
    assert "A1" not in nodes(client.get(reverse("tree") + "?open=A"))
    assert "A1" in nodes(client.get(reverse("tree") + f"?open=A&on={BEFORE}"))


def test_a_search_opens_the_tree_to_what_it_finds(client, county, towns, branch):
    client.force_login(user_over(county))
    shown = nodes(client.get(reverse("tree") + "?q=河湾"))
    assert shown["A1"].hit
    assert not shown["A"].hit


def test_nobody_sees_beyond_their_reach(client, towns, branch):
    client.force_login(user_over(towns[1]))
    page = client.get(reverse("tree") + "?q=河湾&at=A1")
    assert set(nodes(page)) == {"B"}
    assert "organization" not in page.context
    for name in ("tree-branch", "tree-about"):
        assert client.get(reverse(name, args=[branch.pk])).status_code == 404


def test_a_day_that_is_none_is_refused_in_words(client, county):
    client.force_login(user_over(county))
    page = client.get(reverse("tree") + "?on=31.12.2026")
    assert page.status_code == 200
    assert "31.12.2026" in page.context["refused"]


def test_the_tree_costs_the_same_queries_however_big(client, county, towns):
    client.force_login(user_over(county))
    client.get(reverse("tree"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("tree"))
    for number in range(5):
        OrganizationFactory(code=f"A{number}", parent=towns[0])
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("tree"))
    assert len(many) == len(few) <= 10


def test_the_card_leads_to_registers_and_verbs(client, county, towns, branch):
    client.force_login(user_over(county))
    text = client.get(reverse("tree-about", args=[branch.pk])).content.decode()
    assert f"{reverse('person-list')}?organization=A1" in text
    assert reverse("organization-merge_organization", args=[branch.pk]) in text
    client.force_login(user_over(county, "view_organization"))
    text = client.get(reverse("tree-about", args=[branch.pk])).content.decode()
    assert reverse("organization-merge_organization", args=[branch.pk]) not in text


def ends(organization):
    return Organization.objects.get(pk=organization.pk).expires


def elected(organization, **values):
    Organization.objects.filter(pk=organization.pk).update(**values)
    return ends(organization)


def test_the_term_follows_from_the_rule_for_the_form(county, towns, branch):
    """Villages five years since July 2018 and three before; other branches three; what is typed
    goes before the rule (domain 2.1)."""
    load_form_rules(county)
    office = OrganizationFactory(parent=towns[0], setting=Setting.OFFICE)
    assert elected(branch, elected_on="2021-01-15") == date(2026, 1, 15)
    assert elected(branch, elected_on="2017-01-15") == date(2020, 1, 15)
    assert elected(office, elected_on="2021-01-15") == date(2024, 1, 15)
    assert elected(office, term_years=4) == date(2025, 1, 15)
    assert elected(office, term_ends="2025-06-30") == date(2025, 6, 30)


def test_another_rule_gives_other_ends_of_terms(county, branch):
    assert elected(branch, elected_on="2021-01-15") is None
    load_form_rules(county)
    assert ends(branch) == date(2026, 1, 15)
    FormRule.objects.filter(kind=Kind.BRANCH).update(term_years=4)
    assert ends(branch) == date(2025, 1, 15)


def test_elections_overdue_and_due_wait_for_who_keeps_the_tree(county, towns, branch):
    today = timezone.localdate()
    elected(branch, term_ends=today - timedelta(days=1))
    elected(towns[0], term_ends=today + timedelta(days=90))
    elected(towns[1], term_ends=today + timedelta(days=400))
    found = list(elections_to_do(user_over(county)))
    assert [todo.status for todo in found] == ["overdue", "open"]
    assert list(elections_to_do(user_over(county, "view_organization"))) == []


def test_the_state_and_what_is_missing_stand_on_the_organizations_page(client, county, branch):
    VillageFactory(organization=county)
    today = timezone.localdate()
    elected(branch, term_ends=today - timedelta(days=10))
    branch.refresh_from_db()
    client.force_login(user_over(county))
    assert state(branch, None)["term"]["status"] == "overdue"
    page = panels_of(client, branch)
    url = reverse("organization-missing", args=[branch.pk])
    assert url in page
    lacks = client.get(url, headers={"HX-Request": "true"})
    found = {line.check.name: line for line in lacks.context["found"]}
    assert found["term_over"].count == 1
    assert client.get(found["term_over"].url).status_code == 200
    assert client.get(url).url == f"{reverse('quality')}?organization={branch.code}"


def test_forms_of_organization_by_setting_purpose_and_partners(client, county, towns):
    """003-01, 003-02, 003-05, 004-16, 004-17, 000-06: entered by the form, found by the filter."""
    client.force_login(user_over(county))
    rows = (
        (
            "J1",
            "joint_branch",
            "villages_joint",
            {"partners": "上河村,下河村", "formation": "joint"},
        ),
        ("G1", "party_group", "cooperative", {"purpose": "ecology", "leader": "王建国"}),
        ("M1", "branch", "mobile", {"mobile": "on", "gathers_at": "东莞市"}),
        ("C1", "branch", "cooperative", {"unit_type": "cooperative", "unit_name": "丰禾合作社"}),
    )
    shared = {"parent": "A", "formation": "alone"}
    for code, kind, setting, more in rows:
        sent = {**shared, "code": code, "name": f"{code}党组织", "kind": kind, "setting": setting}
        answer = client.post(reverse("organization-add"), {**sent, **more})
        assert answer.status_code == 302, answer.context["form"].errors
    for query, code in (
        ("setting=villages_joint", "J1"),
        ("formation=joint", "J1"),
        ("purpose=ecology", "G1"),
        ("mobile=true", "M1"),
        ("unit_type=cooperative", "C1"),
    ):
        listed = client.get(f"/api/organization/?{query}").json()["results"]
        assert [row["code"] for row in listed] == [code], query


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"election_due": 10, "election_present": 12}, "election_present"),
        ({"elected_on": "2024-01-01", "term_ends": "2023-01-01"}, "term_ends"),
    ],
)
def test_what_cannot_be_of_an_election_is_refused(client, county, towns, values, field):
    client.force_login(user_over(county))
    sent = {
        "parent": "A",
        "formation": "alone",
        "code": "X",
        "name": "x",
        "kind": "branch",
        "setting": "village",
    }
    answer = client.post(reverse("organization-add"), {**sent, **values})
    assert field in answer.context["form"].errors
