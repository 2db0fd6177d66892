"""The board: who is in which stage since when, what is due, and the same in lists and to-do.

003-30: activists per village.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.actions.board import board
from members.actions.rulesets import load_rules
from members.choices.standing import Standing
from members.filters.persons import PersonFilter
from members.models import DevelopmentStep, Person
from members.rules.due import OVERDUE_WORDS
from portal import pages
from tests.factories import OrganizationFactory, PersonFactory, user_over

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days):
    return f"{TODAY - timedelta(days=days)}"


@pytest.fixture
def home():
    county = OrganizationFactory(code="county")
    load_rules(county)
    return OrganizationFactory(parent=county, code="home")


def candidate(home, standing, **dates):
    return PersonFactory(
        organization=home, standing=standing, **{"joined": None, "confirmed": None, **dates}
    )


def step(person, kind, days):
    DevelopmentStep.objects.create(person=person, kind=kind, day=TODAY - timedelta(days=days))


@pytest.fixture
def people(home):
    late = {
        "talk": candidate(home, Standing.APPLICANT, applied=ago(60)),
        "review": candidate(home, Standing.ACTIVIST, activist_on=ago(300)),
        "meeting": candidate(home, Standing.TARGET, target_on=ago(100)),
        "approval": candidate(home, Standing.PROBATIONARY, joined=ago(120)),
        "oath": candidate(home, Standing.PROBATIONARY, joined=ago(100)),
        "confirmation": candidate(home, Standing.PROBATIONARY, joined=ago(400)),
    }
    for kind, days in (("political_review", 90), ("training", 80), ("pre_review", 60)):
        step(late["meeting"], kind, days)
    step(late["approval"], "admit", 120)
    step(late["oath"], "admit", 100)
    step(late["oath"], "approve", 80)
    talked = candidate(home, Standing.APPLICANT, applied=ago(60))
    step(talked, "talk", 50)
    reviewed = candidate(home, Standing.ACTIVIST, activist_on=ago(300))
    step(reviewed, "review", 20)
    candidate(home, Standing.PROBATIONARY, joined=ago(400), extended_months=6)
    return late


def overdue_on_board():
    columns = board(Person.objects.all(), TODAY)
    return {card.person.pk for column in columns for card in column.cards if card.overdue}


def test_what_is_overdue_is_the_same_on_the_board_and_in_the_lists(people):
    for kind, person in people.items():
        found = PersonFilter(f"overdue={kind}", Person.objects.all()).qs
        assert list(found) == [person], kind
    assert overdue_on_board() == {person.pk for person in people.values()}
    assert set(people) == set(OVERDUE_WORDS)


def test_members_and_those_who_left_are_not_on_the_board(home):
    PersonFactory(organization=home)
    candidate(home, Standing.ACTIVIST, activist_on=ago(300), left=ago(10), left_why="other")
    assert not any(column.cards for column in board(Person.objects.all(), TODAY))


def test_it_costs_the_same_queries_however_many(people, django_assert_num_queries):
    with django_assert_num_queries(3):
        board(Person.objects.all(), TODAY)


def test_the_page_shows_the_columns_and_to_do_the_counts(client, home, people):
    user = user_over(home)
    client.force_login(user)
    page = client.get(reverse("member-board")).content.decode()
    assert page.count('class="stage"') == 4
    assert page.count("card-one late") == len(people)
    only = client.get(reverse("member-board") + "?only=overdue").content.decode()
    assert only.count("card-one") == len(people)
    urls = [one.url for one in pages.todo_of(user)]
    assert {f"{reverse('person-list')}?overdue={kind}" for kind in OVERDUE_WORDS} <= set(urls)
