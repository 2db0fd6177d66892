"""An organization's team: seats, who fills them, what stands empty and since when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cadres.choices.posts import PARTY, Position
from cadres.models import Post
from cadres.rules.limits import seats_on
from organizations.models import Organization
from portal.choices import EDUCATION, education_at_least
from portal.filters import age_on

ORDER = {position: place for place, position in enumerate(Position.values)}
COLLEGE = "31"


@dataclass(frozen=True)
class Holder:
    """Somebody in a post, with what a reader asks first."""

    post: Post
    age: int | None
    schooling: str
    others: tuple[str, ...]
    overdue: bool


@dataclass
class Seat:
    """A post of the team: how many there should be, who holds it, since when others are missing."""

    label: str
    seats: int
    holders: list[Holder] = field(default_factory=list)
    empty_since: list[date | None] = field(default_factory=list)


@dataclass
class Team:
    seats: list[Seat]
    one_shoulder: bool
    facts: dict[str, Any]

    @property
    def vacancies(self) -> int:
        return sum(len(seat.empty_since) for seat in self.seats)


def team_of(organization: Organization, day: date) -> Team:
    """The team as of a day, in three queries."""
    posts = list(
        Post.objects.filter(organization=organization, since__lte=day)
        .select_related("person", "body")
        .order_by("since", "pk")
    )
    held = [post for post in posts if post.is_open(day)]
    others = other_posts(held, day)
    wanted = seats_on(organization, day)
    found = {p: Seat(str(Position(p).label), n) for p, n in wanted.items()}
    for post in held:
        seat = found.setdefault(post.position, Seat(str(post.get_position_display()), 0))
        seat.holders.append(holder_of(post, others[post.person_id], day))
    for position, seat in found.items():
        missing = max(0, seat.seats - len(seat.holders))
        ends = [one.until for one in posts if one.position == position and not one.is_open(day)]
        seat.empty_since = freed(ends, missing)
    seats = [found[position] for position in sorted(found, key=ORDER.__getitem__)]
    return Team(seats, is_one_shouldered(held), facts_of(held, day, wanted))


def freed(ends: list[date | None], missing: int) -> list[date | None]:
    """Since when so many seats stand empty: the latest ends, else unknown (never filled)."""
    last = sorted((day for day in ends if day), reverse=True)[:missing]
    return [*last, *[None] * (missing - len(last))]


def other_posts(held: Iterable[Post], day: date) -> dict[int, list[Post]]:
    """Every post that these people hold, wherever it is."""
    people = {post.person_id for post in held}
    found: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.at(day).filter(person__in=people).select_related("organization"):
        found[post.person_id].append(post)
    return found


def holder_of(post: Post, all_of_them: list[Post], day: date) -> Holder:
    others = tuple(
        one.called
        if one.organization_id == post.organization_id
        else f"{one.organization.short} {one.called}"
        for one in all_of_them
        if one.pk != post.pk
    )
    person = post.person
    schooling = EDUCATION.label(person.education) if person.education else ""
    overdue = post.term_ends is not None and post.term_ends < day
    return Holder(post, age_on(person.born, day), schooling, others, overdue)


def is_one_shouldered(held: Iterable[Post]) -> bool:
    secretaries = {one.person_id for one in held if one.position == Position.SECRETARY}
    return any(one.position == Position.DIRECTOR and one.person_id in secretaries for one in held)


def facts_of(held: list[Post], day: date, wanted: dict[str, int]) -> dict[str, Any]:
    """The summary of a team: each person once."""
    people = {post.person_id: post.person for post in held}.values()
    ages = [age for person in people if (age := age_on(person.born, day)) is not None]
    filled = sum(min(sum(p.position == name for p in held), n) for name, n in wanted.items())
    college = education_at_least(COLLEGE)
    return {
        "people": len(people),
        "seats": sum(wanted.values()),
        "filled": filled,
        "party": len({p.person_id for p in held if p.position in PARTY}),
        "age": round(sum(ages) / len(ages), 1) if ages else None,
        "women": sum(person.sex == "2" for person in people),
        "college": sum(person.education in college for person in people),
    }
