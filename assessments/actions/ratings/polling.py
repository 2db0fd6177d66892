"""The appraisal of a round taken over from a mass poll."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.ratings.saving import appraise_cases, locked
from assessments.models import Poll, RatingAct, RatingCase, RatingRound
from portal.errors import Refused


@transaction.atomic
def appraise_round(round_: RatingRound, *, poll: Poll, by: Any) -> str:
    """Take the scores (0 to 100) of a closed poll over as appraisal points, for every candidate
    that it asked about and that the county has not confirmed yet. Two queries to read them."""
    if poll.state != Poll.State.CLOSED:
        raise Refused(_("“%(poll)s” is not closed yet.") % {"poll": poll})
    held = locked(round_)
    if not held.running or held.state == RatingRound.State.PUBLICITY:
        words = _("%(round)s is “%(state)s”; this step is not possible now.")
        raise Refused(words % {"round": held, "state": held.get_state_display()})
    rows = poll.subjects.exclude(score=None).values_list("subject", "person", "score")
    scores: dict[Any, Any] = {(place, person): score for place, person, score in rows}
    done = (RatingCase.State.CONFIRMED, RatingCase.State.REMOVED)
    found = {}
    for case in held.cases.exclude(state__in=done).only("organization_id", "person_id"):
        key = (None, case.person_id) if case.person_id else (case.organization_id, None)
        if key in scores:
            found[case.pk] = scores[key]
    if not found:
        raise Refused(_("“%(poll)s” asked about none of the candidates.") % {"poll": poll})
    count = appraise_cases(held, found, said=str(poll))
    RatingAct.objects.create(round=held, kind=RatingAct.Kind.APPRAISED, by=by, said=f"{poll}"[:200])
    words = ngettext(
        "%(n)s candidate got its appraisal points.",
        "%(n)s candidates got their appraisal points.",
        count,
    )
    return words % {"n": count}
