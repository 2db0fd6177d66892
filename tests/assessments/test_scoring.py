"""The annual assessment (000-55, 000-56, 001-24, 003-46, 003-47): computed, explained, decided."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessments.actions.scoring import deciding
from assessments.actions.scoring.computing import work_out_assessment
from assessments.actions.scoring.deciding import (
    Entry,
    breaches,
    change_score,
    confirm_assessment,
    decide_refused,
    decide_upheld,
    enter_scores,
    fit_grades,
    grade_scorecard,
    object_to,
    publish_assessment,
    review_assessment,
    use_scorecard,
)
from assessments.actions.scoring.points import points_of
from assessments.actions.scoring.schemes import load_scheme, shipped
from assessments.actions.scoring.why import why
from assessments.models import (
    Assessment,
    AssessmentLine,
    AssessmentScheme,
    CardCopy,
    Circular,
    Finding,
    Inspection,
    ReportAct,
    Score,
    ScoreCard,
)
from cadres.models import Debriefing
from portal import pages
from portal.errors import Refused
from portal.models import Job
from registers.attachments import attach_file, withdraw_file
from tests.assessments.county import DAY, computed, make_county
from tests.factories import PersonFactory, user_over
from tests.factories.assessments import PollFactory, PollSubjectFactory, ReportFactory

YEAR = DAY.year
Line = AssessmentLine


def scheme_of(county, *lines, about="townships", level="township", **more):
    scheme = AssessmentScheme.objects.create(
        code=f"S-{about}",
        name="年度考核",
        organization=county,
        about=about,
        level=level,
        plan="county",
        grades="优秀 / Excellent=90 (50%); 合格 / Qualified=60; 不合格 / Unqualified=0",
        **more,
    )
    for position, line in enumerate(lines, 1):
        given = {"group": "目标", "name": f"第{position}项", "points": 10, **line}
        Line.objects.create(scheme=scheme, position=position, **given)
    return scheme


def assessed(county, *lines, day=DAY, **more):
    scheme = scheme_of(county, *lines, **more)
    assessment = Assessment.objects.create(scheme=scheme, year=day.year, day=day)
    work_out_assessment(assessment, by=None)
    return assessment


@pytest.fixture
def county(db):
    with translation.override("en"):
        yield make_county()


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
    grade_scorecard(rows["V0"], grade="不合格", reason="一票否决", by=None)
    with pytest.raises(Refused, match="is no grade of this scheme"):
        grade_scorecard(rows["V0"], grade="特等", reason="…", by=None)


def test_what_is_entered_says_who_and_why_and_stays_within_the_points(county, client):
    assessment = assessed(county.top, {"evidence": True})
    staff = user_over(county.top)
    client.force_login(staff)
    url = reverse("assessment-entry", args=[assessment.pk]) + "?line=1"
    first, second = Score.objects.filter(line__position=1).order_by("card__organization__path")
    typed = {
        f"p{first.pk}": "12",
        f"r{first.pk}": "现场核查",
        f"p{second.pk}": "",
        f"r{second.pk}": "",
    }
    wrong = client.post(url, typed)
    assert wrong.status_code == 422
    assert 'value="12"' in wrong.content.decode()
    unsaid = client.post(url, {**typed, f"p{first.pk}": "8", f"r{first.pk}": ""})
    assert unsaid.status_code == 422
    assert client.post(url, {**typed, f"p{first.pk}": "8，5"}).status_code == 302
    first.refresh_from_db()
    assert (first.entered, first.reason, first.entered_by) == (Decimal("8.50"), "现场核查", staff)


def test_points_on_lines_that_need_evidence_need_a_file_before_the_review(county, client):
    """At the score or, for all of a card, at the card; nought needs none."""
    assessment = assessed(county.top, {"evidence": True})
    line, staff = assessment.scheme.lines.get(), user_over(county.top)
    first, second = Score.objects.order_by("card__organization__path")
    entries = {one.card_id: Entry(Decimal(8), "现场核查") for one in (first, second)}
    enter_scores(assessment, line, entries=entries, by=staff)
    client.force_login(staff)
    url = reverse("assessment-entry", args=[assessment.pk]) + "?line=1"
    assert client.get(url).content.decode().count("tag warn") == 2
    with pytest.raises(Refused, match="2.*第1镇"):
        review_assessment(assessment, by=staff)
    attach_file(first, file=ContentFile(b"minutes", name="minutes.txt"), by=staff)
    assert client.get(url).content.decode().count("tag warn") == 1
    with pytest.raises(Refused, match="第2镇"):
        review_assessment(assessment, by=staff)
    held = attach_file(second.card, file=ContentFile(b"photo", name="photo.txt"), by=staff)
    withdraw_file(held, why="wrong one", by=staff)
    with pytest.raises(Refused, match="第2镇"):
        review_assessment(assessment, by=staff)
    enter_scores(assessment, line, entries={second.card_id: Entry(Decimal(0), "未开展")}, by=staff)
    review_assessment(assessment, by=staff)


def sent(book):
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "scores.xlsx"
    return {"workbook": out}


def test_a_line_is_entered_by_workbook_all_rows_or_none(county, client):
    assessment = assessed(county.top, {})
    client.force_login(user_over(county.top))
    url = reverse("assessment-entry", args=[assessment.pk]) + "?line=1"
    first, second = Score.objects.order_by("card__organization__path")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{url}&workbook=1").content))
    sheet = book.active
    assert [cell.value for cell in sheet[2]][:2] == [first.card_id, "第1镇"]
    sheet.cell(3, 5, 6.25)
    sheet.cell(3, 6, "补报材料")
    assert client.post(url, sent(book)).status_code == 302
    second.refresh_from_db()
    assert (second.entered, second.reason) == (Decimal("6.25"), "补报材料")
    sheet.cell(3, 1, 999999)
    sheet.cell(2, 5, 9)
    strange = client.post(url, sent(book))
    assert strange.status_code == 422
    assert "999999" in strange.content.decode()
    first.refresh_from_db()
    assert first.entered is None


def test_what_is_entered_on_other_lines_has_bounds_and_reasons_too(county, client):
    assessment = assessed(county.top, {}, {"kind": "deduction", "points": 5}, {"source": "rating"})
    staff = user_over(county.top)
    client.force_login(staff)
    first = Score.objects.filter(line__position=1).order_by("card__organization__path").first()
    lines = {one.position: one for one in assessment.scheme.lines.all()}
    with pytest.raises(Refused):
        enter_scores(assessment, lines[2], entries={first.card_id: Entry(Decimal(1))}, by=staff)
    known = {first.card_id: Entry(Decimal("8.5"), "现场核查")}
    enter_scores(assessment, lines[1], entries=known, by=staff)
    enter_scores(assessment, lines[2], entries={first.card_id: Entry(Decimal(-1))}, by=staff)
    with pytest.raises(Refused):  # a computed line changes for a reason only
        enter_scores(assessment, lines[3], entries={first.card_id: Entry(Decimal(1))}, by=staff)
    card = ScoreCard.objects.get(pk=first.card_id)
    assert card.total == Decimal("8.50") - 1 + 10
    page = client.get(card.get_absolute_url()).content.decode()
    assert "现场核查" in page
    assert str(staff) in page


def test_a_township_rates_its_own_work_before_anything_is_public(county, client):
    """From the own rating to the lock (001-24)."""
    assessment = assessed(county.top, {"points": 100}, public_days=3)
    town, other = (assessment.cards.get(organization=one) for one in county.towns)
    secretary = user_over(
        county.towns[0], "view_scorecard", "view_score", "view_assessment", "rate_scorecard"
    )
    client.force_login(secretary)
    own = reverse("scorecard-self", args=[town.pk])
    score = town.scores.get()
    assert client.post(own, {f"p{score.pk}": "88", f"n{score.pk}": "见台账"}).status_code == 302
    score.refresh_from_db()
    assert (score.self_score, score.self_note) == (88, "见台账")
    assert client.get(reverse("scorecard-self", args=[other.pk])).status_code == 404
    assert client.get(town.get_absolute_url()).status_code == 404


def public(county):
    """An assessment of two townships that has been made public: 70 and, changed on review, 72."""
    assessment = assessed(county.top, {"points": 100}, public_days=3)
    line = assessment.scheme.lines.get()
    town, other = (assessment.cards.get(organization=one) for one in county.towns)
    with pytest.raises(Refused, match="2 scores are not there yet"):
        review_assessment(assessment, by=None)
    entries = {town.pk: Entry(Decimal(70)), other.pk: Entry(Decimal(65))}
    enter_scores(assessment, line, entries=entries, by=None)
    review_assessment(assessment, by=None)
    with pytest.raises(Refused):
        enter_scores(assessment, line, entries=entries, by=None)
    change_score(other.scores.get(), points=Decimal(72), reason="复核材料", by=None)
    town.refresh_from_db()
    assert town.rank == 2
    publish_assessment(assessment, by=None)
    return assessment, line, town, other


def test_a_card_is_seen_by_its_township_once_it_is_public(county, client):
    assessment, _line, town, other = public(county)
    client.force_login(user_over(county.towns[0], "view_scorecard", "view_assessment"))
    page = client.get(town.get_absolute_url()).content.decode()
    assert "70.00" in page
    assert client.get(other.get_absolute_url()).status_code == 404
    ranking = client.get(reverse("assessment-ranking", args=[assessment.pk])).content.decode()
    assert other.organization.short not in ranking


def test_objections_are_decided_before_the_lock(county, monkeypatch):
    assessment, line, town, _other = public(county)
    secretary = user_over(county.towns[0])
    made = object_to(town, text="基础分算少了", line=line, by=secretary)
    refused = object_to(town, text="再看一次", by=secretary)
    with pytest.raises(Refused, match="names none"):
        decide_upheld(refused, points=Decimal(1), decision="…", by=None)
    decide_upheld(made, points=Decimal(75), decision="补充材料属实", by=None)
    town.refresh_from_db()
    assert (town.total, town.rank) == (75, 1)
    with pytest.raises(Refused, match="It is public until"):
        confirm_assessment(assessment, by=None)
    after = assessment.public_until + timedelta(days=1)
    monkeypatch.setattr(deciding.timezone, "localdate", lambda: after)
    with pytest.raises(Refused, match="1 objections are not decided"):
        confirm_assessment(assessment, by=None)
    decide_refused(refused, decision="计算无误", by=None)
    with pytest.raises(Refused):
        decide_refused(refused, decision="计算无误", by=None)
    confirm_assessment(assessment, by=None)
    for late in (
        lambda: work_out_assessment(assessment, by=None),
        lambda: change_score(town.scores.get(), points=Decimal(1), reason="…", by=None),
        lambda: object_to(town, text="…", by=secretary),
    ):
        with pytest.raises(Refused):
            late()
    use_scorecard(town, used_for="reward", decision="县委表彰", by=None)
    assert ScoreCard.objects.get(pk=town.pk).get_used_for_display() == "reward or commendation"
    copy = CardCopy.objects.get(card=town)
    assert (copy.content["total"], copy.content["rank"]) == ("75.00", 1)
    assert copy.digest == deciding.digest_of(copy.content)
    with pytest.raises(InternalError):
        CardCopy.objects.filter(pk=copy.pk).update(digest="")


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


def test_what_an_assessment_went_by_stays(county):
    assessment = assessed(county.top, {"source": "rating"})
    scheme, line = assessment.scheme, assessment.scheme.lines.get()
    staff = user_over(county.top)
    for record, change in (
        (scheme, {"grades": "合格=0"}),
        (line, {"points": 50}),
        (assessment, {"day": f"{YEAR}-12-31"}),
        (assessment, {"year": YEAR - 1, "day": f"{YEAR - 1}-12-31"}),
    ):
        form = pages.get(record._meta.model_name).form
        shown = form(instance=record, user=staff)
        same = {name: shown[name].value() for name in shown.fields}
        assert form(same, instance=record, user=staff).is_valid()
        assert not form({**same, **change}, instance=record, user=staff).is_valid()
        record.refresh_from_db()
