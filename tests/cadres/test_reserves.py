from datetime import date

import pytest

from cadres.actions.checks import check_reserve
from cadres.actions.reserves import (
    Outcome,
    appoint_reserve,
    drop_reserve,
    list_reserve,
    next_step,
    record_step,
)
from cadres.actions.rules import load_rules
from cadres.choices.posts import Position, Source
from cadres.choices.reserves import ReserveState, StepKind
from cadres.models import JointCheck, Post, Reserve, ReserveProcedure
from portal import pages
from portal.errors import Refused
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, user_over

pytestmark = pytest.mark.django_db
DAYS = [date(2025, 3, day) for day in (2, 4, 6, 8, 10, 15, 18, 23)]


@pytest.fixture
def county():
    made = OrganizationFactory(code="county")
    load_rules(made)
    return made


@pytest.fixture
def village(county):
    return OrganizationFactory(parent=TownshipFactory(parent=county), code="village")


@pytest.fixture
def user(county):
    return user_over(county)


@pytest.fixture
def reserve(village):
    return Reserve.objects.create(
        person=PersonFactory(organization=village),
        organization=village,
        source=Source.RETURNED,
        proposed_on=date(2025, 3, 1),
    )


def test_the_eight_steps_come_in_order_and_last_as_long_as_they_must(user, reserve):
    """004-09: three recommendations, three examinations, two publicities, as data."""
    kinds = [step.kind for step in ReserveProcedure.objects.order_by("order")]
    assert [kinds.count(kind) for kind in StepKind.values] == [3, 3, 2]
    with pytest.raises(Refused, match="has not been passed"):
        list_reserve(reserve, on=DAYS[-1], by=user)
    for number, day in enumerate(DAYS):
        step = next_step(reserve)
        assert step.order == number + 1
        if step.kind == StepKind.PUBLICITY:
            with pytest.raises(Refused, match="cannot be over before"):
                record_step(reserve, on=DAYS[number - 1], outcome=Outcome(), by=user)
        record_step(reserve, on=day, outcome=Outcome(votes=20, due=25), by=user)
    with pytest.raises(Refused, match="All steps are done"):
        record_step(reserve, on=DAYS[-1], outcome=Outcome(), by=user)
    with pytest.raises(Refused, match="last step"):
        list_reserve(reserve, on=DAYS[0], by=user)
    list_reserve(reserve, on=DAYS[-1], by=user)
    assert (reserve.state, reserve.since) == (ReserveState.LISTED, DAYS[-1])
    assert reserve.steps.count() == 8


def test_a_failed_step_is_not_passed(user, reserve):
    record_step(reserve, on=DAYS[0], outcome=Outcome(result="failed"), by=user)
    assert next_step(reserve).order == 1
    record_step(reserve, on=DAYS[1], outcome=Outcome(), by=user)
    assert next_step(reserve).order == 2
    with pytest.raises(Refused, match="More votes"):
        record_step(reserve, on=DAYS[2], outcome=Outcome(votes=9, due=8), by=user)


def test_a_county_s_own_procedure_counts_from_its_day(user, county, reserve):
    """The procedure of the day on which the case began."""
    ReserveProcedure.objects.filter(order__gt=2).update(until=date(2025, 3, 1))
    record_step(reserve, on=DAYS[0], outcome=Outcome(), by=user)
    record_step(reserve, on=DAYS[1], outcome=Outcome(), by=user)
    assert next_step(reserve) is None


def listed(reserve):
    Reserve.objects.filter(pk=reserve.pk).update(state="listed", since=date(2025, 4, 1))
    reserve.refresh_from_db()
    return reserve


def test_a_reserve_cadre_takes_a_post(user, village, reserve):
    """000-04: from the reserve into a post, and out of the reserve."""
    appoint_reserve(
        listed(reserve),
        on=date(2026, 1, 20),
        position=Position.DEPUTY,
        chosen="two_steps",
        approval_no="3",
        by=user,
    )
    post = Post.objects.get()
    assert (post.person, post.source, post.since) == (
        reserve.person,
        Source.RETURNED,
        date(2026, 1, 20),
    )
    assert (reserve.state, reserve.until) == (ReserveState.APPOINTED, date(2026, 1, 20))


def test_a_reserve_cadre_is_dropped_with_a_reason(user, reserve):
    with pytest.raises(Refused, match="before"):
        drop_reserve(reserve, on=date(2025, 2, 1), left_why="外出", by=user)
    drop_reserve(reserve, on=date(2025, 5, 1), left_why="外出", by=user)
    assert reserve.state == ReserveState.DROPPED
    with pytest.raises(Refused):
        drop_reserve(reserve, on=date(2025, 5, 1), left_why="外出", by=user)


def test_a_reserve_cadre_is_recorded_by_form_and_found(user, village):
    """000-04: roster with mentor, source and state; nobody is in it twice or mentors themselves."""
    person, mentor = PersonFactory(organization=village), PersonFactory(organization=village)
    of = pages.get("reserve")
    data = {
        "person": f"#{person.pk}",
        "organization": "village",
        "position": "director",
        "mentor": f"#{person.pk}",
        "proposed_on": "2025-03-01",
        "state": "listed",
    }
    form = of.form(data, user=user)
    assert set(form.errors) == {"mentor", "since"}
    good = data | {"mentor": f"#{mentor.pk}", "since": "2025-06-01"}
    form = of.form(good, user=user)
    assert form.is_valid(), form.errors
    form.save()
    assert not of.form(good, user=user).is_valid()
    rows = Reserve.objects.all()
    assert of.filter("listed=true&mentored=true&on=2025-06-01", rows).qs.count() == 1
    assert of.filter("listed=true&on=2025-05-31", rows).qs.count() == 0


def test_a_joint_check_is_asked_for_a_reserve_cadre_once(user, reserve):
    check_reserve(reserve, on=date(2025, 3, 10), by=user)
    assert JointCheck.objects.get().person == reserve.person
    with pytest.raises(Refused, match="under way"):
        check_reserve(reserve, on=date(2025, 3, 11), by=user)


def test_a_step_is_recorded_by_a_button(client, user, reserve):
    client.force_login(user)
    url = pages.get("reserve").url("record_step", reserve.pk)
    assert client.post(url, {"on": "2025-02-01", "result": "passed"}).status_code == 422
    assert client.post(url, {"on": "2025-03-02", "result": "passed"}).status_code == 302
    assert reserve.steps.get().step.order == 1
