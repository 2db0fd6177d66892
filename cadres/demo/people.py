"""Whom the demo county's posts, reserves and contact points can be given to."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from typing import Any

from members.choices.standing import Standing
from members.models import Person
from organizations.models import Organization
from portal.filters import age_on


class Pool:
    """The people at home in each organization; nobody is taken twice."""

    def __init__(self, rng: random.Random, today: date, used: set[int] | None = None) -> None:
        self.rng, self.today, self.used = rng, today, used or set()
        self.near: dict[int, list[Person]] = defaultdict(list)
        columns = ("pk", "name", "sex", "born", "education", "standing", "organization__path")
        rows = Person.objects.filter(left=None).select_related("organization").order_by("pk")
        for person in rows.only(*(c for c in columns if "__" not in c), "organization__path"):
            for step in person.organization.path.strip("/").split("/"):
                self.near[int(step)].append(person)

    def take(
        self,
        place: Organization,
        *,
        ages: tuple[int, int],
        members: bool = False,
        women: bool = False,
    ) -> Any:
        """Somebody of these ages there; None where all are taken."""
        first, last = ages
        fitting = [
            person
            for person in self.near[place.pk]
            if person.pk not in self.used
            and (not members or person.standing == Standing.FULL)
            and (not women or person.sex == "2")
            and first <= (age_on(person.born, self.today) or 0) <= last
        ]
        if not fitting:
            return None
        chosen = self.rng.choice(fitting)
        self.used.add(chosen.pk)
        return chosen
