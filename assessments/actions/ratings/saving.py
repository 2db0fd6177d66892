"""Points are typed: by the candidate, the township, the county, each in a column of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.ratings.tally import (
    Scale,
    Unreadable,
    effective,
    plain,
    read_number,
    read_points,
    shown,
)
from assessments.actions.ratings.writing import insert_rows, update_rows
from assessments.models import RatingCase, RatingRound, RatingScore
from portal.errors import Refused
from portal.fields import hide

Case, Stage = RatingCase.State, RatingRound.State
Key = tuple[int, str]  # case; criterion number, or one of WORDS
# Whose column is open in which state of a case, and by which permission.
COLUMNS = {
    Case.OPEN: ("self", "rate"),
    Case.RETURNED: ("self", "rate"),
    Case.RATED: ("town", "review"),
    Case.SENT_BACK: ("town", "review"),
    Case.REVIEWED: ("county", "confirm"),
}
STAGES = {
    "self": (Stage.SELF, Stage.POLL, Stage.REVIEW, Stage.CONFIRM),
    "town": (Stage.POLL, Stage.REVIEW, Stage.CONFIRM),
    "county": (Stage.CONFIRM,),
}
POINTS = {"self": "self_points", "town": "town_points", "county": "county_points"}
REASONS = {"self": "self_note", "town": "town_reason", "county": "county_reason"}
WHY, APPRAISAL = "why", "appraisal"
LONGEST = 300
KEPT = ["points", "total", "stars", "themes", "appraisal", "appraisal_from"]
WRITTEN = [*POINTS.values(), *REASONS.values(), "revision"]


class Shut(Refused):
    """None of these ratings takes entries now."""


@dataclass
class Saved:
    """What became of what was typed, by cell ("12x7"): as kept, what is wrong, whose stands."""

    revision: int = 0
    written: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, str] = field(default_factory=dict)
    cases: set[int] = field(default_factory=set)


def key_of(case: int, what: Any) -> str:
    return f"{case}x{what}"


def column_for(case: RatingCase, user: Any) -> str:
    """Whose column of the case the user may write in now: "self", "town", "county", or ""."""
    column, verb = COLUMNS.get(RatingCase.State(case.state), ("", ""))
    if case.round.state not in STAGES.get(column, ()):
        return ""
    return column if user.has_perm(f"assessments.{verb}_ratingcase", case) else ""


def locked(round_: RatingRound) -> RatingRound:
    """The round as it is now; until the transaction ends nobody types in it or moves it."""
    rows = RatingRound.objects.select_for_update(of=("self",)).select_related("scheme")
    found: RatingRound = rows.get(pk=round_.pk)
    return found


@transaction.atomic
def save_points(
    round_: RatingRound, *, typed: Mapping[Key, str], seen: int | None = None, by: Any
) -> Saved:
    """Keep what was typed, each in the column that is open to the writer; what is wrong is named
    in `faults` and not kept. `seen`: the revision the page showed; what somebody wrote since then
    is left and named in `clashes`."""
    held = locked(round_)
    scale = Scale(held.scheme)
    rows = held.cases.filter(pk__in={case for case, _what in typed})
    cases = {case.pk: case for case in rows.select_related("organization", "person")}
    for case in cases.values():
        case.round = held
    saved = Writing(held, scale, cases, by).save(typed, seen)
    if cases and not saved.cases and not (saved.faults or saved.written or saved.clashes):
        raise Shut(_("These ratings take no entries from you now. Look at the page again."))
    return saved


class Writing:
    """One save of some cells of a round."""

    def __init__(
        self, held: RatingRound, scale: Scale, cases: Mapping[int, RatingCase], by: Any
    ) -> None:
        self.held, self.scale, self.cases = held, scale, cases
        self.columns = {pk: column_for(case, by) for pk, case in cases.items()}
        self.criteria = {f"{one.pk}": one for one in scale.criteria}
        rows = RatingScore.objects.filter(case__in=cases)
        self.scores = {(one.case_id, one.criterion_id): one for one in rows}
        self.dirty: dict[tuple[int, int], RatingScore] = {}
        self.saved = Saved(held.revision)

    def save(self, typed: Mapping[Key, str], seen: int | None) -> Saved:
        for (case, what), text in typed.items():
            if self.columns.get(case):
                self.take(case, what, str(text), seen)
        if self.dirty or self.saved.cases:
            self.write()
        return self.saved

    def take(self, case: int, what: str, text: str, seen: int | None) -> None:
        key = key_of(case, what)
        try:
            if what == WHY:
                self.take_reason(self.cases[case], text)
            elif what == APPRAISAL:
                self.take_appraisal(self.cases[case], text)
            else:
                self.take_points(case, what, text, seen)
        except Unreadable as why:
            self.saved.faults[key] = str(why)

    def take_reason(self, case: RatingCase, text: str) -> None:
        name, said = REASONS[self.columns[case.pk]], hide(text.strip())[:LONGEST]
        self.saved.written[key_of(case.pk, WHY)] = said
        if getattr(case, name) != said:
            setattr(case, name, said)
            self.saved.cases.add(case.pk)

    def take_appraisal(self, case: RatingCase, text: str) -> None:
        value = read_appraisal(text)
        self.saved.written[key_of(case.pk, APPRAISAL)] = plain(value)
        if case.appraisal != value:
            case.appraisal = value
            case.appraisal_from = _("entered by hand") if value is not None else ""
            self.saved.cases.add(case.pk)

    def take_points(self, case: int, what: str, text: str, seen: int | None) -> None:
        number, _dot, reason = what.partition(".")
        criterion = self.criteria.get(number)
        if criterion is None:
            return
        score = self.scores.get((case, criterion.pk)) or RatingScore(
            case_id=case, criterion_id=criterion.pk
        )
        column = self.columns[case]
        name = REASONS[column] if reason else POINTS[column]
        value: Any = hide(text.strip())[:LONGEST] if reason else read_points(criterion, text)
        key = key_of(case, what)
        now = getattr(score, name)
        if now != value and seen is not None and score.revision > seen:
            self.saved.clashes[key] = now if reason else shown(criterion, now)
            return
        repeated = not reason and now is None and value == effective(score)  # what stood there
        if now != value and not repeated:
            setattr(score, name, value)
            self.scores[case, criterion.pk] = self.dirty[case, criterion.pk] = score
            self.saved.cases.add(case)
        self.saved.written[key] = value if reason else shown(criterion, effective(score))

    def write(self) -> None:
        """The scores in one statement, the cases worked out anew in another."""
        self.saved.revision = revision = self.held.revision + 1
        fresh = [one for one in self.dirty.values() if one.pk is None]
        known = [one for one in self.dirty.values() if one.pk is not None]
        for one in self.dirty.values():
            one.revision = revision
        insert_rows(fresh)
        update_rows(known, WRITTEN)
        RatingRound.objects.filter(pk=self.held.pk).update(revision=revision)
        of_case: dict[int, list[RatingScore]] = {}
        for score in self.scores.values():
            of_case.setdefault(score.case_id, []).append(score)
        changed = [self.cases[pk] for pk in self.saved.cases]
        for case in changed:
            work_out(case, self.scale, of_case.get(case.pk, []))
        update_rows(changed, [*KEPT, *REASONS.values()])


def read_appraisal(text: str) -> Decimal | None:
    said = text.strip()
    if not said:
        return None
    number = read_number(said.removesuffix("%"))
    if not 0 <= number <= 100:  # noqa: PLR2004 - a share
        raise Unreadable(_("The appraisal is a number from 0 to 100."))
    return number


def work_out(case: RatingCase, scale: Scale, scores: Iterable[RatingScore]) -> None:
    """Set the case's points, total and stars from its scores."""
    found = scale.tally({one.criterion_id: effective(one) for one in scores}, case.appraisal)
    case.points, case.total = found.points, found.total
    case.stars, case.themes = found.stars, found.themes


