"""Who is told of ratings that come back: the village, or the township."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from assessments.actions.reports.telling import Holders
from assessments.models import RatingAct, RatingCase
from web.messages import News, tell

RATE, REVIEW, CONFIRM = (f"assessments.{verb}_ratingcase" for verb in ("rate", "review", "confirm"))
TOLD = {
    RatingAct.Kind.RETURNED: (
        (RATE, (REVIEW,)),
        gettext_lazy("The self-rating of %(case)s was returned: %(reason)s"),
    ),
    RatingAct.Kind.SENT_BACK: (
        (REVIEW, (CONFIRM,)),
        gettext_lazy("The rating of %(case)s came back from the county: %(reason)s"),
    ),
}


def tell_returned(case: RatingCase, kind: str, reason: str, *, by: Any) -> None:
    """Tell those who are to put it right, but not those above them."""
    (perm, but), words = TOLD[RatingAct.Kind(kind)]
    users = Holders(perm, but=but).over(case.organization)
    topic = f"rating:{case.pk}:{kind}:{case.acts.count()}"
    tell([News(users, topic, sentence(words, case, reason), case.get_absolute_url())], by=by)


def sentence(words: Any, case: RatingCase, reason: str) -> Callable[[], str]:
    return lambda: str(words) % {"case": case, "reason": reason}
