"""Start + in - out = end, for any organization, period and kind of member (domain 2.13)."""

import random
from datetime import date, timedelta

import pytest
from django.urls import reverse

from members.actions.flow import ALL, FULL, OF, PROBATIONARY, Flow, Period
from members.actions.rulesets import load_rules
from members.actions.standing import record_death, restore_membership, suspend_membership
from members.actions.transfers import take_in, transfer_out, transfer_within
from members.choices.standing import Standing
from members.models import Person
from organizations.actions.tree import on_day
from organizations.models import Organization
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, user_over

pytestmark = pytest.mark.django_db
BEGIN = date(2024, 1, 1)


@pytest.fixture
def county():
    county = OrganizationFactory(code="county")
    load_rules(county)
    for n in range(2):
        town = TownshipFactory(parent=county, code=f"town{n}")
        for m in range(2):
            OrganizationFactory(parent=town, code=f"branch{n}{m}")
    return county


def at(code):
    return Organization.objects.get(code=code)


def whole(code, first, last, of=ALL):
    row = Flow(at(code), Period(date.fromisoformat(first), date.fromisoformat(last), of)).whole()
    assert row.adds_up
    return row.start, dict(row.ins), dict(row.outs), row.end


def on(text):
    return date.fromisoformat(text)


def test_every_kind_shows_where_it_belongs(county):
    home, other, far = at("branch00"), at("branch01"), at("branch10")
    stays, dies, goes, lost, moves = PersonFactory.create_batch(5, organization=home)
    PersonFactory(organization=home, standing=Standing.PROBATIONARY, joined="2026-03-01")
    record_death(dies, day=on("2026-02-01"), by=None)
    transfer_out(goes, day=on("2026-04-01"), elsewhere="外县", letter="7", by=None)
    suspend_membership(lost, day=on("2026-05-01"), note="失联", by=None)
    restore_membership(lost, day=on("2026-09-01"), by=None)
    transfer_within(stays, day=on("2026-06-01"), target=other, by=None)
    transfer_within(moves, day=on("2026-06-01"), target=far, by=None)
    new = Person(name="来人", sex="1", standing="full", organization=home, joined="2000-07-01",
                 confirmed="2001-07-01")  # fmt: skip
    take_in(new, day=on("2026-07-01"), elsewhere="外县", by=None)
    year = ("2026-01-01", "2026-09-30")
    assert whole("branch00", *year) == (
        5,
        {"admitted": 1, "restored": 1, "arrived": 1},
        {"died": 1, "transferred": 1, "suspended": 1, "moved": 2},
        3,
    )
    assert whole("town0", *year)[1:3] == (
        {"admitted": 1, "restored": 1, "arrived": 1},
        {"died": 1, "transferred": 1, "suspended": 1, "moved": 1},
    )
    assert whole("county", *year)[2] == {"died": 1, "transferred": 1, "suspended": 1}
    assert whole("branch00", "2026-05-01", "2026-08-31")[2] == {"suspended": 1, "moved": 2}


def test_confirmation_moves_from_probationary_to_full(county):
    PersonFactory(organization=at("branch00"), joined="2025-03-01", confirmed="2026-03-01")
    year = ("2026-01-01", "2026-12-31")
    assert whole("county", *year) == (1, {}, {}, 1)
    assert whole("county", *year, PROBATIONARY) == (1, {}, {"confirmed": 1}, 0)
    assert whole("county", *year, FULL) == (0, {"confirmed": 1}, {}, 1)


def test_an_organization_that_moves_takes_its_members_along(county):
    PersonFactory.create_batch(3, organization=at("branch00"))
    with on_day(on("2026-05-01")):
        Organization.objects.filter(code="branch00").update(parent=at("town1"))
    assert whole("town0", "2026-01-01", "2026-06-30") == (3, {}, {"unit": 3}, 0)
    assert whole("town1", "2026-01-01", "2026-06-30") == (0, {"unit": 3}, {}, 3)
    assert whole("county", "2026-01-01", "2026-06-30") == (3, {}, {}, 3)


def some_day(rng):
    return BEGIN + timedelta(days=rng.randrange(900))


def live(rng, person, branches):
    """A random life: moves, exits and returns on days that follow each other."""
    day = some_day(rng)
    for _ in range(rng.randrange(5)):
        rows = Person.objects.filter(pk=person.pk)
        gone = rows.get().left
        with on_day(day):
            if gone:
                rows.update(left=None, left_why="", organization=rng.choice(branches))
            elif rng.random() < 0.6:
                rows.update(organization=rng.choice(branches))
            else:
                rows.update(left=f"{day}", left_why=rng.choice(["died", "withdrew", "suspended"]))
        day += timedelta(days=rng.randrange(1, 200))


@pytest.mark.parametrize("seed", range(2))
def test_it_adds_up_whatever_happened(county, seed):
    rng = random.Random(seed)  # noqa: S311
    branches = list(Organization.objects.filter(code__startswith="branch"))
    for _ in range(25):
        joined = some_day(rng) - timedelta(days=300)
        text = f"{joined}"[: rng.choice([4, 7, 10])]
        confirmed = rng.choice([None, f"{joined + timedelta(days=366)}"])
        standing = Standing.FULL if confirmed or rng.random() < 0.3 else Standing.PROBATIONARY
        live(rng, PersonFactory(organization=rng.choice(branches), standing=standing,
                                joined=text, confirmed=confirmed), branches)  # fmt: skip
    with on_day(some_day(rng)):
        Organization.objects.filter(code="branch01").update(parent=at("town1"))
    for _ in range(2):
        first = some_day(rng)
        last = first + timedelta(days=rng.randrange(400))
        for place in Organization.objects.all():
            for of in OF:
                found = Flow(place, Period(first, last, of))
                rows = [found.whole(), *found.rows()]
                assert all(row.adds_up for row in rows), (place, first, last, of)
                assert sum(row.end for row in rows[1:]) == rows[0].end


def test_the_page_opens_the_names_of_every_figure(client, county):
    person = PersonFactory(organization=at("branch00"), name="李去世")
    record_death(person, day=on("2026-02-01"), by=None)
    client.force_login(user_over(county))
    asked = "?organization=county&first=2026-01-01&last=2026-06-30"
    page = client.get(reverse("member-flow") + asked).content.decode()
    assert "kind=died" in page
    names = client.get(reverse("member-flow-names") + asked + "&side=out&kind=died&row=")
    assert "李去世" in names.content.decode()
    start = client.get(reverse("member-flow-names") + asked + "&side=start&row=town0")
    assert "李去世" in start.content.decode()
    query = {"organization": "county", "first": "2026-01-01", "last": "2026-06-30"}
    assert client.post(reverse("member-flow-workbook"), query).content[:2] == b"PK"


def test_a_page_of_another_subtree_does_not_exist(client, county):
    client.force_login(user_over(at("town0")))
    assert client.get(reverse("member-flow") + "?organization=town1").status_code == 404
    assert client.get(reverse("member-flow")).status_code == 200
    bad = client.get(reverse("member-flow") + "?first=2026-05-01&last=2026-01-01")
    assert bad.status_code == 400
