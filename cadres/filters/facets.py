"""What posts say of persons and organizations: filters that cadres add to the registers below.

Each asks once for all rows: PostgreSQL hashes what the sub-select finds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from cadres.choices.checks import Filing, FilingState
from cadres.choices.posts import LEADING, MASS_HEADS, PARTY, TOWNSHIP, VILLAGE, Position
from cadres.choices.reserves import ReserveState
from cadres.choices.rules import Limit
from cadres.choices.standards import Judged, Standard
from cadres.models import (
    ContactPoint,
    ContactVisit,
    Delegate,
    PartyWorker,
    Post,
    Reserve,
    SecretaryStandard,
    Skill,
)
from cadres.rules.careers import YEAR
from cadres.rules.limits import limit_on
from organizations.choices.tree import Level
from organizations.models import Organization
from portal.choices import education_at_least
from portal.dates import months_after
from portal.filters import years_before

Rows = QuerySet[Any]
SERVED = """
    SELECT person_id FROM (
        SELECT person_id, unnest(range_agg(daterange(since, least(coalesce(until, %s), %s))))
            AS span
        FROM cadres_post
        WHERE since < %s AND (until IS NULL OR until > since) AND position = ANY(%s)
        GROUP BY person_id) AS spans
    GROUP BY person_id HAVING sum(upper(span) - lower(span)) >= %s
"""


class YesFacet(django_filters.BooleanFilter):
    """The records that `found(day)` names, or all the others."""

    def __init__(self, found: Callable[[date], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.found = found

    def condition(self, value: bool, day: date, prefix: str) -> Q:
        inside = Q(**{f"{prefix}pk__in": self.found(day)})
        return inside if value else ~inside


class ChosenFacet(django_filters.MultipleChoiceFilter):
    """The records that `found(values, day)` names."""

    def __init__(self, found: Callable[[Sequence[str], date], Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.found = found

    def condition(self, value: Sequence[str], day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}pk__in": self.found(value, day)})


class NumberFacet(django_filters.NumberFilter):
    """The records that `found(number, day)` names."""

    def __init__(self, found: Callable[[int, date], Any], **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 1000, **kwargs})
        self.found = found

    def condition(self, value: Any, day: date, prefix: str) -> Q:
        return Q(**{f"{prefix}pk__in": self.found(int(value), day)})


def posts_on(day: date) -> Rows:
    return Post.objects.order_by().filter(Post.standing_q(day))


def village_secretaries(day: date) -> Rows:
    return posts_on(day).filter(position=Position.SECRETARY, organization__level=Level.VILLAGE)


def one_shouldered(day: date) -> Rows:
    """Secretaries' posts whose holders are director of the same village, too (003-08)."""
    director = posts_on(day).filter(
        position=Position.DIRECTOR,
        person=OuterRef("person"),
        organization=OuterRef("organization"),
    )
    return village_secretaries(day).filter(Exists(director))


# --- of persons


def holders(positions: Sequence[str], day: date) -> Rows:
    return posts_on(day).filter(position__in=positions).values("person")


def of_sources(sources: Sequence[str], day: date) -> Rows:
    return posts_on(day).filter(source__in=sources).values("person")


def chosen_so(ways: Sequence[str], day: date) -> Rows:
    return posts_on(day).filter(chosen__in=ways).values("person")


def with_posts(least: int, day: date) -> Rows:
    """Who holds at least so many posts at a time (003-07)."""
    return (
        posts_on(day).values("person").annotate(n=Count("pk")).filter(n__gte=least).values("person")
    )


def served(positions: Sequence[str]) -> Callable[[int, date], RawSQL]:
    """Who held one of the posts for so many years altogether; days in two posts count once."""

    def found(years: int, day: date) -> RawSQL:
        least = int(years * YEAR)
        return RawSQL(SERVED, [day, day, day, list(positions), least])  # noqa: S611 - a constant

    return found


def with_township_experience(day: date) -> Rows:
    """Who has ever worked in a township's leading body (000-01)."""
    return Post.objects.order_by().filter(position__in=TOWNSHIP, since__lte=day).values("person")


def last_judged(day: date) -> Rows:
    """The last judgement of each, by the day."""
    judged = SecretaryStandard.objects.order_by().filter(judged_on__lte=day)
    later = judged.filter(person=OuterRef("person"), judged_on__gt=OuterRef("judged_on"))
    return judged.filter(~Exists(later))


def meeting_standard(day: date) -> Rows:
    """Whose last judgement is by "one good, two strong" and meets all three parts (000-02)."""
    rows = last_judged(day).filter(standard=Standard.ONE_TWO, politics=Judged.MET)
    return rows.filter(wealth=Judged.MET, coordination=Judged.MET).values("person")


def two_strong(day: date) -> Rows:
    """Whose last judgement, by either standard, says strong in both (004-08)."""
    rows = last_judged(day).filter(wealth=Judged.MET, coordination=Judged.MET)
    return rows.values("person")


def skilled(day: date) -> Rows:
    return Skill.objects.order_by().filter(Skill.standing_q(day)).values("person")


def in_reserve(day: date) -> Rows:
    return listed(day).values("person")


def delegates(assemblies: Sequence[str], day: date) -> Rows:
    seats = Delegate.objects.order_by().filter(Delegate.standing_q(day))
    return seats.filter(assembly__in=assemblies).values("person")


