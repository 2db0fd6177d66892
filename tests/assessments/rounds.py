"""Rounds of rating at any of their stages, and what people type into them."""

from assessments.actions.ratings import acts
from assessments.actions.ratings.saving import save_points
from assessments.models import (
    RatingRound,
)
from tests.assessments.rating import round_of, scheme_of

ENGLISH = {"accept-language": "en"}


SCRIPT = {"X-Grid": "1", **ENGLISH}


def type_in(round_, by, case, seen=None, **texts):
    """Points by criterion code; `why` and `appraisal` as they are."""
    known = {one.code: f"{one.pk}" for one in round_.scheme.criteria.all()}
    typed = {(case.pk, known.get(name, name)): str(text) for name, text in texts.items()}
    return save_points(round_, typed=typed, seen=seen, by=by)


def to_stage(round_, stage):
    RatingRound.objects.filter(pk=round_.pk).update(state=stage)
    round_.refresh_from_db()


def reviewed(county, people, totals=(95, 80, 50)):
    """A round whose villages have been reviewed, with so many points each."""
    round_ = round_of(scheme_of(county))
    for case, total in zip(round_.cases.order_by("organization__code"), totals, strict=True):
        type_in(round_, people["town"], case, team=min(60, total), life=max(0, total - 60))
    acts.rate_cases(round_, round_.cases.all(), by=people["town"])
    to_stage(round_, "review")
    acts.review_cases(round_, round_.cases.all(), by=people["town"])
    to_stage(round_, "confirm")
    return round_
