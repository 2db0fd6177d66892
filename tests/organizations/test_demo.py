from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone

from members.demo import persons as people
from members.filters.persons import PersonFilter
from members.forms.persons import PersonForm
from members.models import Affiliation, Person
from organizations.choices.tree import Kind, Level, Setting
from organizations.demo import county as demo
from organizations.models import Organization, Placement, User, Village
from portal.fields import parse_id_number
from portal.measures import Tree, count, standing


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    """Loaded once for all tests of this file, and undone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        said = []
        for _ in range(2):
            demo.load(said.append)
            people.load(said.append)
        yield said
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def test_a_second_load_does_nothing(county):
    assert len(county) == 2


def test_the_county_has_the_size_and_the_kinds_that_were_promised():
    levels = Counter(Organization.objects.values_list("level", flat=True))
    assert (levels[Level.COUNTY], levels[Level.TOWNSHIP]) == (1, 16)
    assert 235 <= levels[Level.VILLAGE] == Village.objects.count() <= 265
    assert 600 <= Organization.objects.count() <= 700
    assert Person.objects.count() == 12_000
    assert set(Organization.objects.values_list("kind", flat=True)) == set(Kind)
    there = set(Organization.objects.values_list("setting", flat=True))
    assert there == set(Setting) - {Setting.VILLAGES_JOINT, Setting.VILLAGE_RESIDENCE}


def test_no_two_organizations_share_a_name():
    names = Organization.objects.values_list("name", flat=True)
    assert len(set(names)) == len(names)


def test_every_account_logs_in_and_holds_its_role():
    for name, role, code, password in demo.ACCOUNTS:
        user = authenticate(None, username=name, password=password)
        assert user is not None
        assert not user.must_change_password
        line = user.grants.get()
        assert (line.role.name, line.organization.code) == (role, code)
    assert User.objects.count() == len(demo.ACCOUNTS)


def test_everybody_could_have_been_entered_by_hand():
    for person in Person.objects.order_by("phone")[:1500]:
        values = {field.name: getattr(person, field.name) for field in Person._meta.fields}
        found = [line for rule in PersonForm.rules for line in rule(values)]
        assert found == []
        assert parse_id_number(person.id_number) == person.id_number


def test_months_old_members_without_confirmation_leavers_and_movers_are_among_them():
    assert Person.objects.filter(standing="full", confirmed=None).count() > 100
    assert Person.objects.exclude(left=None).count() > 200
    assert Affiliation.objects.exclude(since=None).count() > 250
    assert Placement.objects.exclude(since=None).count() == 3


def test_the_years_figures_are_plausible():
    today = timezone.localdate()
    queries = ("standing=full&standing=probationary", "age_under=35", "standing=activist")
    found = standing(Person, today)
    filters = [PersonFilter(query, Person.objects.all()) for query in queries]
    young = filters[0].condition(today, found.prefix) & filters[1].condition(today, found.prefix)
    asked = [filters[0].condition(today, found.prefix), young]
    asked.append(filters[2].condition(today, found.prefix))
    total = Tree.at(today).roll_up(count(found, asked), 3)
    members, under_35, _ = total[Organization.objects.get(code=demo.COUNTY).pk]
    assert 0.14 < under_35 / members < 0.21
    villages = Organization.objects.filter(level=Level.VILLAGE).values_list("pk", flat=True)
    assert 0.6 < sum(total[village][2] >= 3 for village in villages) / len(villages) < 0.85
