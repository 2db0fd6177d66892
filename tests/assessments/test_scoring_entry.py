"""Points that people enter, by page and by workbook, and the own rating (001-24)."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from assessments.actions.scoring.deciding import (
    Entry,
    enter_scores,
    review_assessment,
)
from assessments.models import (
    Score,
    ScoreCard,
)
from portal.errors import Refused
from registers.attachments import attach_file, withdraw_file
from tests.assessments.scoring import assessed
from tests.factories import user_over


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
    for junk in ("NaN", "-Infinity", "十二"):
        answer = client.post(url, {**typed, f"p{first.pk}": junk})
        assert (answer.status_code, "不是数字" in answer.content.decode()) == (422, True)
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
    with pytest.raises(Refused, match=r"2.*第1镇"):
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
