"""Whom the demo's registers of party life are about."""

from __future__ import annotations

import random
from typing import Any

from members.choices.standing import MEMBERS
from members.models import Person
from organizations.choices.tree import Level
from organizations.demo.county import COUNTY


def members_in(*towns: str) -> list[Person]:
    """The members of these townships, by the three digits of their codes."""
    found: Any = Person.objects.filter(standing__in=MEMBERS, left=None)
    codes = [f"{COUNTY}{town}" for town in towns]
    rows = [found.filter(organization__code__startswith=code) for code in codes]
    return [one for part in rows for one in part.select_related("organization").order_by("pk")]


def some_of_each_village(rng: random.Random, share: float) -> list[Person]:
    """A share of the county's members, those of villages."""
    found: Any = Person.objects.filter(standing__in=MEMBERS, left=None)
    rows = found.exclude(organization__level=Level.COUNTY).order_by("pk")
    return [one for one in rows.select_related("organization") if rng.random() < share]
