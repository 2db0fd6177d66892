"""Every figure against a count by hand, on a day."""

from datetime import date

import pytest

from cadres.choices.posts import Chosen, Position, Source
from cadres.choices.reserves import ReserveState
from cadres.models import (
    ContactPoint,
    ContactVisit,
    Delegate,
    PartyWorker,
    Reserve,
    SecretaryStandard,
    Skill,
)
from cadres.rules.careers import years_in
from members.models import Person
from organizations.models import Organization
from portal import pages
from tests.factories import (
    ContactPointFactory,
    OrganizationFactory,
    PersonFactory,
    PostFactory,
    SecretaryStandardFactory,
    TownshipFactory,
    make,
    user_over,
)
from tests.panels import panels_of

pytestmark = pytest.mark.django_db
DAY = "2026-06-30"


@pytest.fixture
def town():
    return TownshipFactory(parent=OrganizationFactory(code="county"))


@pytest.fixture
def villages(town):
    return [OrganizationFactory(parent=town, code=f"v{n}") for n in range(4)]


def codes(query):
    found = pages.get("organization").filter(query, Organization.objects.all()).qs
    return {one.code for one in found}


def people(query):
    return set(pages.get("person").filter(query, Person.objects.all()).qs)


def hold(place, person, position, since=date(2021, 1, 1), **more):
    return PostFactory(organization=place, person=person, position=position, since=since, **more)


def ended(day):
    return {"until": day, "left_why": "resigned"}


def test_one_shoulder_is_both_posts_of_one_village(villages):
    """003-08: secretary and director in one, as a rate of villages and as of a day."""
    first, second, third, _empty = villages
    one = PersonFactory(organization=first)
    hold(first, one, Position.SECRETARY)
    hold(first, one, Position.DIRECTOR, date(2024, 2, 1))
    across = PersonFactory(organization=second)  # secretary here, director there: not one shoulder
    hold(second, across, Position.SECRETARY)
    hold(third, across, Position.DIRECTOR)
    hold(second, PersonFactory(organization=second), Position.DIRECTOR)
    assert codes(f"level=village&one_shoulder=true&on={DAY}") == {"v0"}
    assert codes(f"level=village&one_shoulder=false&on={DAY}") == {"v1", "v2", "v3"}
    assert codes("level=village&one_shoulder=true&on=2024-01-31") == set()
    assert people(f"one_shoulder=true&on={DAY}") == {one}
    assert people(f"posts_at_least=2&on={DAY}") == {one, across}


def test_vacancies_and_since_when(villages):
    """003-07, domain 2.8: the secretary's post vacant for more than three months."""
    first, second, third, fourth = villages
    hold(first, PersonFactory(organization=first), Position.SECRETARY)
    hold(second, PersonFactory(organization=second), Position.SECRETARY, **ended(date(2026, 2, 1)))
    hold(third, PersonFactory(organization=third), Position.SECRETARY, **ended(date(2026, 5, 1)))
    Organization.objects.filter(pk=fourth.pk).update(established=date(2026, 6, 1))
    assert codes(f"level=village&vacant=secretary&on={DAY}") == {"v1", "v2", "v3"}
    assert codes(f"level=village&secretary_vacant_over=3&on={DAY}") == {"v1"}
    assert codes("level=village&vacant=secretary&on=2026-01-31") == set()  # v3 stood not yet


def test_villages_with_two_reserve_cadres(villages):
    """003-24, 000-04: at least two in the reserve; who is being selected does not count."""
    listed = {"state": ReserveState.LISTED, "since": date(2025, 1, 1)}
    for many, place in enumerate(villages[:3]):
        for _number in range(many):
            make(Reserve, place, proposed_on=date(2024, 9, 1), **listed)
    make(Reserve, villages[1], proposed_on=date(2026, 1, 1), since=None)
    gone = make(Reserve, villages[2], proposed_on=date(2024, 9, 1), **listed)
    Reserve.objects.filter(pk=gone.pk).update(
        state=ReserveState.DROPPED, until=date(2026, 6, 1), left_why="外出"
    )
    assert codes(f"level=village&reserves_at_least=2&on={DAY}") == {"v2"}
    assert codes(f"level=village&reserves_at_least=3&on={DAY}") == set()
    assert codes("level=village&reserves_at_least=3&on=2026-05-31") == {"v2"}
    assert codes("level=village&except=reserves_at_least%3D2&on=" + DAY) == {"v0", "v1", "v3"}
    assert len(people(f"in_reserve=true&on={DAY}")) == 3


