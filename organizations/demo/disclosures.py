"""Party, village and money affairs made public by the villages of a year."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from organizations.actions.disclosures import load_disclosure_duties
from organizations.actions.due import DAY, window_of
from organizations.choices.tree import Level
from organizations.models import Disclosure, DisclosureDuty, Organization

SEED = 990142
KINDS = {
    "village": (3, "季度村务公开"),
    "party": (3, "季度党务公开"),
    "finance": (1, "月度财务收支公开"),
    "assets": (6, "集体资金资产资源情况公开"),
}


def load(say: Callable[[str], None]) -> None:
    county = Organization.objects.filter(parent=None).first()
    if county is None or Disclosure.objects.exists():
        return
    if not DisclosureDuty.objects.exists():
        load_disclosure_duties(county)
    rows = list(disclosures(random.Random(SEED), timezone.localdate()))
    Disclosure.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)
    say(f"{len(rows)} disclosures")


def disclosures(rng: random.Random, today: date) -> Iterator[Disclosure]:
    since = date(today.year - (today.month < 4), 1, 1)
    for village in Organization.objects.filter(level=Level.VILLAGE).order_by("path"):
        share = rng.choice((1.0, 1.0, 1.0, 0.95, 0.8))
        for kind, (months, subject) in KINDS.items():
            first, last = window_of(since, months)
            while last < today:
                if rng.random() < share:
                    yield disclosure(rng, (village, kind, subject), first, last)
                first, last = window_of(last + DAY, months)
    for township in Organization.objects.filter(level=Level.TOWNSHIP):
        first, last = window_of(since, 3)
        while last < today:
            yield disclosure(rng, (township, "government", "季度政务公开"), first, last)
            first, last = window_of(last + DAY, 3)


def disclosure(
    rng: random.Random, what: tuple[Any, str, str], first: date, last: date
) -> Disclosure:
    organization, kind, subject = what
    published = min(last + timedelta(days=rng.randint(1, 12)), timezone.localdate())
    opinions = rng.choice((0, 0, 0, 1, 2))
    return Disclosure(
        organization=organization,
        kind=kind,
        subject=f"{last:%Y年%m月} {subject}",
        channel=rng.choice(("board", "board", "board", "phone", "broadcast")),
        covers_from=first,
        covers_until=last,
        published_on=published,
        shown_until=published + timedelta(days=30),
        opinions=opinions,
        answered=opinions if rng.random() < 0.9 else 0,
    )
