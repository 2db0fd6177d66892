import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions.targets.library import check_query, load_plan, plan_called
from assessments.actions.targets.runs import compute_run, run_for, start_run
from assessments.forms.targets import IndicatorForm, MeasureForm, TargetForm
from assessments.models import Indicator, Measure, Plan, Rating, Value
from assessments.tasks import run_current_plans
from members.models import Person
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from portal.models import Job
from tests.assessments.county import DAY, computed, found, make_county
from tests.factories import (
    OrganizationFactory,
    PersonFactory,
    RatingFactory,
    TargetFactory,
    user_over,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


def numbers(values, organization):
    kept = {code: one for (code, place), one in values.items() if place == organization}
    return {code: (one.n, one.of) for code, one in kept.items()}


def test_every_indicator_is_counted_for_the_county(county):
    _run, values = computed(county)
    assert numbers(values, "C") == {
        "000-09": (4, 6),
        "000-10": (0, 11),
        "000-37-age": (2, 3),
        "000-37-education": (2, 3),
        "003-30": (1, 4),
        "003-31": (2, 4),
        "003-32": (6, 11),
    }


def test_a_township_has_its_own_figures(county):
    _run, values = computed(county)
    assert numbers(values, "T2") == {
        "000-09": (2, 3),
        "000-10": (0, 5),
        "000-37-age": (0, 1),
        "000-37-education": (0, 1),
        "003-30": (0, 2),
        "003-31": (0, 2),
        "003-32": (2, 5),
    }


def test_every_organization_has_values_and_parents_are_sums_of_children_and_their_own(county):
    _run, values = computed(county)
    assert {code for _indicator, code in values} == set(
        Organization.objects.values_list("code", flat=True)
    )
    for (indicator, code), one in values.items():
        below = Organization.objects.filter(parent__code=code).values_list("code", flat=True)
        own = 1 if indicator == "000-09" and code.startswith("T") else None
        if code in {"C", "T1", "T2"}:
            assert one.of == sum(values[indicator, child].of for child in below) + (own or 0)


def test_ratings_of_members_count_in_the_year_of_the_day(county):
    person = Person.objects.filter(standing="full").first()
    RatingFactory(organization=person.organization, person=person, stars=4)
    RatingFactory(organization=person.organization, person=person, stars=1, year=2025)
    _run, values = computed(county)
    assert values["000-10", "C"].n == 1
    _run, values = computed(county, date(2025, 12, 31))
    assert values["000-10", "C"].n == 0


@pytest.mark.parametrize("result", ["self_rated", "reviewed", "withdrawn"])
def test_a_rating_that_is_not_confirmed_does_not_count(county, result):
    Rating.objects.update(result=result)
    _run, values = computed(county)
    assert values["000-09", "C"].n == 0


def test_somebody_turns_35_on_the_day_and_is_no_longer_under_35(county):
    Person.objects.filter(standing="full").update(born="1991-11-20")
    _run, values = computed(county, date(2026, 11, 19))
    before = values["003-32", "C"].n
    _run, values = computed(county, DAY)
    assert before - values["003-32", "C"].n == 8


def test_a_new_member_who_moves_counts_where_they_were_admitted(county):
    newcomer = Person.objects.get(organization=county.villages[1], joined="2026-06-30")
    newcomer.organization = county.villages[3]
    newcomer.save()
    _run, values = computed(county)
    assert values["003-31", "V1"].n == 1
    assert values["003-31", "V3"].n == 0


def test_the_same_day_twice_leaves_the_same_rows_and_no_new_history(county):
    run, _values = computed(county)
    before = list(Value.objects.order_by("pk").values())
    compute_run(run, by=None)
    assert list(Value.objects.order_by("pk").values()) == before
    assert before[0]["n"] is not None


def test_a_figure_that_moved_is_corrected_and_what_went_is_taken_out(county):
    run, values = computed(county)
    Rating.objects.filter(organization=county.villages[3]).update(stars=5)
    run.plan.targets.filter(indicator__code="003-32").delete()
    compute_run(run, by=None)
    again = found(run)
    assert again["000-09", "C"].n == values["000-09", "C"].n + 1
    assert ("003-32", "C") not in again
    assert not Value.objects.filter(indicator__code="003-32").exists()


def test_queries_do_not_grow_with_organizations(county):
    run, _values = computed(county)
    with CaptureQueriesContext(connection) as few:
        compute_run(run, by=None, force=True)
    for n in range(30):
        PersonFactory(organization=OrganizationFactory(parent=county.towns[n % 2]))
    with CaptureQueriesContext(connection) as many:
        compute_run(run, by=None, force=True)
    assert len(many) == len(few)
    assert run.values.filter(indicator__code="003-30").count() == 38


def test_a_closed_organization_drops_out_and_its_past_stays(county):
    county.villages[3].closed = "2026-03-01"
    county.villages[3].save()
    _run, values = computed(county)
    assert values["003-30", "C"].of == 3
    _run, values = computed(county, date(2026, 2, 1))
    assert values["003-30", "C"].of == 4


# What a click on a figure opens.


def listed(url, user_client):
    register = url.split("/")[2]
    return user_client.get(f"/api/{register}/?{url.partition('?')[2]}").json()["count"]


@pytest.mark.parametrize("place", ["C", "T1", "V0"])
def test_a_figure_opens_the_rows_counted_and_the_rows_not_counted(client, county, place):
    client.force_login(user_over(county.top))
    for person in Person.objects.filter(standing="full")[:3]:
        RatingFactory(organization=person.organization, person=person, stars=4)
    _run, values = computed(county)
    for (indicator, code), one in values.items():
        if code == place:
            assert listed(one.counted_url, client) == one.n, indicator
            assert listed(one.uncounted_url, client) == one.of - one.n, indicator
            assert listed(one.all_url, client) == one.of, indicator


# Forms.


def measure(county, **values):
    given = {"code": "m", "name": "口径", "register": "person", "basis": "at", "aggregate": "count"}
    return MeasureForm({**given, **values}, user=user_over(county.top))


def test_a_measure_takes_the_query_string_of_a_list(county):
    form = measure(county, query="?standing=full&age_under=35")
    assert form.is_valid(), form.errors
    assert form.save().query == "standing=full&age_under=35"
    assert Measure.objects.get(code="m").organization == county.top


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("nonsense=1", "nonsense"),
        ("standing=king", "king"),
        ("standing=full&on=2026-01-01", "on"),
        ("organization=T1", "organization"),
    ],
)
def test_a_measure_refuses_a_query_that_the_list_would_not_understand(county, query, word):
    form = measure(county, query=query)
    assert not form.is_valid()
    assert word in form.errors["query"][0]


