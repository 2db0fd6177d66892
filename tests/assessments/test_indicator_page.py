"""The page of one indicator: its line, what it takes, who is alike, who leaves by time alone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions.targets.candidates import by_time, candidates
from assessments.actions.targets.library import load_plan
from assessments.actions.targets.peers import groups
from assessments.actions.targets.runs import compute_run, run_for
from assessments.actions.targets.trends import grows, is_part, outlook
from assessments.models import Indicator, Plan, Rating, RatingRound, Target, Value
from assessments.views.indicator import lines, page_of
from assessments.views.wording import gap_words, is_small
from members.models import Person
from tests.assessments.county import DAY, computed, found, make_county
from tests.assessments.rating import scheme_of
from tests.factories import OrganizationFactory, PersonFactory, TownshipFactory, user_over
from tests.worlds import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The county with its run; each test works on a savepoint."""
    with kept(django_db_blocker):
        county = make_county()
        yield county, computed(county)[0]


@pytest.fixture
def county(db, world):
    return world[0]


@pytest.fixture
def run(db, world):
    return world[1]


def url(run, code, place, page="indicator-trend"):
    return reverse(page, args=[run.plan_id, code, place.code])


def english(client):
    client.cookies["django_language"] = "en"
    return client


def test_it_shows_the_figure_the_gap_the_line_and_what_is_below(client, county, run):
    compute_run(run_for(run.plan, date(2026, 6, 30), by=None), by=None)
    english(client).force_login(user_over(county.top))
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url(run, "000-09", county.top)).content.decode()
    assert len(asked) <= 15
    for words in (
        "66.7%",
        "at least 85%",
        "2 more organizations must count by 31 Dec 2026: then 6 of 6.",
        "2026 Q2",
        "small number",
        "Too little history",
        page_of(run.plan, Indicator.objects.get(code="000-09"), county.towns[1]),
    ):
        assert words in page, words
    assert "2026 Q2" not in client.get(url(run, "000-09", county.top) + "?by=year").content.decode()


def test_only_what_the_user_reaches_is_found(client, county, run):
    client.force_login(user_over(county.towns[0]))
    assert client.get(url(run, "000-09", county.towns[0])).status_code == 200
    for place in (county.top, county.towns[1]):
        assert client.get(url(run, "000-09", place)).status_code == 404
        for part in ("indicator-near", "indicator-alike"):
            assert client.get(url(run, "000-09", place, part)).status_code == 404
    assert client.get(url(run, "nothing", county.towns[0])).status_code == 404
    moved = client.get(url(run, "000-09", county.towns[0]) + "?organization=V0&run=")
    assert moved.url.startswith(url(run, "000-09", county.villages[0]))
    client.force_login(user_over(county.top, "view_person"))
    assert client.get(url(run, "000-09", county.top)).status_code == 403


def test_a_plan_without_a_run_says_so(client, county):
    plan, _new = load_plan("county", at=county.top, year=2024)
    client.force_login(user_over(county.top))
    address = reverse("indicator-trend", args=[plan.pk, "000-09", "C"])
    assert client.get(address).status_code == 200
    assert client.get(reverse("indicator-near", args=[plan.pk, "000-09", "C"])).status_code == 404


def test_the_line_goes_on_through_the_plans_of_other_years(client, county, run):
    old, _new = load_plan("county", at=county.top, year=2025)
    for day in (date(2025, 9, 30), date(2025, 12, 31)):
        compute_run(run_for(old, day, by=None), by=None)
    client.force_login(user_over(county.top))
    page = client.get(url(run, "003-32", county.top)).content.decode()
    assert "2025 Q3" in page
    assert "2025 Q4" in page


def test_candidates_of_a_share_are_those_just_short_of_its_number(county, run):
    user = user_over(county.top)
    one = found(run)["003-30", "C"]
    PersonFactory(
        organization=county.villages[2], standing="activist", activist_on="2025-03-01", joined=""
    )
    near = candidates(one, user)
    assert [(row.record.code, row.has, row.lacks) for row in near[:2]] == [
        ("V2", "1", 2),
        ("V1", "0", 3),
    ]
    assert candidates(one, user_over(county.towns[0], "view_organization"))[0].record.code == "V1"


def test_candidates_for_stars_are_the_best_below_them(county, run):
    near = candidates(found(run)["000-09", "C"], user_over(county.top))
    assert [(row.record.code, row.lacks) for row in near] == [("V1", 1), ("V3", 3)]
    round_ = RatingRound.objects.create(
        scheme=scheme_of(county.top), year=2026, organization=county.top
    )
    for code, points in (("V1", 66), ("V3", 74)):  # three stars begin at 75
        Rating.objects.filter(organization__code=code).update(round=round_, points=points)
    near = candidates(found(run)["000-09", "C"], user_over(county.top))
    assert [(row.record.code, row.points) for row in near] == [("V3", 1), ("V1", 9)]


