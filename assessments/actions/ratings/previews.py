"""What is shown before a list of stars is published: every band beside its quota."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from assessments.actions.ratings.quotas import Spread, candidates, spreads
from assessments.models import RatingCase, RatingRound
from portal import pages


def before_publishing(round_: RatingRound, *, by: Any, reason: str = "") -> Iterator[pages.Touched]:
    """The bands with their counts; broken quotas with the candidates nearest to the edge."""
    waiting = candidates(round_).exclude(state=RatingCase.State.CONFIRMED).count()
    if waiting:
        yield pages.Touched(_("Not confirmed yet"), waiting, listing(round_, state=""), warns=True)
    for spread in spreads(round_):
        url = listing(round_, stars=spread.stars)
        text = spread.sentence or f"{spread.label}{allowed(spread)}"
        yield pages.Touched(text, spread.count, url, warns=spread.breaks)
        for case in spread.nearest:
            words = _("nearest to the edge: %(name)s, %(total)s points")
            said = words % {"name": case.candidate, "total": case.total}
            yield pages.Touched(said, None, case.get_absolute_url())


def allowed(spread: Spread) -> str:
    """What the quota allows, in brackets."""
    if spread.at_most is not None:
        return _(" (at most %(most)s)") % {"most": spread.at_most}
    if spread.at_least is not None:
        return _(" (at least %(least)s)") % {"least": spread.at_least}
    return ""


def listing(round_: RatingRound, **asked: Any) -> str:
    known = {name: value for name, value in asked.items() if value != ""}
    query = urlencode({"round": f"#{round_.pk}", **known})
    return f"{pages.get('ratingcase').url('list')}?{query}"
