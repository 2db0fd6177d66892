"""An assessment made public: who sees what, objections, the lock (000-55, 001-24)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.utils import InternalError
from django.urls import reverse

from assessments.actions.scoring import deciding
from assessments.actions.scoring.computing import work_out_assessment
from assessments.actions.scoring.deciding import (
    Entry,
    change_score,
    confirm_assessment,
    decide_refused,
    decide_upheld,
    enter_scores,
    object_to,
    publish_assessment,
    review_assessment,
    use_scorecard,
)
from assessments.models import (
    CardCopy,
    ScoreCard,
)
from portal import pages
from portal.errors import Refused
from tests.assessments.scoring import YEAR, assessed
from tests.factories import user_over


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
