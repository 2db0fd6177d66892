"""Whether villages have what the standards ask for: how much there must be, how much there is, what
is missing (000-57, 001-22, 003-36). Two grouped scans of money, whatever the number of villages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from funding.actions.codes import read
from funding.actions.figures import arrived_q, spent_q, summed
from funding.actions.paid import is_about_pay, paid
from funding.choices import Figure, Measured, Per
from funding.models import Budget, Entry, Standard
from funding.models.budgets import NOTHING
from funding.models.standards import codes
from organizations.choices.tree import Level
from organizations.models import Organization
from portal import pages
from portal.measures import Standing, Tree, count, standing

FEN = Decimal("0.01")
MEMBERS = "standing=probationary&standing=full"
DEEP = 4  # standards reckoned from one another


@dataclass(frozen=True)
class Floor:
    """A standard beside what a village has, or beside what it pays who is paid least: yuan."""

    standard: Standard
    organization: int
    figure: Decimal
    needed: Decimal
    lacks: Decimal | None = None  # of several persons who are paid too little

    @property
    def missing(self) -> Decimal:
        lacking = self.needed - self.figure if self.lacks is None else self.lacks
        return max(lacking, NOTHING)

    @property
    def reached(self) -> bool:
        return self.figure >= self.needed

    @property
    def status(self) -> str:
        if self.reached:
            return "met"
        return "behind" if self.figure * 2 >= self.needed else "far_behind"


def in_force(day: date) -> list[Standard]:
    """The standards that bind somebody on the day; one query."""
    rows = Standard.objects.at(day).filter(binds=True).select_related("organization")
    return list(rows.order_by("kind", "code", "organization__path"))


def binding(known: Iterable[Standard], path: str) -> dict[str, Standard]:
    """By code, the standards over an organization: the nearest above it wins."""
    over = [one for one in known if path.startswith(one.organization.path)]
    return {one.code: one for one in sorted(over, key=lambda one: len(one.organization.path))}


def required(standard: Standard, known: dict[str, Standard], deep: int = DEEP) -> Decimal | None:
    """Yuan that a standard asks for; None where what it is reckoned from is not known."""
    if standard.measured == Measured.YUAN:
        return standard.value
    base = known.get(standard.base)
    whole = required(base, known, deep - 1) if base and deep else None
    if whole is None:
        return None
    share = Decimal(100) if standard.measured == Measured.PER_CENT else Decimal(1)
    return (whole * standard.value / share).quantize(FEN)


def tested(known: Iterable[Standard]) -> list[Standard]:
    """Those that are held against a village's money, or against what it pays; income is not."""
    of_money = (Per.VILLAGE, Per.MEMBER)
    return [one for one in known if one.per in of_money or is_about_pay(one)]


def floors(day: date, code: str = "", within: str = "") -> list[Floor]:
    """Every village of the tree of that day, by every standard that binds it (or `code` alone),
    below the path `within`. Nothing of a year in which nobody has kept accounts: that is no
    data, not nought."""
    known = in_force(day)
    asked = [one for one in tested(known) if code in ("", one.code)]
    entries = Entry.objects.filter(account__year=day.year, day__lte=day)
    if not entries.exists():
        asked = [one for one in asked if is_about_pay(one)]
    if not asked:
        return []
    villages = Organization.objects.at(day).filter(level=Level.VILLAGE)
    if within:
        villages = villages.filter(path__startswith=within)
    figures = Figures(asked, day)
    return [
        floor
        for pk, path in villages.order_by("path").values_list("pk", "path")
        for floor in floors_of(pk, binding(known, path), figures)
    ]


def floors_of(pk: int, over: dict[str, Standard], figures: Figures) -> Iterator[Floor]:
    for standard in over.values():
        least = required(standard, over) if standard in figures.asked else None
        if least is None:
            continue
        if is_about_pay(standard):
            yield from pay_floor(standard, pk, least, figures.paid[standard.pk].get(pk, []))
            continue
        if standard.per == Per.MEMBER:
            least *= figures.members[pk][0]
        if least:
            yield Floor(standard, pk, figures.of(standard, pk), least)


def pay_floor(
    standard: Standard, pk: int, least: Decimal, persons: list[Decimal]
) -> Iterator[Floor]:
    """Only villages that pay somebody."""
    if persons:
        lacks = sum((max(least - one, NOTHING) for one in persons), NOTHING)
        yield Floor(standard, pk, min(persons), least, lacks)


class Figures:
    """What every organization has with all below it, by standard; members where some ask for
    them."""

    def __init__(self, asked: list[Standard], day: date) -> None:
        self.asked, self.day = asked, day
        self.tree = Tree.at(day)
        self.places = {one.pk: place for place, one in enumerate(asked)}
        self.rows = self.tree.roll_up(self.scanned(), len(asked))
        self.paid = {one.pk: paid(one, day) for one in asked if is_about_pay(one)}
        per_member = any(one.per == Per.MEMBER for one in asked)
        self.members = self.tree.roll_up(members_on(day) if per_member else {}, 1)

    def of(self, standard: Standard, organization: int) -> Decimal:
        return Decimal(self.rows[organization][self.places[standard.pk]])

    def scanned(self) -> dict[int, list[Any]]:
        """{organization: [yuan by standard]}: entries in one scan, budgets in another."""
        entries = Entry.objects.filter(account__year=self.day.year, day__lte=self.day)
        budgets = Budget.objects.filter(year=self.day.year, decided_on__lte=self.day)
        ledger = Standing(entries, "account__organization", "")
        found = count(ledger, [of_entries(one) for one in self.asked])
        planned = Standing(budgets, "organization", "")
        nothing: list[Any] = [NOTHING] * len(self.asked)
        for place, line in count(planned, [of_budgets(one) for one in self.asked]).items():
            both = zip(found.get(place, nothing), line, strict=True)
            found[place] = [one + two for one, two in both]
        return found


def of_entries(standard: Standard) -> Any:
    """What a standard asks of entries; of no row where it asks of budgets."""
    if standard.figure == Figure.BUDGET:
        return summed(Q(pk__in=[]))
    arrived = standard.figure == Figure.ARRIVED
    met = arrived_q() if arrived else spent_q()
    return summed(met & codes_q(standard, "account__source"), 1 if arrived else -1)


def of_budgets(standard: Standard) -> Any:
    from_budget = Q() if standard.figure == Figure.BUDGET else Q(pk__in=[])
    met = from_budget & codes_q(standard, "source")
    return summed(met) + summed(met, column="moved")


def codes_q(standard: Standard, source: str) -> Q:
    """The uses and sources that count."""
    met = Q()
    if uses := codes(standard.uses):
        met &= Q(use__code__in=uses)
    if sources := codes(standard.sources):
        met &= Q(**{f"{source}__code__in": sources})
    return met


def members_on(day: date) -> dict[int, list[int]]:
    """{organization: [members of its own]} of the day; one scan."""
    person = pages.get("person")
    found = standing(person.model, day)
    return count(found, [person.filter(MEMBERS).condition(day, found.prefix)])


def load_standards(county: Organization) -> int:
    """The standards that the portal comes with, those that are missing; how many."""
    before = Standard.objects.count()
    rows = [Standard(organization=county, **row) for row in read("standards")]
    Standard.objects.bulk_create(rows, ignore_conflicts=True)
    return int(Standard.objects.count() - before)
