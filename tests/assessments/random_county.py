"""A county made up at random: fifty small trees below it, people and organizations that came,
moved and went, and rows in every register that the three plans look at."""

import random
from datetime import date, timedelta

from members.models import Affiliation, Person
from organizations.choices.tree import Kind, Setting
from organizations.models import Organization, Placement
from tests.assessments.random_money import Money
from tests.assessments.random_people import cadres, posts, ratings, trainings
from tests.assessments.random_places import reports, villages_have

TREES = 50
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
SCHOOLING = ("21", "31", "41", "61", "63", "71", "81", "90", "")
SETTINGS = (Setting.VILLAGE, Setting.VILLAGE, Setting.COMMUNITY, Setting.COOPERATIVE)
STAGES = ("applicant", "activist", "target", "probationary", "full")
DATES = ("applied", "activist_on", "target_on", "joined", "confirmed")


class World:
    """Everything by one random generator: the same seed makes the same county."""

    def __init__(self, top, seed):
        self.top, self.rng, self.number = top, random.Random(seed), seed * 100_000  # noqa: S311 - no secret

    def day(self, first=FIRST, last=LAST):
        return first + timedelta(days=self.rng.randint(0, (last - first).days))

    def chance(self, share):
        return self.rng.random() < share

    def next(self):
        self.number += 1
        return self.number

    def span(self, share=0.3, **more):
        """From when to when: mostly open, sometimes over within the three years."""
        since = self.day(date(2020, 1, 1))
        until = since + timedelta(days=self.rng.randint(0, 900)) if self.chance(share) else None
        return {"since": since, "until": until, **more}

    def fuzzy(self, day):
        """A day, at times known only to the month or the year."""
        text = f"{day}"
        return self.rng.choice((text, text, text, text, text[:7], text[:4]))

    def make(self):
        self.organizations()
        self.persons()
        for fill in (ratings, trainings, posts, cadres, villages_have, reports):
            fill(self)
        Money(self).make()
        return self.day(date(2025, 4, 1))

    # --- the tree

    def below(self, parents, kinds, many, settings=(Setting.VILLAGE,)):
        made = []
        for parent in parents:
            for _ in range(self.rng.randint(*many)):
                n = self.next()
                made.append(
                    Organization(
                        code=f"R{n}",
                        name=f"组织{n}",
                        parent=parent,
                        kind=self.rng.choice(kinds),
                        setting=self.rng.choice(settings),
                        established=self.day(date(2023, 1, 1), date(2025, 6, 1))
                        if self.chance(0.3)
                        else None,
                        closed=self.day(date(2025, 7, 1)) if self.chance(0.1) else None,
                    )
                )
        Organization.objects.bulk_create(made)
        return list(Organization.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))

    def organizations(self):
        self.towns = self.below([self.top] * TREES, [Kind.TOWNSHIP_COMMITTEE], (1, 1))
        self.villages = self.below(self.towns, [Kind.BRANCH, Kind.GENERAL_BRANCH], (0, 3))
        self.branches = self.below(self.villages, [Kind.BRANCH], (0, 2), SETTINGS)
        self.places = [*self.towns, *self.villages, *self.branches]
        self.moved(Placement, "organization", "parent", self.villages, self.towns, 0.25)
        self.moved(Placement, "organization", "parent", self.branches, self.villages, 0.25)

    def moved(self, model, who, where, rows, places, share):
        """Some hung elsewhere before: the open row begins on the day of the move."""
        open_rows = {getattr(one, f"{who}_id"): one for one in model.objects.filter(until=None)}
        before, changed = [], []
        for row in rows:
            if not self.chance(share):
                continue
            now = open_rows[row.pk]
            now.since = self.day()
            changed.append(now)
            before.append(model(**{who: row, where: self.rng.choice(places)}, until=now.since))
        model.objects.bulk_update(changed, ["since"])
        model.objects.bulk_create(before)

    # --- persons

    def persons(self):
        made = [self.person(place) for place in self.places for _ in range(self.rng.randint(0, 4))]
        made += [self.person(self.rng.choice(self.places)) for _ in range(60)]
        Person.objects.bulk_create(made)
        self.people = list(Person.objects.filter(pk__in=[one.pk for one in made]).order_by("pk"))
        self.moved(Affiliation, "person", "organization", self.people, self.places, 0.3)
        gone = [one.pk for one in self.people if self.chance(0.1)]
        for one in Affiliation.objects.filter(person__in=gone, until=None):
            one.until = max(self.day(), one.since or FIRST)
            one.save()

    def person(self, place):
        stage = self.rng.randint(0, 4)
        first = self.day(date(2005, 1, 1)) if self.chance(0.4) else self.day(date(2023, 6, 1))
        steps = [first + timedelta(days=step * self.rng.randint(20, 200)) for step in range(5)]
        reached = dict(zip(DATES[: stage + 1], map(self.fuzzy, sorted(steps)), strict=False))
        if self.chance(0.1):
            reached.pop(self.rng.choice(list(reached)))  # nobody knows when
        return Person(
            name=f"人{self.next()}",
            sex=self.rng.choice("12"),
            ethnicity="01",
            born=self.fuzzy(self.day(date(1960, 1, 1), date(2004, 12, 31))),
            education=self.rng.choice(SCHOOLING),
            standing=STAGES[stage],
            organization=place,
            **reached,
        )

    # --- rows about them

    def some(self, rows, share):
        return [one for one in rows if self.chance(share)]
