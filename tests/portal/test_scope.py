import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.choices.tree import Kind
from organizations.models import Organization, Village
from portal.scope import Scope
from tests.factories import OrganizationFactory, UserFactory, VillageFactory, grant, user_over

pytestmark = pytest.mark.django_db


def test_a_subtree_ends_at_whole_numbers():
    """/1/5/ covers /1/5/9/ and not /1/50/: a prefix of text is not a subtree of the tree."""
    scope = Scope(("/1/5/",))
    assert scope.covers("/1/5/")
    assert scope.covers("/1/5/9/")
    assert not scope.covers("/1/50/")
    assert not scope.covers("/1/")
    assert not scope.covers("")


def test_numbers_that_begin_alike_are_not_below_each_other():
    county = OrganizationFactory()
    home, away = (OrganizationFactory(pk=pk, parent=county) for pk in (987_654, 9_876_540))
    ours, theirs = VillageFactory(organization=home), VillageFactory(organization=away)
    found = Village.objects.for_user(user_over(home, "view_village"))
    assert ours in found
    assert theirs not in found


def test_no_grant_reaches_nothing():
    OrganizationFactory()
    scope = Scope(())
    assert not scope
    assert not scope.covers("/1/")
    assert not Organization.objects.filter(scope.q("")).exists()
    assert not Village.objects.filter(scope.q("organization")).exists()


def above(node, parents):
    """The node and all above it: by walking up, without any path."""
    while node is not None:
        yield node
        node = parents[node]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_rows_reached_are_those_below_a_grant_in_any_tree(data):
    """Against an oracle that walks up from each row; random trees, grants and permissions."""
    size = data.draw(st.integers(1, 14))
    places = [None] + [data.draw(st.integers(0, n - 1)) for n in range(1, size)]
    nodes, parents, rows = [], {}, {}
    for place in places:
        above_it = nodes[place] if place is not None else None
        node = OrganizationFactory(parent=above_it)
        nodes.append(node)
        parents[node.pk] = above_it and above_it.pk
        village = Village.objects.create(
            code=VillageFactory.build(organization=node).code, name="村", organization=node
        )
        rows[village.pk] = node.pk
    user = UserFactory(organization=nodes[0])
    chosen = data.draw(st.lists(st.tuples(st.sampled_from(nodes), st.booleans()), max_size=4))
    granted = {"view": set(), "change": set()}
    for node, may_change in chosen:
        verb = "change" if may_change else "view"
        granted[verb].add(node.pk)
        grant(user, node, f"{verb}_village")
    for verb, tops in granted.items():
        expected = {row for row, node in rows.items() if tops & set(above(node, parents))}
        found = Village.objects.for_user(user, verb)
        assert set(found.values_list("pk", flat=True)) == expected
        for village in Village.objects.filter(pk__in=rows):
            allowed = village.pk in expected
            assert user.has_perm(f"organizations.{verb}_village", village) is allowed


def test_what_is_handed_down_is_seen_from_below_and_written_from_above(monkeypatch):
    monkeypatch.setattr(Village, "handed_down", True)
    county = OrganizationFactory()
    home, away = (OrganizationFactory(parent=county) for _ in range(2))
    of_county, of_home, of_away = (
        Village.objects.create(code=str(n), name="村", organization=node)
        for n, node in enumerate((county, home, away))
    )
    user = user_over(home)
    assert set(Village.objects.for_user(user, "view")) == {of_county, of_home}
    assert set(Village.objects.for_user(user, "change")) == {of_home}
    assert of_away not in Village.objects.for_user(user, "view")


def test_an_organization_that_moves_takes_its_rights_along():
    county = OrganizationFactory()
    home, away = (
        OrganizationFactory(parent=county, kind=Kind.TOWNSHIP_COMMITTEE) for _ in range(2)
    )
    branch = OrganizationFactory(parent=home)
    user = user_over(away, "view_organization")
    assert branch not in Organization.objects.for_user(user)
    Organization.objects.filter(pk=branch.pk).update(parent=away)
    assert branch in Organization.objects.for_user(user)