def test_heads_of_mass_organizations_in_the_party_body(villages):
    """003-09: league, women and militia heads sit in the village's party body."""
    first, second, *_rest = villages
    inside = PersonFactory(organization=first)
    hold(first, inside, Position.ORGANIZATION_MEMBER)
    hold(first, inside, Position.WOMEN)
    hold(second, inside, Position.LEAGUE)  # sits in another village's body
    assert codes(f"mass_heads_inside=true&on={DAY}") == {"v0"}


def test_years_of_service_count_a_day_once(villages):
    """000-28: years in posts altogether, and as secretary or director."""
    place = villages[0]
    long, short = PersonFactory(organization=place), PersonFactory(organization=place)
    hold(place, long, Position.SECRETARY, date(2006, 6, 30), **ended(date(2016, 6, 30)))
    hold(place, long, Position.DIRECTOR, date(2011, 6, 30), **ended(date(2016, 6, 30)))
    hold(place, long, Position.DEPUTY, date(2021, 6, 30))
    hold(place, short, Position.SECRETARY, date(2020, 6, 30))
    assert people(f"served_at_least=15&on={DAY}") == {long}
    assert people(f"served_at_least=16&on={DAY}") == set()
    assert people(f"led_at_least=10&on={DAY}") == {long}
    assert people(f"led_at_least=11&on={DAY}") == set()
    assert people(f"led_at_least=6&on={DAY}") == {long, short}
    assert years_in(long.posts.values_list("since", "until"), date(2026, 6, 30)) == 15.0


def test_township_leaders_with_village_experience(town, villages):
    """000-01, 000-05, 003-17: township experience, the four groups, the way from the village."""
    leader, other = PersonFactory(organization=town), PersonFactory(organization=town)
    hold(villages[0], leader, Position.SECRETARY, date(2010, 1, 1), **ended(date(2018, 1, 1)))
    hold(town, leader, Position.TOWN_LEADER, date(2018, 1, 1), source=Source.SECRETARY)
    hold(town, other, Position.TOWN_HEAD, source=Source.OTHER)
    assert people(f"township_experience=true&on={DAY}") == {leader, other}
    assert people("township_experience=true&on=2017-12-31") == set()
    assert people(f"post_source=secretary&holds_post=town_leader&on={DAY}") == {leader}
    assert people(f"holds_post=town_leader&led_at_least=8&on={DAY}") == {leader}


def test_people_by_how_they_were_chosen(villages):
    one = PersonFactory(organization=villages[0])
    hold(villages[0], one, Position.SECRETARY, chosen=Chosen.OPEN_SELECTION)
    assert people(f"post_chosen=open_selection&village_secretary=true&on={DAY}") == {one}
    assert people(f"post_chosen=appointed&on={DAY}") == set()


def test_secretaries_by_standard_and_skill(villages):
    """000-02, 004-08, 003-55: the last judgement counts; secretaries with a skill as a share."""
    good, weak = PersonFactory(organization=villages[0]), PersonFactory(organization=villages[1])
    for person, place in ((good, villages[0]), (weak, villages[1])):
        hold(place, person, Position.SECRETARY)
        SecretaryStandardFactory(person=person, organization=place, judged_on=date(2024, 12, 1))
    SecretaryStandardFactory(
        person=weak, organization=villages[1], judged_on=date(2025, 12, 1), wealth="partly"
    )
    Skill.objects.create(person=good, kind="planting", name="茶叶种植")
    assert people(f"one_good_two_strong=true&village_secretary=true&on={DAY}") == {good}
    assert people("one_good_two_strong=true&on=2025-06-30") == {good, weak}
    assert people(f"two_strong=true&on={DAY}") == {good}
    assert people(f"village_secretary=true&has_skill=true&on={DAY}") == {good}
    assert people(f"village_secretary=true&has_skill=false&on={DAY}") == {weak}
    met = pages.get("secretarystandard").filter("met=false", SecretaryStandard.objects.all()).qs
    assert [row.person for row in met] == [weak]