def test_who_turns_35_by_the_end_of_the_year_is_named_for_those_who_may_see(client, county, run):
    person = Person.objects.filter(born="1995-05-01").first()
    person.born = "1991-12-15"
    person.save()
    compute_run(run, by=None)
    one = found(run)["003-32", "C"]
    leaving, joining = by_time(one, date(2026, 12, 31), user_over(county.top))
    assert (leaving.count, leaving.records, joining.count) == (1, [person], 0)
    assert by_time(one, date(2026, 12, 31), user_over(county.top, "view_value")) is None
    assert by_time(found(run)["003-30", "C"], date(2026, 12, 31), user_over(county.top)) is None
    english(client).force_login(user_over(county.top))
    page = client.get(url(run, "003-32", county.top, "indicator-near")).content.decode()
    assert "1 will no longer count" in page
    assert person.name in page


def test_townships_are_compared_with_those_alike(client, county, run):
    for n in range(5):
        town = TownshipFactory(parent=county.top, code=f"X{n}")
        for _ in range(n):
            PersonFactory(organization=OrganizationFactory(parent=town), standing="full")
    compute_run(run, by=None)
    said = (Plan(alike_parts=1), Plan(alike_parts=2), Plan(alike_least=8))
    cut = [groups("township", county.top, one) for one in said]
    assert [[len(one.members) for one in found] for found in cut] == [[7], [4, 3], [7]]
    parts = groups("township", county.top)
    assert [len(one.members) for one in parts] == [2, 3, 2]
    assert max(parts[0].members.values()) <= min(parts[1].members.values())
    english(client).force_login(user_over(county.top))
    alike = url(run, "003-32", county.towns[0], "indicator-alike")
    page = client.get(alike).content.decode()
    assert county.towns[0].short in page
    assert "members" in parts[2].name
    client.force_login(user_over(county.towns[0]))
    own = client.get(alike).content.decode()
    assert "Others' figures by name are seen by the county only." in own
    assert county.towns[1].short not in own


def test_a_plan_that_does_not_rank_keeps_the_order_of_the_tree(client, county, run):
    Plan.objects.update(ranked=False)
    english(client).force_login(user_over(county.top))
    page = client.get(url(run, "000-09", county.top)).content.decode()
    assert "this plan does not rank" in page
    assert "Rank</th>" not in page


def test_equal_figures_share_a_rank(run):
    found_ = [one for one in found(run).values() if one.indicator.code == "003-30"]
    ranked = lines([one for one in found_ if one.organization.level == "village"], ranked=True)
    assert [line.rank for line in ranked] == [1, 2, 2, 2]


def test_gaps_are_told_in_what_is_counted(county, run):
    values = found(run)
    one = values["003-30", "T2"]
    assert "2" in gap_words(one)
    assert is_small(one)
    Target.objects.filter(indicator__code="003-32").update(comparison="lte", value=10)
    values = found(run)
    assert "5" in gap_words(values["003-32", "C"])
    assert gap_words(values["000-37-age", "V3"]) != ""


def test_what_is_a_part_and_what_begins_anew_is_told_from_the_measures(county, run):
    by_code = {
        one.code: one for one in Indicator.objects.select_related("numerator", "denominator")
    }
    assert is_part(by_code["003-32"])
    assert is_part(by_code["003-30"])
    assert grows(by_code["003-31"])
    assert not grows(by_code["000-37-age"])
    assert outlook(by_code["003-32"], None, []) is None
    assert Value.objects.filter(run=run).exists()
    assert run.day == DAY


def test_earlier_quarters_are_worked_out_when_the_county_asks(
    client, county, run, django_capture_on_commit_callbacks
):
    fill, page = reverse("plan-fill", args=[run.plan_id]), url(run, "003-32", county.top)
    client.force_login(user_over(county.towns[0]))
    assert client.post(fill).status_code in {403, 404}
    english(client).force_login(user_over(county.top))
    assert "Work out earlier quarters" in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(fill, {"back": page}).url == page
    today = timezone.localdate()
    ended = [(y, q) for y in (today.year - 2, today.year - 1, today.year) for q in (3, 6, 9, 12)]
    ended = [one for one in ended if one < (today.year, today.month)]
    assert run.plan.runs.filter(state="done").count() == len(ended) + 1
    shown = client.get(page).content.decode()
    assert f"{today.year - 1} Q4" in shown
    assert "Work out earlier quarters" not in shown
    assert client.post(fill, {"back": "https://elsewhere.example/"}).url == (
        run.plan.get_absolute_url()
    )
    assert "have been worked out already" in client.get(page).content.decode()


def test_a_run_keeps_the_meaning_the_indicator_had(client, county, run):
    Indicator.objects.filter(code="003-30").update(threshold=1)
    later = run_for(run.plan, date(2026, 11, 21), by=None)
    compute_run(later, by=None)
    english(client).force_login(user_over(county.top))
    page = client.get(url(run, "003-30", county.top) + f"?run={later.pk}").content.decode()
    assert (
        "defined differently since"
        in client.get(url(run, "003-30", county.top) + f"?run={run.pk}").content.decode()
    )
    assert reverse("figure-changes", args=[later.pk, "003-30", "C"]) in page
    assert "at least 1" in page
