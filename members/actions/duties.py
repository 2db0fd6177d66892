from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from members.choices.duties import Kept
from members.models import Commitment, DutyClaim
from portal.errors import Refused
from portal.rules import refuse_future


@transaction.atomic
def review_claim(claim: DutyClaim, *, on: date, grade: str, review: str, by: Any) -> None:
    """Say how a member fills a duty post."""
    refuse_future(on)
    if on < claim.since:
        raise Refused(_("The member had not taken on the post by that day."))
    claim.reviewed_on, claim.grade, claim.review = on, grade, review
    claim.save()


@transaction.atomic
def close_commitment(
    commitment: Commitment, *, on: date, kept: str, reviewer: str, result: str, by: Any
) -> None:
    """Say whether a commitment was kept."""
    refuse_future(on)
    if commitment.kept != Kept.OPEN:
        raise Refused(_("This commitment was closed on %(day)s.") % {"day": commitment.kept_on})
    if on < commitment.made_on:
        raise Refused(_("It was closed before it was made."))
    commitment.kept, commitment.kept_on = kept, on
    commitment.reviewer, commitment.result = reviewer, result
    commitment.save()
