from datetime import date

import pytest

from cadres.models import Insurance, Post, Retirement
from portal import pages
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    TownshipFactory,
    user_over,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return OrganizationFactory(parent=TownshipFactory(parent=OrganizationFactory()), code="v0")


@pytest.fixture
def user(village):
    return user_over(village.parent.parent)


def asked(model, query):
    of = pages.get(model._meta.model_name)
    return set(of.filter(query, model.objects.all()).qs)


def test_secretaries_and_directors_insured_for_their_pension(village):
    """003-39, 000-24: pension insurance of village secretaries and directors, as of a day."""
    covered = PostFactory(organization=village, position="secretary")
    bare = PostFactory(organization=village, position="director")
    Insurance.objects.create(person=covered.person, kind="pension", since=date(2010, 12, 1))
    Insurance.objects.create(person=bare.person, kind="medical", since=date(2010, 12, 1))
    query = "position=secretary&position=director"
    assert asked(Post, f"{query}&insured=pension&on=2026-06-30") == {covered}
    assert asked(Post, f"{query}&except=insured%3Dpension&on=2026-06-30") == {bare}
    ended = Insurance.objects.create(
        person=bare.person, kind="pension", since=date(2012, 1, 1), until=date(2020, 1, 1)
    )
    assert asked(Post, f"{query}&insured=pension&on=2026-06-30") == {covered}
    assert ended in asked(Insurance, "kind=pension&on=2019-12-31")


def test_one_insurance_of_a_kind_at_a_time(user, village):
    person = PersonFactory(organization=village)
    Insurance.objects.create(person=person, kind="pension", since=date(2010, 12, 1))
    data = {"person": f"#{person.pk}", "kind": "pension", "since": "2015-01-01"}
    form = pages.get("insurance").form
    assert "__all__" in form(data=data, user=user).errors
    assert form(data={**data, "kind": "medical"}, user=user).is_valid()
    ending = {**data, "kind": "medical", "until": "2014-01-01"}
    assert set(form(data=ending, user=user).errors) == {"until"}


def test_years_served_are_counted_from_the_posts(user, village):
    """003-40: years as secretary or director; days in both posts count once."""
    person = PersonFactory(organization=village)
    left = {"until": date(2018, 1, 1), "left_why": "age"}
    since = date(2008, 1, 1)
    PostFactory(organization=village, person=person, position="secretary", since=since, **left)
    since = date(2010, 1, 1)
    PostFactory(organization=village, person=person, position="director", since=since, **left)
    since = date(1999, 1, 1)
    PostFactory(organization=village, person=person, position="member", since=since, **left)
    data = {
        "person": f"#{person.pk}",
        "organization": "v0",
        "retired_as": "both",
        "since": "2018-01-01",
    }
    form = pages.get("retirement").form(data=data, user=user)
    assert form.is_valid(), form.errors
    assert float(form.save().years) == 10.0
    retired = Retirement.objects.get()
    assert asked(Retirement, "years_at_least=10") == {retired}
    assert asked(Retirement, "years_at_least=11") == set()
    assert asked(Retirement, "on=2017-12-31") == set()
