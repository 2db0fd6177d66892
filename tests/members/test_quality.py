"""What is missing or wrong in persons' data is found, and nothing else is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.actions.rulesets import load_rules
from members.choices.standing import Standing
from members.filters.faults import FAULTS
from members.filters.persons import PersonFilter
from members.models import Person
from tests.factories import OrganizationFactory, PersonFactory, id_number

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return f"{TODAY - timedelta(days=days)}"


@pytest.fixture
def home():
    county = OrganizationFactory(code="county")
    load_rules(county)
    home = OrganizationFactory(parent=county)
    PersonFactory(organization=home, phone="1000", name="没毛病")
    PersonFactory(organization=home, phone="1000", name="老党员", born="1950-01-01",
                  joined="1971-06", confirmed=None)  # fmt: skip
    return home


WRONG = {
    "no_id": {"id_number": None},
    "no_born": {"born": None, "id_number": id_number("1981-01-01", "1", 3)},
    "no_education": {"education": ""},
    "no_phone": {"phone": ""},
    "born_differs": {"id_number": id_number("1980-07-04", "1", 9)},
    "joined_young": {"joined": "1998-07-02", "confirmed": "1999-07-02"},
    "unconfirmed": {"confirmed": None},
    "long_probation": {"standing": Standing.PROBATIONARY, "joined": ago(400)},
    "not_reviewed": {"standing": Standing.ACTIVIST, "activist_on": ago(300)},
    "suspended_here": {"membership": "suspended"},
}


def found(fault):
    return set(PersonFilter(f"fault={fault}", Person.objects.all()).qs)


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_is_found_and_only_it(home, fault):
    wrong = PersonFactory(
        **{"organization": home, "phone": "1000", "name": "有毛病", **WRONG[fault]}
    )
    assert found(fault) == {wrong}
    assert [name for name in FAULTS if wrong in found(name)] == [fault]


def test_a_closed_branch_and_none_at_all(home):
    closed = OrganizationFactory(parent=home.parent, closed=date(2020, 1, 1))
    there, nowhere = PersonFactory(organization=closed), PersonFactory(organization=home.parent)
    assert found("closed_branch") == {there}
    assert found("no_branch") == {nowhere}


def test_the_same_name_and_birth_date_twice(home):
    twins = {PersonFactory(organization=home, name="同名", born="1970-02-03") for _ in range(2)}
    PersonFactory(organization=home, name="同名", born="1971-02-03")
    assert found("twin") == twins


def test_the_birth_date_inside_the_number_follows_it(home):
    person = PersonFactory(organization=home)
    assert person.id_born == "1980-07-03"
    person.id_number = None
    person.save()
    assert Person.objects.get(pk=person.pk).id_born == ""


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("party_age_from=50", {"joined": "1970-01-01", "confirmed": None, "born": "1945-01-01"}),
        ("party_age_from=22", {"confirmed": "2006-05-04", "party_age_correction": 3}),
        ("occupation=farmer", {"work_post": "农牧渔民"}),
        ("joined_in=2011", {"joined": "2011-03", "confirmed": "2012-03"}),
        ("member_class=student", {"member_class": "student"}),
        ("migrant_worker=true", {"migrant_worker": True}),
        ("skilled=true", {"skills": "果树嫁接"}),
        ("needy=true", {"needy": True}),
        ("lost=true", {"lost": True}),
        ("mobile=true", {"mobile": True}),
    ],
)
def test_facets_of_the_roster(home, query, values):
    """002-12: classes of members; 000-36: those with a skill, migrant workers."""
    Person.objects.all().delete()
    PersonFactory(organization=home)
    wanted = PersonFactory(**{"organization": home, **values})
    assert set(PersonFilter(query, Person.objects.all()).qs) == {wanted}
