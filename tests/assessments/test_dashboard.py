from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions.targets.library import load_plan
from assessments.actions.targets.overview import Line, board, far_behind, next_level
from assessments.actions.targets.runs import compute_run, run_for, start_run
from assessments.models import Plan, Run
from assessments.views.league import URGENCY, cards, places_of
from organizations.models import Organization
from portal import pages
from portal.models import Job, SecurityEvent
from tests.assessments.county import computed, make_county
from tests.factories import OrganizationFactory, TownshipFactory, user_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def run(county):
    return computed(county, timezone.localdate())[0]


def text(response):
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_it_opens_without_a_plan_and_without_an_organization(client):
    client.force_login(user_over(TownshipFactory(), "view_person"))
    assert "target_bar" not in text(client.get(reverse("dashboard")))


def test_home_leads_to_it(client, county):
    client.force_login(user_over(county.top))
    assert client.get("/").url == reverse("dashboard")


def test_nobody_sees_it_without_logging_in(client):
    assert client.get(reverse("dashboard")).status_code == 302


def test_county_staff_see_each_target_with_its_rows(client, county, run):
    client.force_login(user_over(county.top))
    page = text(client.get(reverse("dashboard")))
    for one in board(run, county.top, []).own.results:
        assert str(one.indicator) in page
        assert one.counted_url.replace("&", "&amp;") in page
        assert one.uncounted_url.replace("&", "&amp;") in page
    below = reverse("dashboard-below", args=[run.pk, county.top.code])
    assert below in page
    page = text(client.get(below))
    for town in county.towns:
        assert f"/{town.code}/" in page


def test_it_speaks_english(client, county, run):
    user = user_over(county.top)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    page = text(client.get(reverse("dashboard")))
    assert "Villages with at least three activists" in page
    assert "入党积极分子" not in page


def test_a_township_sees_its_own_figures_only(client, county, run):
    town, other = county.towns
    client.force_login(user_over(town))
    page = text(client.get(reverse("dashboard")))
    assert f"organization={town.code}" in page
    assert f"organization={other.code}" not in page
    assert f"organization={county.top.code}" not in page
    for place in (other, county.top):
        assert client.get(reverse("dashboard"), {"organization": place.code}).status_code == 404
        assert (
            client.get(
                reverse("run-board", args=[run.pk]), {"organization": place.code}
            ).status_code
            == 404
        )


def test_one_may_look_at_a_township_and_at_an_earlier_day(client, county, run):
    earlier = run_for(run.plan, timezone.localdate() - timedelta(days=1), by=None)
    compute_run(earlier, by=None)
    client.force_login(user_over(county.top))
    asked = {"organization": "T1", "run": earlier.pk, "plan": run.plan.code}
    page = text(client.get(reverse("dashboard"), asked))
    assert f"on={earlier.day}&amp;organization=T1" in page
    assert client.get(reverse("dashboard"), {"run": "²"}).status_code == 200
    assert 'value="V0"' in page
    below = text(client.get(reverse("dashboard-below", args=[earlier.pk, "T1"])))
    assert "organization=V0" in below
    assert "organization=V2" not in below


@pytest.mark.parametrize(
    "asked", [{"plan": "nothing"}, {"run": "999999"}, {"organization": "nothing"}]
)
def test_what_is_not_there_is_not_found(client, county, run, asked):
    client.force_login(user_over(county.top))
    assert client.get(reverse("dashboard"), asked).status_code == 404


def test_queries_do_not_grow_with_townships(client, county, run):
    client.force_login(user_over(county.top))
    addresses = [reverse("dashboard"), reverse("dashboard-below", args=[run.pk, "C"])]

    def queries():
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        return counts

    queries()
    few = queries()
    for _ in range(5):
        OrganizationFactory(parent=TownshipFactory(parent=county.top))
    compute_run(run, by=None)
    assert queries() == few
    assert max(few) <= 15


def test_townships_are_ranked_with_those_alike_unless_the_plan_does_not_rank(client, county, run):
    client.force_login(user_over(county.top))
    client.cookies["django_language"] = "en"
    address = reverse("dashboard-below", args=[run.pk, "C"])
    page = text(client.get(address))
    for words in ("League table", "best first", "Score of the targets", "Far behind"):
        assert words in page
    Plan.objects.update(ranked=False)
    page = text(client.get(address))
    assert "this plan does not rank" in page
    for words in (">Score<", ">Rank<", "best first"):
        assert words not in page
    client.force_login(user_over(county.towns[0]))
    assert client.get(address).status_code == 404


