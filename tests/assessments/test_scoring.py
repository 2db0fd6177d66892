"""The annual assessment (000-55, 000-56, 001-24, 003-46, 003-47): computed, explained, decided."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions.scoring.computing import work_out_assessment
from assessments.actions.scoring.deciding import (
    Entry,
    breaches,
    enter_scores,
    fit_grades,
    grade_scorecard,
    publish_assessment,
    review_assessment,
)
from assessments.actions.scoring.points import points_of
from assessments.actions.scoring.schemes import load_scheme, shipped
from assessments.actions.scoring.why import why
from assessments.models import (
    Assessment,
    AssessmentScheme,
    Circular,
    Finding,
    Inspection,
    ReportAct,
    Score,
    ScoreCard,
)
from cadres.models import Debriefing
from portal.errors import Refused
from portal.models import Job
from tests.assessments.county import DAY, computed
from tests.assessments.scoring import YEAR, Line, assessed, scheme_of
from tests.factories import PersonFactory, user_over
from tests.factories.assessments import PollFactory, PollSubjectFactory, ReportFactory


@pytest.mark.parametrize(
    ("given", "value", "points"),
    [
        ({}, "82.5", "8.25"),
        ({}, "120", "10.00"),
        ({"steps": "60=0; 100=10"}, "70", "2.50"),
        ({"steps": "60=0; 100=10"}, "50", "0.00"),
        ({"how": "stepped", "steps": "100=10；80＝8; 60=5"}, "99.9", "8.00"),
        ({"how": "stepped", "steps": "60=5"}, "59", "0.00"),
        ({"how": "threshold", "steps": "85=10"}, "85", "10.00"),
        ({"how": "threshold", "steps": "85=10"}, "84.99", "0.00"),
        ({"how": "each", "each": Decimal("0.5")}, "3", "8.50"),
        ({"how": "each", "each": Decimal(4)}, "3", "0.00"),
        ({"how": "each", "each": Decimal(2), "kind": "bonus"}, "3", "6.00"),
        ({"how": "each", "each": Decimal(2), "kind": "deduction"}, "9", "-10.00"),
        ({"source": "rating"}, "4", "8.00"),
    ],
)
def test_points_follow_from_a_value(given, value, points):
    line = Line(points=Decimal(10), **{"source": "target", **given})
    assert points_of(line, Decimal(value)) == Decimal(points)


def happenings(county):
    """A ballot, a report on duties, a finding, two circulars and a late report of one township."""
    top, town = county.top, county.towns[0]
    poll = PollFactory(organization=top, year=YEAR, kind="team", state="closed")
    poll.closes_on = DAY
    poll.save()
    for one, score in zip(county.towns, (Decimal("91.5"), None), strict=True):
        PollSubjectFactory(poll=poll, name="", subject=one, score=score, votes=20)
    Debriefing.objects.create(
        organization=town, year=YEAR, audience="above", grade="fairly", state="graded",
        reported_on=DAY,
    )  # fmt: skip
    seen = Inspection.objects.create(
        organization=county.villages[0], inspected_on=DAY, subject="三会一课", team="督查组"
    )
    Finding.objects.create(inspection=seen, finding="记录不全", points=2, found_on=DAY)
    for number in (1, 2):
        Circular.objects.create(
            document=f"〔{number}〕", organization=town, issued_on=DAY, kind="criticism",
            issuer="县委", title="通报",
        )  # fmt: skip
    late = ReportFactory(organization=town, late_by=3, state="accepted")
    ReportAct.objects.create(report=late, kind=ReportAct.Kind.RETURNED, round=1)


def test_each_source_gives_its_points_and_says_why(county):
    """One line of every source, and what a township reads on its card."""
    _run, found = computed(county)
    code = next(code for code, place in found if place == "T1" and found[code, place].target)
    top, town = county.top, county.towns[0]
    happenings(county)
    load_scheme("townships", at=top)  # brings the measures
    each = {"how": "each", "each": 1}
    lines = [
        {"source": "target", "item": code},
        {"source": "plan"},
        {"source": "rating"},
        {"source": "reports", **each},
        {"source": "poll", "item": "team"},
        {"source": "debriefing"},
        {"source": "findings", **each},
        {"source": "measure", "item": "CC-scoring", "kind": "deduction", **each},
        {"source": "hand"},
    ]
    assessment = assessed(top, *lines)
    card = assessment.cards.get(organization=town)
    by_line = {one.line.position: one for one in card.scores.select_related("line")}
    share = found[code, "T1"].attained
    assert by_line[1].computed == round(10 * share, 2)
    assert 0 < by_line[2].computed <= 10
    given = [by_line[position].computed for position in range(3, 10)]
    assert given == [10, Decimal(8), Decimal("9.15"), Decimal("7.5"), 8, -2, None]
    accounts = {at: why(one, one.line, town.code) for at, one in by_line.items()}
    assert accounts[4].found == "Of 1 reports 1 came late or are owed; 1 times one was returned."
    assert accounts[4].rule == "10 − 2 × 1, not below 0: 8"
    assert accounts[5].rule == "10 × 91.5 ÷ 100 = 9.15"
    assert accounts[6].found == "The report on duties was graded “fairly good”."
    assert "organization=T1" in accounts[7].url
    other = assessment.cards.get(organization=county.towns[1])
    unknown = other.scores.get(line__position=5)
    assert (unknown.computed, why(unknown, unknown.line, "T2").found) == (
        None,
        "The portal has no data for this.",
    )


def test_computing_twice_leaves_the_same_rows(county):
    assessment = assessed(county.top, {"source": "rating"}, {})
    before = list(Score.objects.order_by("pk").values_list("pk", "computed", "changed_at"))
    work_out_assessment(assessment, by=None)  # twice leaves the same rows
    assert list(Score.objects.order_by("pk").values_list("pk", "computed", "changed_at")) == before


def test_computing_asks_no_query_for_each_card(county):
    scheme = scheme_of(county.top, {"source": "rating"}, {}, about="members", level="branch")
    assessment = Assessment.objects.create(scheme=scheme, year=YEAR, day=DAY)
    with CaptureQueriesContext(
        connection,
    ) as few:
        work_out_assessment(assessment, by=None)
    cards = assessment.cards.count()
    for _number in range(20):
        PersonFactory(organization=county.villages[0])
    with CaptureQueriesContext(connection) as many:
        work_out_assessment(assessment, by=None)
    assert assessment.cards.count() == cards + 20
    assert len(many) <= len(few)


def test_ties_share_a_rank_and_shares_of_grades_are_kept(county):
    assessment = assessed(county.top, {"points": 100}, about="villages", level="village")
    line = assessment.scheme.lines.get()
    cards = {card.organization.code: card for card in assessment.cards.all()}
    given = dict(zip(("V0", "V1", "V2", "V3"), (95, 92, 92, 40), strict=True))
    entries = {cards[code].pk: Entry(Decimal(points), "看材料") for code, points in given.items()}
    assert enter_scores(assessment, line, entries=entries, by=None) == 4
    rows = {one.organization.code: one for one in assessment.cards.all()}
    assert [rows[code].rank for code in given] == [1, 2, 2, 4]
    assert [rows[code].grade for code in given] == ["优秀", "优秀", "优秀", "不合格"]
    (breach,) = breaches(assessment)
    assert (breach.given, breach.most) == (3, 2)
    review_assessment(assessment, by=None)
    with pytest.raises(Refused, match="given to 3; at most 2"):
        publish_assessment(assessment, by=None)
    fit_grades(assessment, by=None)  # the two that tie at the edge go together
    rows = {one.organization.code: one for one in assessment.cards.all()}
    assert [rows[code].grade for code in given] == ["优秀", "合格", "合格", "不合格"]
    assert rows["V1"].grade_reason
    grade_scorecard(rows["V0"], grade="不合格", reason="11010519491231002X 一票否决", by=None)
    assert ScoreCard.objects.get(pk=rows["V0"].pk).grade_reason == "110105********002X 一票否决"
    with pytest.raises(Refused, match="is no grade of this scheme"):
        grade_scorecard(rows["V0"], grade="特等", reason="…", by=None)


def test_every_scheme_that_ships_goes_in_and_computes(county):
    """000-55, 000-56, 003-46, 003-47: townships, villages, teams, secretaries, members."""
    call_command("load_assessment_scheme", "--all")
    assert AssessmentScheme.objects.count() == 5
    with pytest.raises(CommandError, match="townships"):
        call_command("load_assessment_scheme")
    assert set(shipped()) == {"members", "secretaries", "teams", "townships", "villages"}
    for name in shipped():
        scheme = load_scheme(name, at=county.top)
        assert load_scheme(name, at=county.top) == scheme
        plain = scheme.lines.filter(kind=Line.Kind.PLAIN)
        assert sum(line.points for line in plain) == 100
        assessment = Assessment.objects.create(scheme=scheme, year=YEAR, day=DAY)
        work_out_assessment(assessment, by=None)
        ranked = assessment.cards.filter(rank__isnull=False)
        assert ranked.count() == assessment.cards.count()
    assert ScoreCard.objects.filter(assessment__scheme__about="villages").count() == 4
    members = ScoreCard.objects.filter(assessment__scheme__about="members")
    assert members.exclude(person=None).count() == members.count() > 8


def test_a_job_computes_and_leads_to_the_ranking(
    county, client, django_capture_on_commit_callbacks
):
    scheme = scheme_of(county.top, {"source": "rating"})
    assessment = Assessment.objects.create(scheme=scheme, year=YEAR, day=DAY)
    client.force_login(user_over(county.top))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("assessment-compute_assessment", args=[assessment.pk]))
    job = Job.objects.get(kind="compute-assessment")
    assert (job.state, job.message) == ("done", "")
    page = client.get(job.outcome["url"]).content.decode()
    assert "第1镇" in page


def test_years_are_compared(county, client):
    for year in (YEAR - 1, YEAR):
        scheme, _new = AssessmentScheme.objects.get_or_create(
            code="S", name="考核", organization=county.top, about="townships", level="township",
            defaults={"grades": "合格=0"},
        )  # fmt: skip
        assessment = Assessment.objects.create(scheme=scheme, year=year, day=date(year, 11, 20))
        work_out_assessment(assessment, by=None)
        assessment.cards.filter(organization=county.towns[0]).update(total=year % 100)
    client.force_login(user_over(county.top))
    page = client.get(assessment.cards.get(organization=county.towns[0]).get_absolute_url())
    text = page.content.decode()
    assert "25.00" in text
    assert "26.00" in text
    assert timezone.localdate().year >= YEAR
