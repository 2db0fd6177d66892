import pytest

from organizations.models import Organization
from tests.factories import (
    OrganizationFactory,
    TownshipFactory,
    UserFactory,
    VillageFactory,
    grant,
    user_over,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns():
    county = OrganizationFactory(code="county", name="中共清源县委员会", short_name="清源县")
    return [
        TownshipFactory(code=name, name=f"{name}党委", parent=county)
        for name in ("云溪镇", "石桥镇")
    ]


@pytest.fixture
def namesakes(towns):
    return [
        OrganizationFactory(code=f"V{n}", name="永丰村党支部", short_name="永丰村", parent=town)
        for n, town in enumerate(towns)
    ]


def found(text):
    return list(Organization.named(Organization.objects.all(), text))


def in_column(text):
    return {pk for word, pk in Organization.words(Organization.objects.all()) if word == text}


def test_an_organization_is_named_by_code_name_short_name_or_number(towns, namesakes):
    only = OrganizationFactory(name="上河村党支部", short_name="上河村", parent=towns[0])
    for text in (only.code, "上河村党支部", "上河村", f"#{only.pk}"):
        assert found(text) == [only]
        assert in_column(text) == {only.pk}


def test_namesakes_are_told_apart_by_their_township(namesakes):
    assert found("永丰村党支部") == namesakes
    for place, text in enumerate(("云溪镇永丰村党支部", "石桥镇永丰村党支部")):
        assert found(text) == [namesakes[place]]
        assert in_column(text) == {namesakes[place].pk}
    assert found("双河镇永丰村党支部") == []
    assert in_column("双河镇永丰村党支部") == set()


def test_a_branch_deep_down_is_also_named_with_its_township(towns, namesakes):
    branch = OrganizationFactory(name="第一党支部", parent=namesakes[0])
    assert found("云溪镇第一党支部") == [branch]
    assert in_column("云溪镇第一党支部") == {branch.pk}


def test_a_permission_counts_in_the_subtree_of_its_grant_only(towns):
    user = user_over(towns[0], "view_village")
    ours, theirs = VillageFactory(organization=towns[0]), VillageFactory(organization=towns[1])
    assert user.has_perm("organizations.view_village")
    assert user.has_perm("organizations.view_village", ours)
    assert not user.has_perm("organizations.view_village", theirs)
    assert not user.has_perm("organizations.change_village", ours)
    assert not user.has_perm("organizations.change_village")


def test_grants_do_not_mix(towns):
    user = UserFactory(organization=towns[0])
    grant(user, towns[0], "view_village")
    grant(user, towns[1], "change_village")
    there = VillageFactory(organization=towns[1])
    assert not user.has_perm("organizations.view_village", there)
    assert user.has_perm("organizations.change_village", there)


def test_somebody_who_was_shut_out_may_nothing(towns):
    user = user_over(towns[0])
    user.is_active = False
    assert not user.has_perm("organizations.view_village")
    assert not user.scope("organizations.view_village")


def test_all_permissions_cost_one_query(towns, django_assert_num_queries):
    user = user_over(towns[0])
    user = type(user).objects.get(pk=user.pk)
    with django_assert_num_queries(1):
        for perm in ("view_village", "change_village", "view_person"):
            user.has_perm(f"organizations.{perm}")