def test_a_register_without_dates_cannot_be_counted_over_a_year(county):
    assert "basis" in measure(county, register="village", basis="during").errors


def test_an_indicator_needs_the_parts_of_its_kind(county):
    user = user_over(county.top)
    Measure.objects.create(code="m", name="m", register="person", organization=county.top)
    given = {"code": "i", "name": "i", "numerator": "m", "unit": "percent", "decimals": 1}
    given |= {"direction": "larger"}
    assert "denominator" in IndicatorForm({**given, "kind": "ratio"}, user=user).errors
    share = IndicatorForm({**given, "kind": "share", "level": "village"}, user=user)
    assert {"compare", "threshold"} <= set(share.errors)
    assert IndicatorForm({**given, "kind": "amount"}, user=user).is_valid()


def test_milestones_are_read_when_they_are_entered(county):
    row = TargetFactory(plan__organization=county.top)
    given = {"plan": row.plan.code, "indicator": row.indicator.code, "level": "township"}
    given |= {"year": 2026, "comparison": "gte", "value": "80", "weight": "1"}
    user = user_over(county.top)
    assert TargetForm({**given, "milestones": "03-31=20；06-30=40"}, user=user).is_valid()
    assert "milestones" in TargetForm({**given, "milestones": "spring: 20"}, user=user).errors


# The library and the commands.


def test_loading_a_plan_twice_makes_nothing_new(county):
    """The county's plan with its indicators and yearly targets (000-22)."""
    plan, new = load_plan("county", at=county.top, year=2026)
    assert (plan.code, new) == ("county-2026", 9 + 7 + 1 + 7)
    again, new = load_plan("county", at=county.top, year=2026)
    assert (again, new) == (plan, 0)
    assert plan_called("county") == plan


def test_what_the_county_changed_in_a_plan_stays(county):
    plan, _new = load_plan("county", at=county.top)
    plan.targets.update(value=50)
    load_plan("county", at=county.top)
    assert set(plan.targets.values_list("value", flat=True)) == {Decimal(50)}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"code": "x", "name": "x", "measures": [{}]}'])
def test_a_file_that_is_no_plan_is_refused_and_leaves_nothing(county, tmp_path, text):
    path = tmp_path / "plan.json"
    path.write_text(text)
    with pytest.raises(Refused, match=r"plan\.json"):
        load_plan(str(path), at=county.top)
    assert not Plan.objects.exists()


