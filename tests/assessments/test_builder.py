"""From a list's filter to an indicator: what the browser shows is what a run then finds."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.actions.targets.drafts import kept, preview
from assessments.actions.targets.library import load_plan
from assessments.actions.targets.runs import compute_run, run_for
from assessments.forms.targets import PlanForm
from assessments.models import Indicator, Measure, Plan, Target
from tests.assessments.county import DAY, found, make_county
from tests.factories import user_over

pytestmark = pytest.mark.django_db

YOUNG = "standing=probationary&standing=full&age_under=35"
URL = reverse("indicator-builder")


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def plan(county):
    return load_plan("county", at=county.top, year=DAY.year)[0]


def deciding(**changes):
    """What the form sends that decides the figure."""
    return {
        "register": "person",
        "query": YOUNG,
        "kind": "ratio",
        "aggregate": "count",
        "basis": "at",
        "below": "without-age_under",
        "unit": "percent",
        "direction": "larger",
        "day": f"{DAY}",
        **changes,
    }


def sent(**changes):
    named = {"name": "青年党员", "name_en": "Young members", "code": "own-1", "comparison": "gte"}
    return deciding(**{**named, **changes})


def test_a_list_with_a_filter_leads_to_the_builder_for_those_who_may(client, county):
    client.force_login(user_over(county.top))
    page = client.get(f"/members/person/?{YOUNG}").content.decode()
    link = f"{URL}?register=person&amp;query={urlencode({'q': YOUNG})[2:]}"
    assert link in page
    assert URL not in client.get("/members/person/?q=").content.decode()
    client.force_login(user_over(county.top, "view_person"))
    assert URL not in client.get(f"/members/person/?{YOUNG}").content.decode()
    assert client.get(URL, {"register": "person", "query": YOUNG}).status_code == 403


def test_the_page_says_in_words_what_is_counted_and_leaves_the_place_to_the_run(client, county):
    client.force_login(user_over(county.top))
    client.cookies["django_language"] = "en"
    asked = {"register": "person", "query": f"{YOUNG}&organization=T1&on=2026-01-01"}
    page = client.get(URL, asked).content.decode()
    assert "Younger than: 35" in page
    assert "Left out: Organization and all below" in page
    assert 'value="without-age_under"' in page
    for bad in ({"register": "nothing"}, {"register": "person", "query": "colour=red"}):
        assert client.get(URL, bad).status_code == 400


def test_the_figure_shows_at_once_and_nothing_is_stored(client, county):
    client.force_login(user_over(county.top))
    before = Measure.objects.count()
    with CaptureQueriesContext(connection) as asked:
        page = client.get(URL, {**deciding(), "preview": 1}).content.decode()
    assert len(asked) <= 15
    for text in ("54.5%", ">6<", ">11<", county.towns[1].short):
        assert text in page
    share = deciding(kind="share", level="village", compare="gte", threshold="2")
    assert "50.0%" in client.get(URL, {**share, "preview": 1}).content.decode()
    assert (Measure.objects.count(), Indicator.objects.count()) == (before, 0)
    client.cookies["django_language"] = "en"
    wrong = client.get(URL, {**deciding(aggregate="sum"), "preview": 1}).content.decode()
    assert "Say which column is meant." in wrong


@pytest.mark.parametrize(("small", "marked"), [(2, 0), (12, 3)])
def test_a_small_number_is_what_the_plan_says(client, county, plan, small, marked):
    """11 members in all: the plan decides whether that is few."""
    Plan.objects.filter(pk=plan.pk).update(small=small)
    client.force_login(user_over(county.top))
    page = client.get(URL, {**deciding(), "preview": 1}).content.decode()
    assert page.count("基数小") == marked


def test_what_is_saved_comes_to_what_was_shown_and_uses_measures_there_are(client, county, plan):
    user = user_over(county.top)
    client.force_login(user)
    known = Measure.objects.count()
    answer = client.post(URL, sent(plan=plan.pk, value="30"))
    assert answer.status_code == 302, answer.content.decode()
    made = Indicator.objects.get(code="own-1")
    assert made.numerator.code == "members-under-35"
    assert made.denominator.code == "members"
    assert Measure.objects.count() == known
    assert Target.objects.get(indicator=made).value == 30
    client.post(URL, sent(code="own-2", query="age_under=40", below="all", name="四十岁以下"))
    fresh = Indicator.objects.get(code="own-2")
    assert (fresh.numerator.query, fresh.denominator.query) == ("age_under=40", "")
    assert "40" in fresh.numerator.name
    assert "Younger than: 40" in fresh.numerator.name_en
    run = run_for(plan, DAY, by=None)
    compute_run(run, by=None)
    now = preview(made, county.top, DAY)
    for (code, _place), one in found(run).items():
        if code == "own-1":
            assert now[one.organization.pk] == (one.n, one.of)


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, county, plan):
    client.force_login(user_over(county.top))
    client.cookies["django_language"] = "en"
    for wrong, words in (
        (sent(code="000-09"), "There is an indicator with this code already."),
        (sent(plan=plan.pk), "A target of a plan needs a number."),
        (sent(kind="share", level=""), "A share says of which organizations"),
        (sent(aggregate="distinct"), "Say which column is meant."),
        (sent(name=""), "This field is required."),
        (sent(code="a/b"), "A code has no slash"),
    ):
        page = client.post(URL, wrong)
        assert page.status_code == 400
        assert words in page.content.decode()
        assert "Young members" in page.content.decode()
    assert not Indicator.objects.filter(code="own-1").exists()
    assert kept("?a=1&on=2026-01-01&a=2&organization=T1") == ("a=1&a=2", ["on", "organization"])


def test_a_day_of_long_ago_is_counted_as_it_was_then(county):
    made = Indicator(kind="amount", organization=county.top)
    made.numerator = Measure(pk=-1, register="organization", query="level=village")
    assert preview(made, county.top, DAY)[county.top.pk] == (4, None)
    assert preview(made, county.top, date(1901, 1, 1)).get(county.top.pk, (4, None))[1] is None


def test_a_plan_ranks_unless_somebody_says_it_does_not(county):
    user, given = user_over(county.top), {"code": "p", "name": "目标", "year": "2026"}
    quiet = PlanForm(given, user=user)
    assert quiet.is_valid(), quiet.errors
    assert (quiet.instance.ranked, quiet.instance.small) == (True, 10)
    said = PlanForm({**given, "ranked": "False", "small": "5"}, user=user)
    assert said.is_valid(), said.errors
    assert (said.instance.ranked, said.instance.small) == (False, 5)