@transaction.atomic
def work_out_all(round_: RatingRound) -> int:
    """Work every case of a round out anew; how many changed."""
    scale = Scale(round_.scheme)
    scores: dict[int, list[RatingScore]] = {}
    for score in RatingScore.objects.filter(case__round=round_):
        scores.setdefault(score.case_id, []).append(score)
    changed = []
    for case in round_.cases.all():
        was = (case.points, case.total, case.stars, case.themes)
        work_out(case, scale, scores.get(case.pk, []))
        if was != (case.points, case.total, case.stars, case.themes):
            changed.append(case)
    update_rows(changed, ["points", "total", "stars", "themes"])
    return len(changed)


@transaction.atomic
def appraise_cases(round_: RatingRound, points: Mapping[int, Decimal], *, said: str) -> int:
    """Take over appraisal points, by case, as a poll gives them (0 to 100); how many were new."""
    held = locked(round_)
    scale, changed = Scale(held.scheme), []
    scores: dict[int, list[RatingScore]] = {}
    for score in RatingScore.objects.filter(case__in=points):
        scores.setdefault(score.case_id, []).append(score)
    for case in held.cases.filter(pk__in=points):
        value = Decimal(points[case.pk]).quantize(Decimal("0.01"))
        if case.appraisal != value:
            case.appraisal, case.appraisal_from = value, said[:120]
            work_out(case, scale, scores.get(case.pk, []))
            changed.append(case)
    update_rows(changed, KEPT)
    return len(changed)