def test_every_query_of_the_library_fits_its_register(county):
    load_plan("county", at=county.top)
    for one in Measure.objects.all():
        check_query(one.register, one.query)
    assert all(one.name_en for one in Indicator.objects.all())


def test_a_plan_runs_from_the_command_line(county, tmp_path, capsys):
    call_command("load_plan", "county", "--year", "2026")
    out = tmp_path / "out.json"
    call_command("run_plan", "county-2026", "--on", "2026-11-20", "--json", str(out))
    lines = {
        (line["indicator"], line["organization"]): line for line in json.loads(out.read_text())
    }
    assert lines["000-09", "C"] == {
        "indicator": "000-09",
        "organization": "C",
        "n": 4,
        "of": 6,
        "value": 66.6667,
        "target": 85.0,
        "status": "behind",
    }
    with pytest.raises(CommandError, match="county-2026"):
        call_command("run_plan", "nothing")


def test_measure_counts_what_the_list_shows(county, client, capsys):
    call_command(
        "measure", "person", "standing=full&age_under=35", "--on", "2026-11-20", "--by", "township"
    )
    assert json.loads(capsys.readouterr().out) == {"C": 4, "T1": 2, "T2": 2}
    call_command(
        "measure", "person", "age_under=35", "--on", "2026-11-20", "--during", "2026-01-01"
    )
    assert json.loads(capsys.readouterr().out)["T1"] == 2
    call_command(
        "measure", "person", "organization=T1&except=standing%3Dfull", "--on", "2026-11-20"
    )
    assert json.loads(capsys.readouterr().out)["C"] == 5
    call_command("measure", "organization", "level=village&stars_at_least=3", "--on", "2026-11-20")
    assert json.loads(capsys.readouterr().out) == {
        "C": 2,
        "T1": 1,
        "T2": 1,
        "V0": 1,
        "V1": 0,
        "V2": 1,
        "V3": 0,
        "B0": 0,
    }
    with pytest.raises(CommandError, match="nonsense"):
        call_command("measure", "person", "nonsense=1")


# Who asks for it.


def test_a_job_computes_a_plan(county, django_capture_on_commit_callbacks):
    plan, _new = load_plan("county", at=county.top)
    with django_capture_on_commit_callbacks(execute=True):
        job = start_run(plan, DAY, by=user_over(county.top))
    job.refresh_from_db()
    assert (job.state, job.percent) == (Job.State.DONE, 100)
    run = plan.runs.get()
    assert (run.day, run.state, run.asked_by) == (DAY, "done", job.asked_by)
    assert run.values.count() == 7 * 8


def test_asking_twice_while_it_waits_makes_one_job(county):
    plan, _new = load_plan("county", at=county.top)
    user = user_over(county.top)
    assert start_run(plan, DAY, by=user) == start_run(plan, DAY, by=user)
    assert Job.objects.count() == 1


def test_a_plan_without_targets_is_not_run(county):
    plan = Plan.objects.create(code="p", name="p", year=2026, organization=county.top)
    with pytest.raises(Refused):
        start_run(plan, DAY, by=user_over(county.top))


def test_a_township_reads_the_countys_plan_and_may_not_change_it(client, county):
    plan, _new = load_plan("county", at=county.top)
    client.force_login(user_over(county.towns[0]))
    assert client.get(pages.get("plan").url("detail", plan.pk)).status_code == 200
    assert client.get(pages.get("plan").url("edit", plan.pk)).status_code == 404
    run = run_for(plan, DAY, by=None)
    compute_run(run, by=None)
    seen = Value.objects.for_user(user_over(county.towns[0])).values_list("organization__code")
    assert {code for (code,) in seen} == {"T1", "V0", "V1", "B0"}


def test_every_night_the_plans_of_this_year_are_worked_out(county):
    plan, _new = load_plan("county", at=county.top)
    Plan.objects.create(code="empty", name="empty", year=plan.year, organization=county.top)
    run_current_plans()
    run_current_plans()
    run = plan.runs.get()
    assert (run.day, run.state, run.asked_by) == (timezone.localdate(), "done", None)
    assert run.events.exclude(pgh_context=None).exists()


def test_compute_now_on_the_plan_opens_the_page_that_shows_how_far_it_is(client, county):
    call_command("load_plan", "county", "--year", "2026")
    plan = Plan.objects.get()
    client.force_login(user_over(county.top))
    response = client.post(f"/assessments/plan/{plan.pk}/compute_plan/")
    job = Job.objects.get(kind="compute-run")
    assert response.url == f"/jobs/{job.pk}/"
    assert job.state == Job.State.QUEUED  # the test's transaction has not committed