def test_equal_scores_share_a_rank(run):
    line = board(run, run.plan.organization, next_level(run.plan.organization)).lines[0]
    other = Organization(pk=10**9, path="/x/")
    assert places_of([line, Line(other, line.results)]) == {line.organization.pk: 1, 10**9: 1}


def test_each_target_says_what_it_takes_the_worst_first(client, county, run):
    client.force_login(user_over(county.towns[0]))
    client.cookies["django_language"] = "en"
    page = text(client.get(reverse("dashboard")))
    assert "more organizations must count by" in page or "new persons by" in page
    order = [card.one.status for card in cards(board(run, county.top, []).own.results)]
    assert order == sorted(order, key=URGENCY.index)


def test_compute_now_starts_a_job_and_shows_it(client, county, django_capture_on_commit_callbacks):
    plan, _new = load_plan("county", at=county.top)
    client.force_login(user_over(county.top))
    answer = client.post(reverse("plan-compute", args=[plan.pk]))
    assert answer.status_code == 302
    job = Job.objects.get(kind="compute-run")
    assert reverse("job", args=[job.pk]) in text(client.get(answer.url))
    job.delete()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("plan-compute", args=[plan.pk]))
    assert Run.objects.get().state == "done"
    assert reverse("job", args=[Job.objects.get().pk]) not in text(client.get(answer.url))


def test_who_may_not_change_plans_may_not_compute_them(client, county):
    plan, _new = load_plan("county", at=county.top)
    client.force_login(user_over(county.top, "view_plan", "view_value"))
    assert client.post(reverse("plan-compute", args=[plan.pk])).status_code == 403
    client.force_login(user_over(county.towns[0]))
    assert client.post(reverse("plan-compute", args=[plan.pk])).status_code == 404
    assert client.get(reverse("plan-compute", args=[plan.pk])).status_code == 405
    assert not Job.objects.exists()


def test_a_run_shows_every_target_of_every_township(client, county, run):
    client.force_login(user_over(county.top))
    page = text(client.get(run.get_absolute_url()))
    for one in board(run, county.top, next_level(county.top)).lines:
        assert one.organization.short in page
    client.force_login(user_over(county.top, "view_person"))
    assert client.get(run.get_absolute_url()).status_code == 403
    client.force_login(user_over(TownshipFactory()))
    assert client.get(run.get_absolute_url()).status_code == 404


def test_the_workbook_comes_as_a_job_and_is_on_record(
    client, county, run, django_capture_on_commit_callbacks
):
    user = user_over(county.top)
    client.force_login(user)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("run-workbook", args=[run.pk]), {"organization": "T1"})
    job = Job.objects.get(kind="export-assessment")
    assert answer.url == reverse("job", args=[job.pk])
    assert (job.state, job.file_name.endswith(".xlsx")) == (Job.State.DONE, True)
    file = client.get(reverse("job-file", args=[job.pk]))
    assert b"".join(file.streaming_content)[:2] == b"PK"
    line = SecurityEvent.objects.get(kind="export")
    assert (line.user, line.details["organization"]) == (user, "T1")


def test_nobody_exports_what_they_may_not_see(
    client, county, run, django_capture_on_commit_callbacks
):
    client.force_login(user_over(county.top, "view_plan", "view_value", "view_run"))
    assert client.post(reverse("run-workbook", args=[run.pk])).status_code == 403
    client.force_login(user_over(county.towns[0]))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("run-workbook", args=[run.pk]), {"organization": "T2"})
    assert Job.objects.get().params["organization"] == county.towns[0].pk


def test_targets_far_behind_are_to_do(county, run):
    user = user_over(county.top)
    waiting = {todo.url for todo in pages.todo_of(user)}
    assert {one.uncounted_url for one in far_behind(user)} <= waiting
    assert far_behind(user)


def test_organizations_are_ranked_by_score_best_first(county, run):
    lines = board(run, county.top, next_level(county.top)).lines
    assert [line.organization.code for line in lines] == ["T1", "T2"]
    assert lines[0].score > lines[1].score


def test_the_list_behind_a_share_says_which_indicator_it_is_of(client, county, run):
    client.force_login(user_over(county.top))
    one = next(one for one in far_behind(user_over(county.top)) if one.indicator.kind == "share")
    page = text(client.get(one.uncounted_url))
    assert str(one.indicator) in page
    assert client.get("/organizations/organization/?counted=nonsense").status_code == 400


def test_a_computation_that_died_does_not_block_the_next(client, county):
    plan, _new = load_plan("county", at=county.top)
    user = user_over(county.top)
    dead = start_run(plan, timezone.localdate(), by=user)
    Job.objects.update(state="running", created_at=timezone.now() - timedelta(hours=2))
    assert start_run(plan, timezone.localdate(), by=user) != dead
