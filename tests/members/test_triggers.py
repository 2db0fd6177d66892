from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members.models import Affiliation, Person
from organizations.actions.tree import on_day
from tests.factories import OrganizationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def branches():
    county = OrganizationFactory()
    return [OrganizationFactory(code=code, parent=county) for code in "ABC"]


def intervals(person):
    rows = Affiliation.objects.filter(person=person)
    return [(row.organization.code, row.since, row.until) for row in rows]


def move(person, organization):
    Person.objects.filter(pk=person.pk).update(organization=organization)


def test_a_person_belongs_somewhere_since_nobody_knows_when(branches):
    assert intervals(PersonFactory(organization=branches[0])) == [("A", None, None)]


def test_a_bulk_write_leaves_affiliations_too(branches):
    made = Person.objects.bulk_create(PersonFactory.build_batch(3, organization=branches[0]))
    assert [intervals(person) for person in made] == [[("A", None, None)]] * 3


def test_somebody_who_had_left_before_being_entered_belongs_there_no_more(branches):
    person = PersonFactory(organization=branches[0], left="2020-03", left_why="died")
    assert intervals(person) == [("A", None, date(2020, 3, 1))]


def test_a_move_ends_one_affiliation_and_begins_the_next(branches):
    person = PersonFactory(organization=branches[0])
    move(person, branches[1])
    today = timezone.localdate()
    assert intervals(person) == [("A", None, today), ("B", today, None)]


def test_a_move_may_be_dated(branches):
    person = PersonFactory(organization=branches[0])
    with on_day(date(2024, 7, 1)):
        move(person, branches[1])
    assert intervals(person) == [("A", None, date(2024, 7, 1)), ("B", date(2024, 7, 1), None)]


def test_a_second_move_on_the_same_day_corrects_the_first(branches):
    person = PersonFactory(organization=branches[0])
    move(person, branches[1])
    move(person, branches[2])
    today = timezone.localdate()
    assert intervals(person) == [("A", None, today), ("C", today, None)]


def test_leaving_ends_the_affiliation_and_taking_it_back_reopens_it(branches):
    person = PersonFactory(organization=branches[0])
    rows = Person.objects.filter(pk=person.pk)
    rows.update(left="2025-06-30", left_why="died")
    assert intervals(person) == [("A", None, date(2025, 6, 30))]
    rows.update(left="2025-07", left_why="died")
    assert intervals(person) == [("A", None, date(2025, 7, 1))]
    rows.update(left=None, left_why="")
    assert intervals(person) == [("A", None, None)]


def test_leaving_after_a_move_ends_the_last_affiliation(branches):
    person = PersonFactory(organization=branches[0])
    with on_day(date(2024, 7, 1)):
        move(person, branches[1])
    Person.objects.filter(pk=person.pk).update(left="2025", left_why="died")
    assert intervals(person) == [
        ("A", None, date(2024, 7, 1)),
        ("B", date(2024, 7, 1), date(2025, 1, 1)),
    ]


def test_a_change_that_moves_nobody_leaves_the_affiliation_alone(branches):
    person = PersonFactory(organization=branches[0])
    before = list(Affiliation.objects.values())
    person.name = "李玉兰"
    person.save()
    assert list(Affiliation.objects.values()) == before


def test_plain_sql_moves_too(branches):
    person = PersonFactory(organization=branches[0])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE members_person SET organization_id = %s WHERE id = %s",
            [branches[1].pk, person.pk],
        )
    assert [code for code, _, _ in intervals(person)] == ["A", "B"]


@pytest.mark.parametrize(
    "values",
    [
        {"joined": "2006-05-05", "confirmed": "2006-05-04"},
        {"joined": "2006-05-05", "confirmed": "2006-04"},
        {"left": "2020-01-01", "left_why": ""},
        {"left": None, "left_why": "died"},
        {"born": "1980-13"},
        {"born": "80-07-03"},
        {"joined": "2006-5-4"},
    ],
)
def test_the_database_refuses_what_cannot_be(branches, values):
    person = PersonFactory(organization=branches[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**values)


def test_a_month_may_hold_an_earlier_day(branches):
    person = PersonFactory(organization=branches[0], joined="2006-05-20", confirmed="2006-05")
    assert Person.objects.get(pk=person.pk).confirmed == "2006-05"


def test_two_persons_cannot_have_one_id_number(branches):
    first = PersonFactory(organization=branches[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(organization=branches[1], id_number=first.id_number)


def test_the_id_number_lies_encrypted_in_the_table_and_in_its_history(branches):
    person = PersonFactory(organization=branches[0])
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT row_to_json(person)::text || row_to_json(event)::text
            FROM members_person person JOIN members_personevent event ON pgh_obj_id = person.id
        """)
        stored = cursor.fetchone()[0]
    assert "王建国" in stored
    assert person.id_number not in stored
    assert Person.objects.get(id_number=person.id_number) == person


def test_correcting_the_branch_of_somebody_who_left_does_not_bring_them_back():
    """Whether in the same step as leaving or later."""
    first, second, third = (OrganizationFactory() for _ in range(3))
    person = PersonFactory(organization=first)
    person.left, person.left_why, person.organization = "2026-03-01", "died", second
    person.save()
    Person.objects.filter(pk=person.pk).update(organization=third)
    last = person.affiliations.get()
    assert (last.organization, last.until) == (third, date(2026, 3, 1))
    assert not Person.objects.at(date(2026, 3, 1)).exists()
