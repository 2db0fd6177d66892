"""What a candidate's points come to: the total, the stars, and why, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import Criterion, CriterionGroup, RatingScheme, RatingScore
from portal.fields import normal

Kind = Criterion.Kind
Points = Mapping[int, Decimal | None]  # by criterion
CENT, NOTHING, ALL = Decimal("0.01"), Decimal(0), Decimal(100)
# Whose word counts, the last first.
WORDS = ("county_points", "town_points", "self_points", "prefilled")
YES = {"1", "是", "有", "yes", "y", "√", "true"}
NO = {"0", "否", "无", "no", "n", "×", "false"}


def effective(score: RatingScore | None) -> Decimal | None:
    """The points that count: the county's, else the township's, the candidate's, the registers'."""
    return first_of(score, WORDS)


def before(score: RatingScore | None, column: str) -> Decimal | None:
    """What counted before `column` said anything."""
    return first_of(score, WORDS[WORDS.index(column) + 1 :])


def first_of(score: RatingScore | None, names: tuple[str, ...]) -> Decimal | None:
    said: list[Decimal | None] = [getattr(score, name) for name in names] if score else []
    return next((one for one in said if one is not None), None)


@dataclass
class Tally:
    """`points` without the appraisal, `total` with it; `themes`: the themed stars as
    (code, name, name in English);
    `groups`: points by group; `held`: vetoes and caps that apply; `by_points`: the stars that the
    points alone would have given."""

    points: Decimal
    total: Decimal
    stars: int = 0
    by_points: int = 0
    themes: list[list[str]] = field(default_factory=list)
    groups: dict[int, Decimal] = field(default_factory=dict)
    held: list[Criterion] = field(default_factory=list)


class Scale:
    """A scheme with its parts, asked for once; works out any number of candidates."""

    def __init__(self, scheme: RatingScheme) -> None:
        self.scheme = scheme
        self.groups = list(scheme.groups.order_by("position"))
        self.bands = list(scheme.bands.order_by("-stars"))
        rows = scheme.criteria.select_related("group", "measure", "of")
        self.criteria: list[Criterion] = list(rows.order_by("group__position", "position"))
        self.share = scheme.appraisal_share / ALL

    @property
    def musts(self) -> list[int]:
        """The criteria that somebody must give points for."""
        return [one.pk for one in self.criteria if one.kind == Kind.POINTS]

    @property
    def by_group(self) -> Iterator[tuple[CriterionGroup | None, list[Criterion]]]:
        """Every group with its criteria in order; those in none come first."""
        for group in (None, *self.groups):
            found = [one for one in self.criteria if one.group_id == (group.pk if group else None)]
            if found:
                yield group, found

    def tally(self, points: Points, appraisal: Decimal | None = None) -> Tally:
        groups = {group.pk: self.of_group(group, points) for group in self.groups}
        own = sum((signed(one, points) for one in self.criteria if not one.group_id), NOTHING)
        raw = self.scheme.base + own + sum(groups.values(), NOTHING)
        raw = min(max(raw, NOTHING), self.scheme.most).quantize(CENT)
        total = raw
        if self.share:
            total = (raw * (1 - self.share) + (appraisal or NOTHING) * self.share).quantize(CENT)
        found = Tally(raw, total, groups=groups)
        found.held = [one for one in self.criteria if one.switch and points.get(one.pk)]
        self.give_stars(found)
        return found

    @staticmethod
    def of_group_limit(group: CriterionGroup, found: Decimal) -> Decimal:
        least = max(found, NOTHING)
        return least if group.maximum is None else min(least, group.maximum)

    def of_group(self, group: CriterionGroup, points: Points) -> Decimal:
        own = (signed(one, points) for one in self.criteria if one.group_id == group.pk)
        return self.of_group_limit(group, group.base + sum(own, NOTHING))

    def give_stars(self, found: Tally) -> None:
        passed = self.passed(found)
        found.by_points = len(passed) if self.scheme.themed else self.band(found.total)
        vetoes = [one for one in found.held if one.kind == Kind.VETO]
        caps = [one.stars or 0 for one in found.held if one.kind == Kind.CAP]
        if any(not (self.scheme.themed and one.group_id) for one in vetoes):
            caps.append(0)
        lost = {one.group_id for one in vetoes}
        kept = [group for group in passed if group.pk not in lost]
        stars = len(kept) if self.scheme.themed else found.by_points
        found.stars = min(5, stars, *caps) if caps else min(5, stars)
        if self.scheme.themed:
            best = sorted(kept, key=lambda group: -found.groups[group.pk])[: found.stars]
            found.themes = [[one.code, one.name, one.name_en] for one in kept if one in best]

    def passed(self, found: Tally) -> list[CriterionGroup]:
        """The groups that reach their star."""
        marked = [group for group in self.groups if group.star_from is not None]
        return [group for group in marked if found.groups[group.pk] >= (group.star_from or 0)]

    def band(self, total: Decimal) -> int:
        """The most stars for so many points."""
        return max((band.stars for band in self.bands if total >= band.points_from), default=0)


def signed(criterion: Criterion, points: Points) -> Decimal:
    """What a criterion adds to the total; vetoes and caps add nothing."""
    given = points.get(criterion.pk)
    if given is None or criterion.switch:
        return NOTHING
    if criterion.maximum is not None:
        given = min(given, criterion.maximum)
    return -given if criterion.kind == Kind.DEDUCTION else given


def in_words(scale: Scale, found: Tally, appraisal: Decimal | None) -> list[str]:
    """How the stars came about, a sentence each: the sum, the appraisal, vetoes and caps."""
    said = [made_of(scale, found)]
    if scale.share:
        said.append(with_appraisal(scale, found, appraisal))
    for one in found.held:
        said.append(kept_down(one, themed=scale.scheme.themed))
    return said


def made_of(scale: Scale, found: Tally) -> str:
    if scale.scheme.themed:
        words = _("%(stars)s of %(all)s themed stars by points: %(names)s.")
        names = _(", ").join(one.label for one in scale.passed(found)) or "–"
        marked = sum(1 for group in scale.groups if group.star_from is not None)
        return words % {"stars": found.by_points, "all": marked, "names": names}
    words = _("%(points)s points; %(total)s in total give %(stars)s stars.")
    given = {"points": plain(found.points), "total": plain(found.total)}
    return words % {**given, "stars": found.by_points}


def with_appraisal(scale: Scale, found: Tally, appraisal: Decimal | None) -> str:
    parts = {"own": plain(ALL - scale.scheme.appraisal_share), "points": plain(found.points)}
    parts |= {"share": plain(scale.scheme.appraisal_share), "appraisal": plain(appraisal)}
    if appraisal is None:
        words = _("The appraisal (%(share)s%% of the total) is still missing and counts nothing.")
    else:
        words = _("%(points)s × %(own)s%% + appraisal %(appraisal)s × %(share)s%%.")
    return words % parts


def kept_down(criterion: Criterion, *, themed: bool) -> str:
    if criterion.kind == Kind.CAP:
        words = _("Cap: %(what)s. At most %(stars)s stars.")
    elif themed and criterion.group_id:
        words = _("Veto: %(what)s. The star “%(group)s” is not given.")
    else:
        words = _("Veto: %(what)s. Assessed only, no star.")
    group = criterion.group.label if criterion.group else ""
    return words % {"what": criterion.label, "stars": criterion.stars, "group": group}


def plain(number: Any) -> str:
    """A number of points as people write it; "" for none."""
    if number is None:
        return ""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(criterion: Criterion, number: Decimal | None) -> str:
    """Points as they stand in a cell; vetoes and caps by word."""
    if number is None or not criterion.switch:
        return plain(number)
    return _("yes") if number else _("no")


class Unreadable(ValueError):
    """Something was typed that is no number of points for its criterion; says why."""


def read_points(criterion: Criterion, text: str) -> Decimal | None:
    """What was typed, as points; None where nothing was. Raises Unreadable."""
    said = normal(str(text)).casefold()
    if not said:
        return None
    if criterion.switch:
        return read_switch(said)
    number = read_number(said)
    if number < 0:
        raise Unreadable(_("Points are written without a sign: deductions as 3, not -3."))
    highest = criterion.highest
    if highest is not None and number > highest:
        words = _("At most %(most)s points here.")
        raise Unreadable(words % {"most": plain(highest)})
    return number


def read_switch(said: str) -> Decimal:
    if said in YES | {_("yes")} or said in {"1.0"}:
        return Decimal(1)
    if said in NO | {_("no")} or said in {"0.0"}:
        return Decimal(0)
    raise Unreadable(_("Answer yes or no (1 or 0)."))


def read_number(said: str) -> Decimal:
    try:
        number = Decimal(said.replace(",", "").removesuffix("分")).quantize(CENT)
    except ArithmeticError:
        raise Unreadable(_("“%(text)s” is not a number.") % {"text": said[:20]}) from None
    if not number.is_finite() or abs(number) > 10_000:  # noqa: PLR2004 - more than any scheme has
        raise Unreadable(_("“%(text)s” is not a number.") % {"text": said[:20]})
    return number