def party_workers(day: date) -> Rows:
    return PartyWorker.objects.order_by().filter(PartyWorker.standing_q(day)).values("person")


def recruitable(day: date) -> Rows:
    """Village cadres open to directed recruitment: age and schooling of the day (003-16)."""
    held = posts_on(day).filter(position__in=VILLAGE, organization__level=Level.VILLAGE)
    most, least = limit_on(Limit.RECRUIT_AGE, day), limit_on(Limit.RECRUIT_EDUCATION, day)
    if most is not None:
        held = held.filter(person__born__gt=years_before(day, most + 1))
    if least is not None:
        held = held.filter(person__education__in=education_at_least(str(least)))
    return held.values("person")


def visiting(least: int, day: date) -> Rows:
    """Leaders with at least so many visits to their contact points in the year of the day."""
    made = ContactVisit.objects.order_by().filter(visited_on__lte=day, visited_on__year=day.year)
    many = made.values("point__leader").annotate(n=Count("pk")).filter(n__gte=least)
    return many.values("point__leader")


# --- of organizations


def led_by_one(day: date) -> Rows:
    return one_shouldered(day).values("organization")


def without_holder(positions: Sequence[str], day: date) -> Rows:
    """Organizations where one of these posts is vacant."""
    vacant = Q()
    for position in positions:
        filled = posts_on(day).filter(position=position)
        vacant |= ~Q(pk__in=filled.values("organization"))
    return Organization.objects.order_by().filter(vacant).values("pk")


def without_secretary(months: int, day: date) -> Rows:
    """Organizations that were without a secretary for more than so many months (domain 2.8)."""
    since = months_after(day, -months)
    lately = Post.objects.order_by().filter(position=Position.SECRETARY, since__lte=day)
    lately = lately.filter(Q(until=None) | Q(until__gt=since))
    old = Q(established=None) | Q(established__lt=since)
    return (
        Organization.objects.order_by()
        .filter(old)
        .exclude(pk__in=lately.values("organization"))
        .values("pk")
    )


def listed(day: date) -> Rows:
    return (
        Reserve.objects.order_by()
        .filter(Reserve.standing_q(day), since__lte=day)
        .exclude(state=ReserveState.SELECTING)
    )


def with_reserves(least: int, day: date) -> Rows:
    """Organizations with at least so many reserve cadres of their own (003-24)."""
    if least <= 0:
        return Organization.objects.order_by().values("pk")
    many = listed(day).values("organization").annotate(n=Count("pk")).filter(n__gte=least)
    return many.values("organization")


def heads_inside(day: date) -> Rows:
    """Organizations whose league, women's and militia heads all sit in the party body (003-09)."""
    heads = posts_on(day).filter(position__in=MASS_HEADS)
    seat = posts_on(day).filter(
        position__in=PARTY, person=OuterRef("person"), organization=OuterRef("organization")
    )
    outside = heads.filter(~Exists(seat)).values("organization")
    return heads.exclude(organization__in=outside).values("organization")


def points(day: date) -> Rows:
    return ContactPoint.objects.order_by().filter(ContactPoint.standing_q(day))


def contacted(day: date) -> Rows:
    return points(day).values("organization")


def demonstrating(day: date) -> Rows:
    return points(day).filter(demonstration_on__lte=day).values("organization")


def visited_less(least: int, day: date) -> Rows:
    """Contact points with fewer visits, from their beginning to the day, than this (001-13)."""
    made = Count("visits", filter=Q(visits__visited_on__lte=day))
    return ContactPoint.objects.order_by().annotate(n=made).filter(n__lt=least).values("pk")


def visited_enough(least: int, day: date) -> Rows:
    """Contact points with at least so many visits in the year of the day (001-13)."""
    visits = Q(visits__visited_on__lte=day, visits__visited_on__year=day.year)
    rows = ContactPoint.objects.order_by().annotate(n=Count("visits", filter=visits))
    return rows.filter(n__gte=least).values("pk")


def without_filing(kind: str, day: date) -> Rows:
    """Posts begun (or ended) by the day without the filing of that (003-47)."""
    filed = (
        Post.objects.order_by()
        .filter(filings__kind=kind, filings__sent_on__lte=day)
        .exclude(filings__state=FilingState.RETURNED)
    )
    happened = {"until__lte": day} if kind == Filing.REMOVAL else {"since__lte": day}
    return (
        Post.objects.order_by().filter(**happened).exclude(pk__in=filed.values("pk")).values("pk")
    )


def unfit_age(day: date) -> Rows:
    """Open posts of villages whose holders are past the age for staying (domain 2.10)."""
    most = limit_on(Limit.STAY_AGE, day)
    if most is None:
        return Post.objects.none().values("pk")
    held = posts_on(day).filter(organization__level=Level.VILLAGE, position__in=LEADING)
    return held.filter(person__born__lte=years_before(day, most + 1)).values("pk")


def before_the_election(day: date) -> Rows:
    """Open party posts that begin on another day than the team's election (domain 2.13)."""
    held = posts_on(day).filter(position__in=PARTY, organization__elected_on__isnull=False)
    return held.filter(since__lt=F("organization__elected_on")).values("pk")
