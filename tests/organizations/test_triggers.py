from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from organizations.actions.tree import on_day
from organizations.choices.tree import Kind, Level, Setting
from organizations.models import Organization, Placement
from portal.measures import Tree
from tests.factories import OrganizationFactory, TownshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return OrganizationFactory(code="county")


@pytest.fixture
def towns(county):
    return TownshipFactory(code="A", parent=county), TownshipFactory(code="B", parent=county)


def path_of(*chain):
    return "/" + "".join(f"{organization.pk}/" for organization in chain)


def read(organization):
    return Organization.objects.get(pk=organization.pk)


def intervals(organization):
    rows = Placement.objects.filter(organization=organization)
    return [(row.parent and row.parent.code, row.since, row.until) for row in rows]


def test_path_and_level_follow_from_the_parent(county, towns):
    town, _ = towns
    village = OrganizationFactory(parent=town)
    branch = OrganizationFactory(parent=village)
    assert [read(row).level for row in (county, town, village, branch)] == [
        Level.COUNTY,
        Level.TOWNSHIP,
        Level.VILLAGE,
        Level.BRANCH,
    ]
    assert read(branch).path == path_of(county, town, village, branch)


@pytest.mark.parametrize(
    ("kind", "setting", "level"),
    [
        (Kind.VILLAGE_COMMITTEE, Setting.VILLAGE, Level.VILLAGE),
        (Kind.JOINT_BRANCH, Setting.VILLAGES_JOINT, Level.VILLAGE),
        (Kind.BRANCH, Setting.COMMUNITY, Level.VILLAGE),
        (Kind.BRANCH, Setting.OFFICE, Level.BRANCH),
        (Kind.BRANCH, Setting.ENTERPRISE, Level.BRANCH),
        (Kind.PARTY_GROUP, Setting.VILLAGE, Level.BRANCH),
    ],
)
def test_below_a_township_only_villages_are_of_the_village_level(towns, kind, setting, level):
    assert OrganizationFactory(parent=towns[0], kind=kind, setting=setting).level == level


def test_whoever_moves_takes_all_below_along(county, towns):
    village = OrganizationFactory(parent=towns[0])
    branch = OrganizationFactory(parent=village)
    group = OrganizationFactory(parent=branch)
    Organization.objects.filter(pk=village.pk).update(parent=towns[1])
    assert read(group).path == path_of(county, towns[1], village, branch, group)
    assert read(village).level == Level.VILLAGE


def test_levels_below_follow_when_the_one_above_becomes_something_else(towns):
    office = OrganizationFactory(parent=towns[0], setting=Setting.OFFICE)
    below = OrganizationFactory(parent=office)
    Organization.objects.filter(pk=office.pk).update(setting=Setting.VILLAGE)
    assert (read(office).level, read(below).level) == (Level.VILLAGE, Level.BRANCH)


def test_nobody_writes_a_path_of_their_own(county, towns):
    Organization.objects.filter(pk=towns[0].pk).update(path="/1/", level=Level.COUNTY)
    assert (read(towns[0]).path, read(towns[0]).level) == (
        path_of(county, towns[0]),
        Level.TOWNSHIP,
    )


def test_an_organization_cannot_hang_below_itself(towns):
    village = OrganizationFactory(parent=towns[0])
    with pytest.raises(IntegrityError, match="below itself"), transaction.atomic():
        Organization.objects.filter(pk=towns[0].pk).update(parent=village)


def test_only_a_county_committee_hangs_from_nothing():
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationFactory(parent=None, kind=Kind.BRANCH)


def test_since_when_a_new_organization_hangs_there_is_not_known(county, towns):
    assert intervals(county) == [(None, None, None)]
    assert intervals(towns[0]) == [("county", None, None)]


def test_a_move_ends_one_placement_and_begins_the_next(towns):
    village = OrganizationFactory(parent=towns[0])
    Organization.objects.filter(pk=village.pk).update(parent=towns[1])
    today = timezone.localdate()
    assert intervals(village) == [("A", None, today), ("B", today, None)]


def test_a_move_may_be_dated(towns):
    village = OrganizationFactory(parent=towns[0])
    day = date(2024, 7, 1)
    with on_day(day):
        Organization.objects.filter(pk=village.pk).update(parent=towns[1])
    assert intervals(village) == [("A", None, day), ("B", day, None)]
    assert Tree.at(date(2024, 6, 30)).parents[village.pk] == towns[0].pk
    assert Tree.at(day).parents[village.pk] == towns[1].pk


def test_after_a_dated_move_the_next_counts_from_today(towns):
    village = OrganizationFactory(parent=towns[0])
    with on_day(date(2024, 7, 1)):
        Organization.objects.filter(pk=village.pk).update(parent=towns[1])
    Organization.objects.filter(pk=village.pk).update(parent=towns[0])
    assert intervals(village)[-1] == ("A", timezone.localdate(), None)


def test_a_second_move_on_the_same_day_corrects_the_first(county, towns):
    village = OrganizationFactory(parent=towns[0])
    for parent in (towns[1], county):
        Organization.objects.filter(pk=village.pk).update(parent=parent)
    today = timezone.localdate()
    assert intervals(village) == [("A", None, today), ("county", today, None)]


def test_plain_sql_keeps_the_promises_too(county, towns):
    village = OrganizationFactory(parent=towns[0])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organizations_organization SET parent_id = %s WHERE id = %s",
            [towns[1].pk, village.pk],
        )
    assert read(village).path == path_of(county, towns[1], village)
    assert len(intervals(village)) == 2
    assert read(village).events.filter(pgh_label="update", parent=towns[1]).exists()
