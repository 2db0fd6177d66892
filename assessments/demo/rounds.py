"""Rounds of rating: two years ago by themed stars, last year for villages and members by points,
this year under way, each township at another step."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.ratings.finals import write_ratings
from assessments.actions.ratings.library import library, load_scheme
from assessments.actions.ratings.opening import begin_round
from assessments.actions.ratings.quotas import broken
from assessments.actions.ratings.saving import work_out_all
from assessments.actions.ratings.tally import Scale, effective, signed
from assessments.actions.ratings.writing import insert_rows, update_rows
from assessments.choices import Stars
from assessments.models import (
    Criterion,
    Rating,
    RatingAct,
    RatingCase,
    RatingObjection,
    RatingRound,
    RatingScheme,
    RatingScore,
)
from organizations.choices.tree import Level
from organizations.demo.county import COUNTY
from organizations.models import Organization
from portal.history import acting

SEED = 990821
State, Case, Act, Kind = RatingRound.State, RatingCase.State, RatingAct.Kind, Criterion.Kind
HALF = Decimal("0.5")
REASON = "集体经济收入与年报不符，按乡镇核定数计分。"
QUOTA = "今年新增整镇推进村，经县委常委会研究同意。"


def load(say: Callable[[str], None]) -> None:
    """Fill in the rounds, unless there are any already."""
    county = Organization.objects.filter(code=COUNTY).first()
    if not county or RatingScheme.objects.exists():
        return
    with transaction.atomic(), acting(None, page="demo"):
        schemes = {name: load_scheme(name, at=county) for name in library()}
        year = timezone.localdate().year
        finished(schemes["henan-themed"], year - 2, county)
        objected(finished(schemes["district-2016"], year - 1, county))
        town = Organization.objects.filter(level=Level.TOWNSHIP).order_by("path")[0]
        finished(schemes["members-huaning"], year - 1, town)
        under_way(schemes["city-2023"], year, county)
        opened(schemes["members-huaning"], year, town)
        say(f"{RatingRound.objects.count()} rounds of rating, {RatingCase.objects.count()} cases")


def opened(scheme: RatingScheme, year: int, county: Organization) -> RatingRound:
    made = RatingRound.objects.create(scheme=scheme, year=year, organization=county)
    begin_round(made, by=None)
    made.refresh_from_db()
    return made


def finished(scheme: RatingScheme, year: int, county: Organization) -> RatingRound:
    """A round that ended with the stars that the year's ratings had before it."""
    made = opened(scheme, year, county)
    filled(made, list(made.cases.all()), "self_points", random.Random(SEED + year))
    work_out_all(made)
    cases = made.cases.all()
    cases.update(state=Case.CONFIRMED)
    write_ratings(made)
    published = date(year + 1, 1, 12)
    days = {"published_on": published, "published_until": published + timedelta(days=7)}
    found = broken(made)
    RatingRound.objects.filter(pk=made.pk).update(
        state=State.FINAL, due=None, over_quota_reason=QUOTA if found else "", **days
    )
    for kind in (Act.ADVANCED, Act.PUBLISHED, Act.FINAL):
        RatingAct.objects.create(round=made, kind=kind, reason=QUOTA if found else "")
    return made


def objected(round_: RatingRound) -> None:
    """Two objections to last year's list, both decided."""
    for case, state, text, decision in zip(
        round_.cases.order_by("organization__code")[:2],
        (RatingObjection.State.DISMISSED, RatingObjection.State.UPHELD),
        ("村里路灯一直没修，不应评这么高。", "主题党日实际开了十二次，少算一次。"),
        ("路灯已于公示前修好，现场核实，维持原评定。", "经查会议记录属实，已更正得分。"),
        strict=False,
    ):
        RatingObjection.objects.create(
            case=case,
            raised_by="村民代表",
            text=text,
            state=state,
            decision=decision,
            raised_on=round_.published_on or date(round_.year + 1, 1, 13),
            decided_on=round_.published_until,
        )


def filled(round_: RatingRound, cases: list[RatingCase], column: str, rng: random.Random) -> None:
    """Give each case points in a column, so that they come to about the stars it has."""
    scale = Scale(round_.scheme)
    rows = Rating.objects.filter(year=round_.year)
    had: dict[tuple[int, int | None], int] = {
        (0 if one.person_id else one.organization_id, one.person_id): one.stars for one in rows
    }
    known: dict[int, dict[int, RatingScore]] = {}
    for score in RatingScore.objects.filter(case__in=[case.pk for case in cases]):
        known.setdefault(score.case_id, {})[score.criterion_id] = score
    fresh: list[RatingScore] = []
    changed: list[RatingScore] = []
    for case in cases:
        place = 0 if case.person_id else case.organization_id
        stars = had.get((place, case.person_id), 3)
        scores = known.get(case.pk, {})
        for criterion, points in aimed(scale, scores, stars, rng):
            score = scores.get(criterion.pk) or RatingScore(case=case, criterion=criterion)
            setattr(score, column, points)
            (changed if score.pk else fresh).append(score)
    insert_rows(fresh)
    update_rows(changed, [column])


