"""Who is in which stage since when, what is due of them next, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from members.choices.development import StepKind
from members.choices.standing import PIPELINE, SINCE, Standing
from members.models import DevelopmentStep, Person, RuleSet
from portal.dates import months_after
from portal.fields import first_day

SHOWN = 40  # cards in a column; all of them are a list away
FAR = date(9999, 12, 31)
Steps = dict[str, date]


@dataclass(frozen=True)
class Next:
    """The step to take next, and by when, where a term runs."""

    text: Any
    due: date | None = None


@dataclass(frozen=True)
class Card:
    person: Person
    since: str | None
    next: Next
    overdue: bool
    soon: bool


@dataclass
class Column:
    standing: Standing
    cards: list[Card] = field(default_factory=list)

    @property
    def overdue(self) -> int:
        return sum(card.overdue for card in self.cards)

    @property
    def shown(self) -> list[Card]:
        return self.cards[:SHOWN]


def pipeline(rows: QuerySet[Person]) -> QuerySet[Person]:
    return rows.filter(standing__in=PIPELINE, left=None)


def board(rows: QuerySet[Person], day: date) -> list[Column]:
    """Three queries, whatever the size: only those on the way are read."""
    people = pipeline(rows).select_related("organization").defer("id_number", "remarks")
    taken = steps_of(rows)
    rules = RuleSet.for_day(day)
    columns = {standing: Column(standing) for standing in PIPELINE}
    for person in people:
        made = card(person, taken.get(person.pk, {}), rules, day)
        columns[Standing(person.standing)].cards.append(made)
    for column in columns.values():
        column.cards.sort(key=lambda one: (one.next.due or FAR, one.since or "9", one.person.pk))
    return list(columns.values())


def steps_of(rows: QuerySet[Person]) -> dict[int, Steps]:
    """{person: {kind of step: the last day it was taken}}."""
    found: dict[int, Steps] = {}
    steps = DevelopmentStep.objects.filter(
        person__in=pipeline(rows).order_by().values("pk"), undone_on=None
    )
    lines = steps.order_by().values_list("person", "kind").annotate(Max("day"))
    for person, kind, day in lines:
        found.setdefault(person, {})[kind] = day
    return found


def card(person: Person, taken: Steps, rules: RuleSet | None, day: date) -> Card:
    since = getattr(person, SINCE[Standing(person.standing)])
    step = next_of(person, taken, rules) if rules else Next(_("no rules of development"))
    late = bool(step.due and step.due < day)
    soon = bool(step.due and not late and step.due <= months_after(day, 1))
    return Card(person, since, step, late, soon)


def next_of(person: Person, taken: Steps, rules: RuleSet) -> Next:
    known = getattr(person, SINCE[Standing(person.standing)])
    since = first_day(known) if known else None
    return NEXT[Standing(person.standing)](since, taken, rules, person)


def after(day: date | None, months: int) -> date | None:
    return months_after(day, months) if day else None


def next_of_applicant(since: date | None, taken: Steps, rules: RuleSet, person: Person) -> Next:
    if StepKind.TALK not in taken:
        return Next(_("talk with the applicant"), after(since, rules.talk_months))
    return Next(_("list as activist"))


def next_of_activist(since: date | None, taken: Steps, rules: RuleSet, person: Person) -> Next:
    last = max(filter(None, [since, taken.get(StepKind.REVIEW)]), default=None)
    due = after(last, rules.review_months)
    text = _("half-yearly review") if StepKind.CONTACTS in taken else _("contacts and review")
    return Next(text, due)


def next_of_target(since: date | None, taken: Steps, rules: RuleSet, person: Person) -> Next:
    for kind in (StepKind.POLITICAL_REVIEW, StepKind.TRAINING, StepKind.PRE_REVIEW):
        if kind not in taken:
            return Next(kind.label)
    return Next(_("branch meeting"), after(taken[StepKind.PRE_REVIEW], rules.meeting_months))


def next_of_probationary(since: date | None, taken: Steps, rules: RuleSet, person: Person) -> Next:
    if StepKind.ADMIT in taken and StepKind.APPROVE not in taken:
        return Next(_("approval of the admission"), after(since, rules.approval_months))
    approved = taken.get(StepKind.APPROVE)
    if approved and rules.oath_months and StepKind.OATH not in taken:
        return Next(_("oath"), after(approved, rules.oath_months))
    months = rules.probation_months + (person.extended_months or 0)
    return Next(_("confirmation"), after(since, months))


NEXT = {
    Standing.APPLICANT: next_of_applicant,
    Standing.ACTIVIST: next_of_activist,
    Standing.TARGET: next_of_target,
    Standing.PROBATIONARY: next_of_probationary,
}


def totals(columns: Iterable[Column]) -> tuple[int, int]:
    """How many there are, and how many are overdue."""
    every = list(columns)
    return sum(len(one.cards) for one in every), sum(one.overdue for one in every)
