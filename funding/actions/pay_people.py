"""Who is paid in a township in a month, and for what: whoever holds the post on the month's first
day. One query for each register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cadres.choices.postings import PostingKind
from cadres.choices.posts import GOVERNING, MASS_HEADS, PARTY, VILLAGE, Position
from cadres.choices.welfare import RetiredAs
from cadres.models import Post, Posting, Retirement
from funding.actions.pay_rules import Claim
from funding.choices import PaidAs, SheetKind
from funding.models import PaySheet
from members.choices.standing import LeftWhy
from members.models import Person
from organizations.choices.tree import Level
from organizations.models import Organization

DEPUTIES = (Position.DEPUTY, Position.FULL_TIME_DEPUTY, Position.DEPUTY_DIRECTOR)
POSTED = {
    PostingKind.FIRST_SECRETARY: PaidAs.FIRST_SECRETARY,
    PostingKind.TEAM: PaidAs.TEAM,
    PostingKind.GRADUATE: PaidAs.GRADUATE,
    PostingKind.SELECTED: PaidAs.SELECTED,
}
# Who held one of these posts has an allowance after retiring from it (003-40).
RETIRED = (RetiredAs.SECRETARY, RetiredAs.DIRECTOR, RetiredAs.BOTH)
PAID = (*VILLAGE, *GOVERNING, *PARTY, *MASS_HEADS)
# The better paid first: whoever is two things is paid for the first.
RANKS = (PaidAs.ONE_SHOULDER, PaidAs.SECRETARY, PaidAs.DIRECTOR, PaidAs.DEPUTY, PaidAs.MEMBER)


@dataclass(frozen=True)
class Payee:
    person: Person
    organization: Organization
    claim: Claim


def payees(sheet: PaySheet) -> dict[int, Payee]:
    """{person: payee} of all whom a sheet of its kind is for; each person once."""
    kinds = {
        SheetKind.CADRES: cadres,
        SheetKind.POSTED: posted,
        SheetKind.RETIRED: retired,
    }
    found: dict[int, Payee] = {}
    for one in kinds[SheetKind(sheet.kind)](sheet.organization, sheet.month):
        found.setdefault(one.person.pk, one)
    return found


def cadres(township: Organization, day: date) -> Iterator[Payee]:
    """Village cadres; who is secretary and director of a village is paid for both in one."""
    rows = Post.objects.at(day).filter(
        organization__path__startswith=township.path,
        organization__level=Level.VILLAGE,
        position__in=PAID,
    )
    held: dict[tuple[int, int], list[Post]] = {}
    for post in rows.select_related("person", "organization").order_by("organization__path", "pk"):
        held.setdefault((post.organization_id, post.person_id), []).append(post)
    teams = [(paid_for({post.position for post in posts}), posts[0]) for posts in held.values()]
    for paid_as, post in sorted(teams, key=lambda one: RANKS.index(one[0])):
        yield payee(post.person, post.organization, paid_as)


def paid_for(positions: set[str]) -> PaidAs:
    if {Position.SECRETARY, Position.DIRECTOR} <= positions:
        return PaidAs.ONE_SHOULDER
    if Position.SECRETARY in positions:
        return PaidAs.SECRETARY
    if Position.DIRECTOR in positions:
        return PaidAs.DIRECTOR
    return PaidAs.DEPUTY if positions.intersection(DEPUTIES) else PaidAs.MEMBER


def posted(township: Organization, day: date) -> Iterator[Payee]:
    """First secretaries, teams and graduates (003-27, 003-29)."""
    rows = Posting.objects.at(day).filter(
        organization__path__startswith=township.path, kind__in=POSTED
    )
    for one in rows.select_related("person", "organization").order_by("organization__path", "pk"):
        yield payee(one.person, one.organization, POSTED[PostingKind(one.kind)])


def retired(township: Organization, day: date) -> Iterator[Payee]:
    """Retired secretaries and directors, with the years they served (003-40)."""
    rows = Retirement.objects.at(day).filter(
        organization__path__startswith=township.path, retired_as__in=RETIRED
    )
    rows = rows.exclude(person__left_why=LeftWhy.DIED)
    for one in rows.select_related("person", "organization").order_by("organization__path", "pk"):
        yield payee(one.person, one.organization, PaidAs.RETIRED, one.years)


def payee(
    person: Person, organization: Organization, paid_as: PaidAs, years: Decimal = Decimal(0)
) -> Payee:
    claim = Claim(paid_as, organization.path, person.education, years)
    return Payee(person, organization, claim)
