"""How the stars are spread, which bands break their quota, and who stands nearest to the edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from assessments.choices import Stars
from assessments.models import RatingBand, RatingCase, RatingRound

NEAREST = 5
ONE, ALL = Decimal(1), Decimal(100)


@dataclass
class Spread:
    """One band: how many candidates have these stars, how many may (or must) have them, and who
    would have to move first."""

    stars: int
    count: int
    all: int
    band: RatingBand | None = None
    nearest: list[RatingCase] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(Stars(self.stars).label)

    @property
    def share(self) -> Decimal | None:
        return ALL * self.count / self.all if self.all else None

    @property
    def at_most(self) -> int | None:
        """How many may have these stars: 10% of 98 are nine."""
        if self.band is None or self.band.at_most is None:
            return None
        return int((self.band.at_most * self.all / ALL).quantize(ONE, ROUND_FLOOR))

    @property
    def at_least(self) -> int | None:
        if self.band is None or self.band.at_least is None:
            return None
        return int((self.band.at_least * self.all / ALL).quantize(ONE, ROUND_CEILING))

    @property
    def over(self) -> int:
        return max(0, self.count - self.at_most) if self.at_most is not None else 0

    @property
    def under(self) -> int:
        return max(0, self.at_least - self.count) if self.at_least is not None else 0

    @property
    def breaks(self) -> bool:
        return bool(self.over or self.under)

    @property
    def sentence(self) -> str:
        """Which quota is broken, by how many; "" where none is."""
        said = {"band": self.label, "count": self.count, "over": self.over, "under": self.under}
        if self.over:
            words = _("%(band)s: %(count)s, %(over)s more than the %(most)s allowed.")
            return words % {**said, "most": self.at_most}
        if self.under:
            words = _("%(band)s: %(count)s, %(under)s fewer than the %(least)s required.")
            return words % {**said, "least": self.at_least}
        return ""


def spreads(round_: RatingRound, *, nearest: bool = True, user: Any = None) -> list[Spread]:
    """Every band from five stars down, with quotas. Two queries, and one for each broken quota.

    To a `user` who sees only a part of the round the stars of that part are told, without quotas:
    those hold for the whole, whose stars are not yet published.
    """
    bands = {band.stars: band for band in round_.scheme.bands.all()}
    rows = candidates(round_)
    if user is not None and not user.has_perm("assessments.view_ratingcase", round_.organization):
        rows, bands = rows.filter(user.scope("assessments.view_ratingcase").q("organization")), {}
    counts = dict(rows.order_by().values_list("stars").annotate(n=Count("pk")))
    whole = sum(counts.values())
    found = [
        Spread(stars, counts.get(stars, 0), whole, bands.get(stars))
        for stars in sorted({*bands, *counts, 0}, reverse=True)
    ]
    for one in found if nearest else ():
        if one.breaks:
            one.nearest = list(edge(rows, one))
    return found


def candidates(round_: RatingRound) -> Any:
    return round_.cases.exclude(state=RatingCase.State.REMOVED)


def edge(rows: Any, spread: Spread) -> Iterator[RatingCase]:
    """Over its quota: the band's lowest; under it: the highest below (of no star: the lowest
    above)."""
    rows = rows.select_related("organization", "person", "round")
    if spread.over:
        yield from rows.filter(stars=spread.stars).order_by("total", "pk")[:NEAREST]
    elif spread.stars:
        yield from rows.filter(stars__lt=spread.stars).order_by("-total", "pk")[:NEAREST]
    else:
        yield from rows.filter(stars__gt=0).order_by("total", "pk")[:NEAREST]


def broken(round_: RatingRound) -> list[Spread]:
    return [one for one in spreads(round_, nearest=False) if one.breaks]