def test_who_is_open_to_directed_recruitment(villages):
    """003-16: at most 40 and senior high school, in a village post, by the day's values."""
    place = villages[0]
    fits = PersonFactory(organization=place, born="1986-01-01", education="61")
    old = PersonFactory(organization=place, born="1985-06-30", education="61")
    low = PersonFactory(organization=place, born="1990-01-01", education="71")
    idle = PersonFactory(organization=place, born="1990-01-01", education="21")
    for person in (fits, old, low):
        hold(place, person, Position.VILLAGE_MEMBER)
    assert people(f"recruitable=true&on={DAY}") == {fits}
    assert people("recruitable=true&on=2026-06-29") == {fits, old}
    assert idle not in people(f"recruitable=true&on={DAY}")


def test_party_workers_and_delegates(town):
    """002-13, 003-18: full-time and without many other jobs; who sits in which assembly."""
    worker = PersonFactory(organization=town, born="1995-01-01", education="21")
    busy = PersonFactory(organization=town, born="1970-01-01")
    since = date(2023, 1, 1)
    PartyWorker.objects.create(person=worker, organization=town, work="党务专干", since=since)
    PartyWorker.objects.create(
        person=busy, organization=town, work="党建办", since=since, workload="part", other_jobs=3
    )
    Delegate.objects.create(person=busy, organization=town, assembly="people", since=since)
    rows = PartyWorker.objects.all()
    listed = pages.get("partyworker").filter
    assert [r.person for r in listed(f"workload=full&age_under=35&on={DAY}", rows).qs] == [worker]
    assert [r.person for r in listed(f"jobs_at_least=2&on={DAY}", rows).qs] == [busy]
    assert people(f"party_worker=true&on={DAY}") == {worker, busy}
    assert people(f"delegate=people&on={DAY}") == {busy}
    assert people(f"delegate=cppcc&on={DAY}") == set()


def test_visits_to_contact_points_held_against_due(town, villages):
    """001-13, 001-14: at least two visits a year; a contact point made a demonstration point."""
    leader = PersonFactory(organization=town)
    points = [
        ContactPointFactory(organization=place, leader=leader, since=date(2026, 1, 1))
        for place in villages[:2]
    ]
    for day in (date(2026, 2, 1), date(2026, 5, 1)):
        ContactVisit.objects.create(point=points[0], visited_on=day, done="走访")
    listed = pages.get("contactpoint").filter
    behind = listed(f"year=2026&visits_under=2&on={DAY}", ContactPoint.objects.all()).qs
    assert list(behind) == [points[1]]
    assert listed("visits_under=2&on=2026-03-01", ContactPoint.objects.all()).qs.count() == 2
    enough = listed(f"visits_at_least=2&on={DAY}", ContactPoint.objects.all()).qs
    assert list(enough) == [points[0]]
    assert not listed("visits_at_least=2&on=2027-01-31", ContactPoint.objects.all()).qs.exists()
    assert people(f"contact_visits_at_least=2&on={DAY}") == {leader}
    assert people(f"contact_visits_at_least=3&on={DAY}") == set()
    assert codes(f"contact_point=true&on={DAY}") == {"v0", "v1"}
    ContactPoint.objects.filter(pk=points[0].pk).update(demonstration_on=date(2026, 6, 1))
    assert codes(f"contact_demonstration=true&on={DAY}") == {"v0"}


def test_counted_as_indicators_over_the_tree(client, town, villages):
    """003-08: the rate is two lists; the page of the town shows it with its list."""
    for place in villages[:3]:
        person = PersonFactory(organization=place)
        hold(place, person, Position.SECRETARY)
        hold(place, person, Position.DIRECTOR)
    client.force_login(user_over(town.parent))
    page = panels_of(client, town)
    assert "one_shoulder=true" in page
    assert ">75<" in page
