"""A round of rating (000-08) from its opening to final stars: who may do what when, reasons, races,
quotas, publicity, objections; by page, by grid, by workbook; for organizations and for members."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessments.actions.ratings import acts, finals
from assessments.actions.ratings.opening import begin_round, open_round
from assessments.actions.ratings.prefill import rows_url
from assessments.actions.ratings.quotas import spreads
from assessments.demo import rounds
from assessments.models import (
    Criterion,
    Measure,
    Rating,
    RatingCase,
    RatingObjection,
    RatingRound,
    RatingScore,
)
from assessments.pages.ratings import rounds_to_do
from organizations.demo.county import COUNTY
from organizations.models import Meeting, Organization
from portal import pages
from portal.errors import Refused
from tests.assessments.rating import (
    county_with,
    load_scheme,
    people_of,
    round_of,
    scheme_of,
)
from tests.assessments.rounds import ENGLISH, reviewed, to_stage, type_in
from tests.factories import PersonFactory, RatingFactory, make, user_over
from web.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def county():
    return county_with(villages=3)


@pytest.fixture
def people(county):
    return people_of(county)


def test_a_round_goes_from_self_rating_to_final_stars_with_every_act_on_record(county, people):
    round_ = round_of(scheme_of(county))
    case = round_.cases.order_by("organization__code").first()
    assert [str(one.text) for one in rounds_to_do(people["village"])] == [
        "1 self-rating is due (2025)"
    ]
    type_in(round_, people["village"], case, team=50)
    with pytest.raises(Refused, match="Points are missing: 第0村"):
        acts.rate_case(case, by=people["village"])
    type_in(round_, people["village"], case, life=40)
    acts.rate_case(case, by=people["village"])
    with pytest.raises(Refused, match="self-rating handed in") as told:
        acts.rate_case(case, by=people["town"])  # the other one is told by whom, and when
    assert str(people["village"]) in str(told.value)
    with pytest.raises(Refused, match="not possible in this stage"):
        acts.review_case(case, by=people["town"])
    acts.advance_round(round_, by=people["staff"])
    acts.advance_round(round_, by=people["staff"])
    assert (round_.state, round_.due) == ("review", timezone.localdate() + timedelta(days=15))
    acts.return_case(case, reason="村收入数不实", by=people["town"])
    told = Message.objects.get()
    assert (told.user, "村收入数不实" in told.text) == (people["village"], True)
    acts.rate_case(case, by=people["village"])
    type_in(round_, people["town"], case, team=45)
    with pytest.raises(Refused, match="points of “team” were changed"):
        acts.review_case(case, by=people["town"])
    type_in(round_, people["town"], case, why="核减五分")
    acts.review_case(case, by=people["town"])
    case.refresh_from_db()
    assert (case.total, case.stars, case.state) == (85, 4, "reviewed")
    kinds = list(case.acts.values_list("kind", "reason", "by__name"))
    assert [kind for kind, _why, _by in kinds] == ["rated", "returned", "rated", "reviewed"]
    assert kinds[1] == ("returned", "村收入数不实", people["town"].name)


def test_nobody_reviews_their_own_organization_or_confirms_what_they_reviewed(county, people):
    scheme = scheme_of(county, code="towns")
    scheme.query = "level=township"
    scheme.save()
    round_ = round_of(scheme)
    case = round_.cases.get()
    type_in(round_, people["town"], case, team=60, life=30)
    acts.rate_case(case, by=people["town"])
    to_stage(round_, "review")
    with pytest.raises(Refused, match="your own organization"):
        acts.review_case(case, by=people["town"])
    acts.review_case(case, by=people["staff"])
    to_stage(round_, "confirm")
    with pytest.raises(Refused, match="nobody confirms what they reviewed"):
        acts.confirm_case(case, by=people["staff"])
    acts.confirm_case(case, by=user_over(county))
    assert case.state == "confirmed"


def test_broken_quotas_are_shown_with_the_nearest_and_want_a_reason_or_are_refused(county, people):
    round_ = reviewed(county, people, (96, 99, 50))
    round_.scheme.bands.filter(stars=5).update(at_most=34)  # one of three
    round_.scheme.bands.filter(stars=0).update(at_least=50)  # two of three
    five, *_rest, none = spreads(round_)
    assert (five.count, five.at_most, five.over, five.nearest[0].total) == (2, 1, 1, 96)
    assert (none.count, none.at_least, none.under, none.nearest[0].total) == (1, 2, 1, 96)
    with pytest.raises(Refused, match="3 candidates are not confirmed yet"):
        finals.publish_round(round_, by=people["staff"])
    acts.confirm_cases(round_, round_.cases.all(), by=people["staff"])
    with pytest.raises(Refused, match=r"1 more than the 1 allowed.*or give a reason"):
        finals.publish_round(round_, by=people["staff"])
    round_.scheme.over_quota = "refuse"
    round_.scheme.save()
    with pytest.raises(Refused, match="are binding"):
        finals.publish_round(round_, reason="县委同意", by=people["staff"])
    round_.scheme.over_quota = "reason"
    round_.scheme.save()
    finals.publish_round(round_, reason="县委同意", by=people["staff"])
    assert (round_.state, round_.over_quota_reason) == ("publicity", "县委同意")
    assert spreads(round_, user=people["town"])[0].at_most is None  # quotas hold for the whole


def test_publicity_takes_working_days_objections_are_decided_and_ratings_follow(
    county, people, client
):
    first = Organization.objects.get(code="3400000")
    RatingFactory(organization=first, year=2025, stars=1)
    round_ = reviewed(county, people)
    acts.confirm_cases(round_, round_.cases.all(), by=people["staff"])
    finals.publish_round(round_, by=people["staff"])
    days = [timezone.localdate() + timedelta(days=number) for number in range(1, 30)]
    assert (round_.published_until - timezone.localdate()).days >= 5
    assert round_.published_until in days
    client.force_login(user_over(county_with(code="35"), "view_village"))
    url = reverse("rating-published", args=[round_.pk])
    page = client.get(url, headers=ENGLISH).content.decode()
    assert all(name in page for name in ("第0村", "第1村", "第2村"))  # everybody may read it
    case = round_.cases.order_by("organization__code").first()
    words = {"raised_by": "王某", "text": "分数偏高"}
    one, two = (finals.object_to(case, **words, by=people["town"]) for _n in range(2))
    RatingRound.objects.update(published_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="2 objections are still to be decided"):
        finals.finish_round(round_, by=people["staff"])
    finals.decide_dismissed(one, decision="属实", by=people["staff"])
    with pytest.raises(Refused):
        finals.decide_upheld(one, decision="再议", by=people["staff"])
    finals.decide_upheld(two, decision="降一星", stars=4, by=people["staff"])
    assert RatingObjection.objects.filter(state="upheld").get().decided_by == people["staff"]
    assert finals.finish_round(round_, by=people["staff"]) == "3 ratings are final."
    found = dict(Rating.objects.values_list("organization__short_name", "stars"))
    assert found == {"第0村": 4, "第1村": 3, "第2村": 0}
    rating = Rating.objects.get(organization=first)
    assert (rating.round, rating.points, rating.events.count()) == (round_, 95, 2)
    assert pages.get("organization").filter("stars_at_least=4&on=2025-12-31").qs.get() == first


def test_stars_move_and_are_withdrawn_during_the_year_with_reasons(county, people):
    rating = RatingFactory(organization=county.children.get(), year=2025, stars=4)
    listed = "stars_at_least=1&on=2025-12-31"
    said = finals.change_stars(rating, stars=2, reason="整改不力", by=people["staff"])
    assert said == "Demoted: ★★★★ to ★★."
    with pytest.raises(Refused, match="has these stars already"):
        finals.change_stars(rating, stars=2, reason="整改不力", by=people["staff"])
    with pytest.raises(Refused, match="Say why"):
        finals.withdraw_rating(rating, reason=" ", by=people["staff"])
    assert pages.get("organization").filter(listed).qs.count() == 1
    finals.withdraw_rating(rating, reason="发生安全事故", by=people["staff"])
    assert pages.get("organization").filter(listed).qs.count() == 0
    assert list(rating.events.order_by("pgh_id").values_list("stars", "reason")) == [
        (4, ""),
        (2, "整改不力"),
        (2, "发生安全事故"),
    ]


def test_what_registers_count_is_prefilled_in_one_scan_with_the_very_rows(county, people):
    village = Organization.objects.get(code="3400000")
    for month in (1, 2, 3):
        make(Meeting, village, kind="members", held_on=date(2025, month, 5))
    scheme = scheme_of(county)
    held = Measure.objects.create(
        code="held", name="党员大会", register="meeting", query="kind=members", basis="during",
        organization=county,
    )  # fmt: skip
    Criterion.objects.create(
        scheme=scheme, code="meetings", name="少一次扣 2 分", kind="deduction", position=9,
        each=2, maximum=8, measure=held, reads="missing", due=4, own_only=True,
    )  # fmt: skip
    begun = []
    for year, extra in ((2025, 0), (2024, 20)):
        for number in range(extra):
            Organization.objects.filter(code="3400").get().children.create(
                code=f"x{number}", name=f"新{number}村党支部", kind="branch", level="village"
            )
        made = RatingRound.objects.create(scheme=scheme, year=year, organization=county)
        with CaptureQueriesContext(connection) as asked:
            begin_round(made, by=None)
        begun.append((made, len(asked)))
    (round_, few), (_more, many) = begun
    assert few == many
    scores = RatingScore.objects.filter(case__round=round_, criterion__code="meetings")
    assert dict(scores.values_list("case__organization__code", "prefilled")) == {
        "3400000": 2, "3400001": 8, "3400002": 8,
    }  # fmt: skip
    score = scores.get(case__organization=village)
    listed = pages.get("meeting").filter(
        rows_url(score.criterion, score.case, round_).partition("?")[2]
    )
    assert score.counted == listed.qs.count() == 3
    assert score.case.total == 0  # nobody has given points yet, and two are off


def test_of_two_who_open_or_confirm_at_once_one_wins(county, people):
    round_ = RatingRound.objects.create(scheme=scheme_of(county), year=2025, organization=county)
    open_round(round_, by=people["staff"])
    begin_round(round_, by=None)
    with pytest.raises(Refused, match="already"):
        begin_round(round_, by=None)
    assert round_.cases.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_leave_one_act(county, people):
    round_ = reviewed(county, people)

    def confirm(user):
        try:
            return acts.confirm_cases(round_, RatingCase.objects.all(), by=user)
        except Refused:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(confirm, [people["staff"], user_over(county)]))
    assert sorted(done) == [0, 3]
    assert round_.acts.filter(kind="confirmed").count() == 3


def test_members_are_rated_at_once_however_many_there_are(county, people):
    village = Organization.objects.get(code="3400000")
    scheme, costs = load_scheme("members-huaning", at=county), []
    for year, many in ((2024, 2), (2025, 30)):
        for number in range(many):
            PersonFactory(name=f"党员{year}{number}", organization=village, joined="2001-07-01")
        round_ = RatingRound.objects.create(scheme=scheme, year=year, organization=county)
        with CaptureQueriesContext(connection) as asked:
            begin_round(round_, by=None)
        cases = round_.cases.all()
        assert acts.rate_cases(round_, cases, by=people["town"]) == cases.count()
        for stage, act in (("review", acts.review_cases), ("confirm", acts.confirm_cases)):
            to_stage(round_, stage)
            act(round_, cases, by=people["town" if stage == "review" else "staff"])
        finals.publish_round(round_, by=people["staff"])
        RatingRound.objects.update(published_until="2026-01-01")
        finals.finish_round(round_, by=people["staff"])
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert round_.cases.count() == 32
    assert set(Rating.objects.filter(year=2025).values_list("stars", "points")) == {(1, 60)}
    assert pages.get("person").filter("stars_at_least=1&on=2025-12-31").qs.count() == 32


def test_the_demo_county_has_rounds_that_ended_and_one_under_way():
    county = county_with(villages=4, townships=3, code=COUNTY)
    for number, village in enumerate(Organization.objects.filter(level="village")):
        RatingFactory(organization=village, year=timezone.localdate().year - 1, stars=number % 6)
        PersonFactory(organization=village, joined="2001-07-01")
    said = []
    rounds.load(said.append)
    rounds.load(said.append)  # once
    assert len(said) == 1
    states = RatingRound.objects.values_list("scheme__code", "state")
    assert sorted(states) == [
        ("city-2023", "review"),
        ("district-2016", "final"),
        ("henan-themed", "final"),
        ("members-huaning", "final"),
        ("members-huaning", "self"),
    ]
    last = Rating.objects.filter(year=timezone.localdate().year - 1, person=None)
    assert last.filter(round=None).count() == 0
    assert {one.stars for one in last} > {0, 3, 4}
    themed = Rating.objects.exclude(themes="").first()
    assert themed.stars == len(themed.themes.split("、"))
    assert county.rating_rounds.count() == 3