Given = list[tuple[Criterion, Decimal]]


def aimed(scale: Scale, scores: dict[int, RatingScore], stars: int, rng: random.Random) -> Given:
    """Points of each criterion that gives some, aimed at so many stars."""
    open_ones = [one for one in scale.criteria if one.kind in (Kind.POINTS, Kind.BONUS)]
    if scale.scheme.themed:
        passing = {group.pk for group in rng.sample(scale.groups, stars)}
        share = {True: (0.9, 1.0), False: (0.5, 0.75)}
        spans = [(one, share[one.group_id in passing]) for one in open_ones]
        return [(one, part(one, rng.uniform(*span))) for one, span in spans]
    kept = [(one, Decimal(0)) for one in scale.criteria if one.kind == Kind.DEDUCTION]
    if stars >= Stars.FOUR:  # what was put right in time costs them nothing
        open_ones, corrected = [*open_ones, *(one for one, _none in kept)], kept
    else:
        corrected = []
    taken = sum(
        (
            signed(one, {one.pk: effective(scores.get(one.pk))})
            for one in scale.criteria
            if one not in open_ones
        ),
        scale.scheme.base,
    )
    goal = target(scale, stars, rng) - taken
    return [*spread(open_ones, goal), *corrected]


def target(scale: Scale, stars: int, rng: random.Random) -> Decimal:
    """A total in the middle of a band."""
    bands = {band.stars: band.points_from for band in scale.bands}
    low = bands.get(stars, Decimal(0))
    high = bands.get(stars + 1, scale.scheme.most + 1) - HALF
    low = max(low, high - 15)
    return low + (high - low) * Decimal(f"{rng.uniform(0.2, 0.8):.2f}")


def spread(criteria: Iterable[Criterion], goal: Decimal) -> Given:
    """The goal over the criteria, each as far as it goes: points in proportion, then bonuses."""
    found: Given = []
    for kind in (Kind.POINTS, Kind.BONUS):
        rows = [one for one in criteria if one.kind == kind]
        whole = sum((one.maximum or Decimal(0) for one in rows), Decimal(0))
        share = min(Decimal(1), max(Decimal(0), goal) / whole) if whole else Decimal(0)
        given = [(one, part(one, float(share))) for one in rows]
        goal -= sum((points for _one, points in given), Decimal(0))
        found += [line for line in given if line[1] or kind == Kind.POINTS]
    return found


def part(criterion: Criterion, share: float) -> Decimal:
    """A share of a criterion's points, in halves."""
    most = criterion.maximum or Decimal(1)
    return (most * Decimal(f"{share:.3f}") * 2).quantize(Decimal(1)) / 2


def under_way(scheme: RatingScheme, year: int, county: Organization) -> None:
    """This year's round in review: some townships are through, one has hardly begun, some ratings
    came back."""
    made, rng = opened(scheme, year, county), random.Random(SEED)
    for case in made.cases.all():
        case.appraisal = Decimal(rng.randint(720, 985)) / 10
        case.appraisal_from = "群众测评票"
        RatingCase.objects.filter(pk=case.pk).update(
            appraisal=case.appraisal, appraisal_from=case.appraisal_from
        )
    towns = Organization.objects.filter(level=Level.TOWNSHIP).order_by("path")
    for number, town in enumerate(towns):
        stepped(made, made.cases.filter(organization__path__startswith=town.path), number)
    work_out_all(made)
    RatingRound.objects.filter(pk=made.pk).update(
        state=State.REVIEW, due=timezone.localdate() + timedelta(days=9)
    )
    RatingAct.objects.create(round=made, kind=Act.ADVANCED, said=str(State.REVIEW.label)[:200])


STEPS = (Case.RATED, Case.OPEN, Case.REVIEWED, Case.REVIEWED, Case.RATED, Case.REVIEWED)


def stepped(made: RatingRound, cases: Any, number: int) -> None:
    """One township's cases at one step, with what led there."""
    step = STEPS[number % len(STEPS)]
    ids = list(cases.order_by("organization__code").values_list("pk", flat=True))
    moved: dict[str, list[int]] = {str(step): ids}
    if step == Case.RATED and len(ids) > 2:
        moved = {step: ids[2:], Case.RETURNED: ids[:1], Case.OPEN: ids[1:2]}
    for state, pks in moved.items():
        made.cases.filter(pk__in=pks).update(state=state)
        kinds = {Case.RETURNED: Act.RETURNED, Case.REVIEWED: Act.REVIEWED, Case.RATED: Act.RATED}
        if state in kinds:
            reason = REASON if state == Case.RETURNED else ""
            RatingAct.objects.bulk_create(
                RatingAct(round=made, case_id=pk, kind=kinds[Case(state)], reason=reason)
                for pk in pks
            )
