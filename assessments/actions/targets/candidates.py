"""Who could help a figure next, and who leaves it by time alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from assessments.actions.targets.drafts import figures_of
from assessments.actions.targets.results import Result
from assessments.choices import Aggregate, Basis, Comparison, IndicatorKind
from assessments.models import Rating, RatingBand
from organizations.models import Organization
from portal import pages
from web.templatetags.portal import plain

NEAREST = 20
UP = (Comparison.AT_LEAST, Comparison.MORE)


@dataclass(frozen=True)
class Near:
    """A row that does not count yet: what it has, and what it takes."""

    record: Any
    has: str
    lacks: int | None = None
    points: Decimal | None = None  # to the band of the stars asked for, where a round gave points


def candidates(one: Result, user: Any) -> list[Near]:
    """Those that are nearest to counting, nearest first, of those the user may see."""
    if one.indicator.kind == IndicatorKind.SHARE:
        return near_number(one, user)
    stars = parse_qs(one.indicator.numerator.query).get("stars_at_least", [""])[0]
    return near_stars(one, int(stars), user) if stars.isdecimal() else []


def near_number(one: Result, user: Any) -> list[Near]:
    """Organizations just short of the number that a share asks of each."""
    indicator = one.indicator
    goal = indicator.threshold or 0
    counted = figures_of([indicator], one.run).total(indicator.numerator_id)
    goal += {Comparison.MORE: 1, Comparison.LESS: -1}.get(Comparison(indicator.compare), 0)
    rows = Organization.objects.at(one.run.day).for_user(user)
    rows = rows.filter(level=indicator.level, path__startswith=one.organization.path)
    short = [row for row in rows if not indicator.reached(counted.get(row.pk, 0))]
    short.sort(key=lambda row: (abs(goal - counted.get(row.pk, 0)), row.path))
    found = [(row, counted.get(row.pk, 0)) for row in short[:NEAREST]]
    return [Near(row, f"{has:,}", abs(goal - has)) for row, has in found]


def near_stars(one: Result, stars: int, user: Any) -> list[Near]:
    """Organizations or persons rated below the stars asked for: those first whose points are
    nearest to the band, then those without points, the most stars first."""
    below = one.indicator.denominator or one.indicator.numerator
    register = pages.get(below.register)
    about = {"organization": "organization", "person": "person"}.get(below.register)
    if not about or not user.has_perm(register.perm("view")):
        return []
    rows = rows_of(register, below.query, one).for_user(user)
    rated = Rating.objects.filter(
        year=one.run.day.year, person__isnull=about == "organization", stars__lt=stars
    ).exclude(result="withdrawn")
    rated = rated.filter(**{f"{about}__in": rows.values("pk")}).select_related(about)
    band = RatingBand.objects.filter(scheme=OuterRef("round__scheme"), stars__gte=stars)
    edge = band.order_by("stars").values("points_from")[:1]
    rated = rated.annotate(short=Subquery(edge) - F("points"))
    nearest = rated.order_by(F("short").asc(nulls_last=True), "-stars", "pk")
    return [near_star(row, about, stars) for row in nearest[:NEAREST]]


def near_star(row: Any, about: str, stars: int) -> Near:
    has = str(row.get_stars_display())
    if row.points is not None:
        has = _("%(stars)s, %(points)s points") % {"stars": has, "points": plain(row.points)}
    return Near(getattr(row, about), has, stars - row.stars, row.short)


def rows_of(register: Any, query: str, one: Result) -> Any:
    """The records of a measure `at` the run's day, in the organization and all below."""
    found = register.filter(
        f"{query}{'&' if query else ''}on={one.run.day}&organization={one.organization.code}",
        register.model.objects.all(),
    )
    return found.qs


@dataclass(frozen=True)
class Passing:
    """Rows that leave (or join) what is counted by the passing of time alone."""

    count: int
    records: list[Any]


def by_time(one: Result, until: date, user: Any) -> tuple[Passing, Passing] | None:
    """(who leaves, who joins) what counts between the run's day and `until` if nothing changes but
    the date: who turns 35, whose term ends. None where the figure has nothing to do with dates."""
    measure = one.indicator.numerator
    counts = measure.aggregate == Aggregate.COUNT and measure.basis == Basis.AT
    if not counts or one.indicator.kind == IndicatorKind.SHARE:
        return None
    register = pages.get(measure.register)
    if not user.has_perm(register.perm("view")) or one.run.day >= until:
        return None
    asked = register.filter(measure.query)
    now, then = asked.condition(one.run.day), asked.condition(until)
    if measure.query and str(now) == str(then):
        return None
    whole = one.indicator.denominator or measure
    rows = rows_of(register, whole.query if whole.register == measure.register else "", one)
    return passing(rows, now & ~then, user), passing(rows, ~now & then, user)


def passing(rows: Any, met: Q, user: Any) -> Passing:
    """How many rows change, and the first of those the user may see."""
    found = rows.filter(met)
    count = found.count()
    return Passing(count, list(found.for_user(user).order_by("pk")[:NEAREST]) if count else [])
