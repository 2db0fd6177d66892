"""Every village's team of two terms, with the postings, the empty seats and the mistakes that a
real county has."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cadres.actions.rules import load_rules
from cadres.choices.checks import Filing, FilingState
from cadres.choices.posts import (
    FOUR_GROUPS,
    FOUR_WAYS,
    PARTY,
    Chosen,
    Position,
    PostLeft,
    Source,
    Workload,
)
from cadres.demo.people import Pool
from cadres.models import Post, PostFiling, Responsibility
from organizations.choices.tree import Kind, Level
from organizations.models import Organization
from portal.filters import age_on
from portal.history import acting

SEED = 20260
ELECTED = (date(2021, 1, 15), date(2026, 1, 20))  # the two last rounds
SOURCES = {
    Source.CADRE: 26,
    Source.RICH: 18,
    Source.COOPERATIVE: 12,
    Source.RETURNED: 15,
    Source.VETERAN: 12,
    Source.BROKER: 5,
    Source.GRADUATE: 6,
    Source.FARMER: 6,
}
WAYS = dict(zip(FOUR_WAYS, (52, 24, 14, 10), strict=True))
# Besides secretary and director: position -> how likely one of the party body holds it, how likely
# it stands empty.
SEATS = {
    Position.DEPUTY: (0, 0.12),
    Position.ORGANIZATION_MEMBER: (0, 0.03),
    Position.SUPERVISION: (0.3, 0.02),
    Position.LEAGUE: (0.8, 0.05),
    Position.WOMEN: (0.85, 0.02),
    Position.MILITIA: (0.82, 0.03),
    Position.ACCOUNTANT: (0.1, 0.02),
}
ONE_SHOULDER, NO_SECRETARY, NO_DIRECTOR = 0.88, 0.035, 0.02
ONE_SHOULDER_BEFORE, YOUNGEST, EARLY = 0.6, 21, date(1900, 1, 1)


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(level=Level.COUNTY).first()
    if not county or Post.objects.exists():
        return
    rng = random.Random(SEED)
    with transaction.atomic(), acting(None, page="demo"):
        rules = load_rules(county)
        teams = Teams(rng, timezone.localdate())
        posts = Post.objects.bulk_create(list(teams.county()), batch_size=2000)
        filings = PostFiling.objects.bulk_create(list(filed(posts, rng, teams.today)))
        answering = Responsibility.objects.bulk_create(list(responsible(teams.today)))
    say(f"{len(posts)} posts, {len(filings)} filings, {len(answering)} responsible, {rules} rules")


class Teams:
    """Chooses a team for each village out of the people of its branches."""

    def __init__(self, rng: random.Random, today: date) -> None:
        self.rng, self.today, self.pool = rng, today, Pool(rng, today)
        self.rounds = [day for day in ELECTED if day <= today]

    def county(self) -> Iterator[Post]:
        rows = Organization.objects.filter(closed=None).order_by("path")
        for organization in rows:
            if organization.level == Level.VILLAGE:
                yield from self.village(organization)
            elif organization.level == Level.TOWNSHIP:
                yield from self.township(organization)
            elif organization.level == Level.BRANCH and organization.kind != Kind.PARTY_GROUP:
                yield from self.branch(organization)

    def village(self, village: Organization) -> Iterator[Post]:
        """The team of the last round, and who was secretary in the round before."""
        since = self.rounds[-1]
        if village.established and village.established > since:
            since = village.established
        ages = (61, 64) if self.rng.random() < 0.03 else (28, 59)
        secretary = self.pool.take(village, ages=ages, members=True)
        if secretary is None:
            return
        before = list(self.former(village, secretary)) if self.rng.random() < 0.9 else []
        yield from before
        if self.rng.random() < NO_SECRETARY:
            left = self.today - timedelta(days=self.rng.randint(20, 300))
            post = self.post(village, secretary, Position.SECRETARY, min(since, left))
            post.until, post.left_why = (
                left,
                self.rng.choice([PostLeft.PROMOTED, PostLeft.RESIGNED]),
            )
            yield post
            party = []
        else:
            yield self.post(village, secretary, Position.SECRETARY, since)
            party = [secretary]
        yield from self.director(village, secretary if party else None, since, before)
        yield from self.others(village, party, since)

    def former(self, village: Organization, secretary: Any) -> Iterator[Post]:
        """Two thirds were secretary a term before, too; the others followed somebody."""
        if not self.had_a_round_before(village):
            return
        first, last = self.rounds[-2:]
        same = self.rng.random() < 0.66
        holder = secretary if same else self.pool.take(village, ages=(45, 70), members=True)
        if holder:
            post = self.post(village, holder, Position.SECRETARY, first)
            post.until, post.left_why, post.term_ends = last, PostLeft.TERM, last
            yield post

    def had_a_round_before(self, village: Organization) -> bool:
        young = village.established and village.established > self.rounds[0]
        return len(self.rounds) > 1 and not young

    def director(
        self, village: Organization, secretary: Any, since: date, before: list[Post]
    ) -> Iterator[Post]:
        led = [post.person for post in before if self.rng.random() < ONE_SHOULDER_BEFORE]
        if self.rng.random() < NO_DIRECTOR:
            return
        one = secretary and self.rng.random() < ONE_SHOULDER
        holder = secretary if one else self.pool.take(village, ages=(26, 59))
        if holder:
            post = self.post(village, holder, Position.DIRECTOR, since + timedelta(days=40))
            yield from self.two_terms(post, led)

    def others(self, village: Organization, party: list[Any], since: date) -> Iterator[Post]:
        for position, (inside, empty) in SEATS.items():
            if self.rng.random() < empty:
                continue
            seated = len(party) > 1 and self.rng.random() < inside
            members = position in {Position.DEPUTY, Position.ORGANIZATION_MEMBER}
            ages = (22, 36) if position == Position.LEAGUE else (24, 58)
            women = position == Position.WOMEN
            fitting = [one for one in party[1:] if not women or one.sex == "2"]
            holder = (
                self.rng.choice(fitting)
                if seated and fitting
                else self.pool.take(village, ages=ages, members=members, women=women)
            )
            if holder is None:
                continue
            if members:
                party.append(holder)
            yield from self.two_terms(self.post(village, holder, position, since))
        for _number in range(2):
            if holder := self.pool.take(village, ages=(24, 58)):
                post = self.post(village, holder, Position.VILLAGE_MEMBER, since + timedelta(40))
                yield from self.two_terms(post)

    def two_terms(self, post: Post, led: Sequence[Any] = ()) -> Iterator[Post]:
        """The post, and who held it a term before: whoever led the village, or mostly the same."""
        yield post
        village = post.organization
        if not self.had_a_round_before(village):
            return
        members = post.position in PARTY
        others = self.rng.random() < 0.4 and self.pool.take(village, ages=(40, 68), members=members)
        holder = next(iter(led), others or post.person)
        first = self.rounds[-2] + (post.since - max(self.rounds[-1], village.established or EARLY))
        if (age_on(holder.born, first) or 0) < YOUNGEST:
            return
        past = self.post(village, holder, post.position, first)
        past.until, past.left_why, past.term_ends = post.since, PostLeft.TERM, post.since
        yield past

    def township(self, town: Organization) -> Iterator[Post]:
        """Leaders out of the four groups more often than not (000-05)."""
        for position, many in (
            (Position.TOWN_SECRETARY, 1),
            (Position.TOWN_HEAD, 1),
            (Position.TOWN_DEPUTY, 2),
            (Position.TOWN_ORGANIZATION, 1),
            (Position.TOWN_LEADER, 4),
        ):
            for _number in range(many):
                if holder := self.pool.take(town, ages=(30, 55), members=True):
                    post = self.post(town, holder, position, date(self.today.year - 3, 9, 1))
                    known = self.rng.random() < 0.6
                    post.source = self.rng.choice(FOUR_GROUPS) if known else Source.OTHER
                    post.chosen = Chosen.ELECTED
                    yield post

    def branch(self, branch: Organization) -> Iterator[Post]:
        since = date(self.today.year - 2, 4, 10)
        if branch.established and branch.established > since:
            since = branch.established
        if holder := self.pool.take(branch, ages=(26, 62), members=True):
            post = self.post(branch, holder, Position.SECRETARY, since)
            post.chosen, post.workload = Chosen.ELECTED, Workload.PART
            yield post

    def post(self, place: Organization, person: Any, position: str, since: date) -> Post:
        ends = since.replace(year=since.year + 5)
        village = position in {Position.DIRECTOR, Position.VILLAGE_MEMBER}
        chosen = Chosen.VILLAGERS if village else self.one_of(WAYS)
        return Post(
            person=person,
            organization=place,
            position=position,
            chosen=chosen,
            source=self.one_of(SOURCES),
            since=since,
            term_ends=ends,
            approval_no=f"清组干〔{since.year}〕{self.rng.randint(1, 240)}号",
        )

    def one_of(self, shares: dict[Any, int]) -> Any:
        return self.rng.choices(list(shares), list(shares.values()))[0]


def filed(posts: list[Post], rng: random.Random, today: date) -> Iterator[PostFiling]:
    """Secretaries and directors are filed with the county, but for a few (003-47)."""
    for post in posts:
        leads = post.position in {Position.SECRETARY, Position.DIRECTOR}
        if not leads or post.organization.level != Level.VILLAGE or rng.random() < 0.04:
            continue
        sent = min(today, post.since + timedelta(days=rng.randint(3, 25)))
        done = min(today, sent + timedelta(days=rng.randint(2, 15)))
        waits = rng.random() < 0.03
        yield PostFiling(
            post=post,
            kind=Filing.APPOINTMENT,
            sent_on=sent,
            filing_no=f"清组备〔{sent.year}〕{rng.randint(1, 400)}号",
            filed_with="县委组织部",
            state=FilingState.SUBMITTED if waits else FilingState.FILED,
            filed_on=None if waits else done,
        )


def responsible(today: date) -> Iterator[Responsibility]:
    """Secretaries answer first; a deputy answers directly (001-18)."""
    roles = {Position.TOWN_SECRETARY: "first", Position.TOWN_DEPUTY: "direct"}
    seen: set[tuple[int, str]] = set()
    new_year = today.replace(month=1, day=1)
    for post in Post.objects.at(today).filter(position__in=roles).order_by("pk"):
        role = roles[Position(post.position)]
        if (post.organization_id, role) not in seen:
            seen.add((post.organization_id, role))
            yield Responsibility(
                organization_id=post.organization_id,
                year=today.year,
                person_id=post.person_id,
                role=role,
                position=post.position,
                since=new_year,
                duties="履行党建工作责任，年底专项述职。",
            )
