"""What a workbook of dues would change, and the change itself: by the grid's own saving."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.actions.dues_book_reading import Finding, Reading, read_dues_book
from funding.actions.dues_books import month_names
from funding.actions.dues_months import Sheet, Writing, key_of, revision_of, save_months
from funding.actions.dues_rates import is_late, rule_on
from funding.actions.dues_sheets import ALL, DuesSheet
from funding.models import DuesBase
from organizations.models import Organization
from portal.errors import Refused
from workbooks.excel import Book

SHOWN = 300  # lines of each list that are kept
NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Gain:
    """A member of whom months are new: which, and what they come to."""

    who: str
    branch: str
    months: str
    amount: str


@dataclass(frozen=True)
class Change:
    at: str
    who: str
    was: str
    now: str


@dataclass
class Listed:
    """The first lines of a list, and how many there are in all."""

    rows: list[Any] = field(default_factory=list)
    count: int = 0

    def add(self, row: Any) -> None:
        self.count += 1
        if len(self.rows) < SHOWN:
            self.rows.append(row)


@dataclass
class Preview:
    """What a workbook would change, cell by cell, as plain values. `typed` is what goes in, yuan
    by "12x7"; `seen`, the revision that this was compared with."""

    year: int
    paid_on: str
    within: bool
    seen: int = 0
    new: int = 0
    new_sum: str = "0.00"
    same: int = 0
    typed: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    gains: Listed = field(default_factory=Listed)
    changed: Listed = field(default_factory=Listed)
    ledger: Listed = field(default_factory=Listed)
    wrong: Listed = field(default_factory=Listed)
    asked: Listed = field(default_factory=Listed)
    told: Listed = field(default_factory=Listed)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Preview:
        names = ("gains", "changed", "ledger", "wrong", "asked", "told")
        lists = {name: Listed(**kept[name]) for name in names}
        return cls(**{**kept, **lists})

    @property
    def sheet(self) -> Sheet:
        amounts = {numbers(key): Decimal(text) for key, text in self.typed.items()}
        why = {int(pk): text for pk, text in self.why.items()}
        day = date.fromisoformat(self.paid_on)
        return Sheet(self.year, day, amounts, why, self.seen, self.within)


def numbers(key: str) -> tuple[int, int]:
    base, _x, month = key.partition("x")
    return int(base), int(month)


def preview_book(book: Book, place: Organization, sheet: Sheet, *, by: Any) -> Preview:
    """Compare a workbook with what stands here. `sheet`: year and days, without amounts. Raises
    Refused where it is no such workbook. A handful of queries, however many members."""
    bases = DuesSheet(place, sheet.year, by, day=sheet.paid_on, size=ALL).bases
    reading = read_dues_book(book, sheet.year, bases)
    full = Sheet(sheet.year, sheet.paid_on, {}, reading.why, reading.revision, sheet.within)
    return Comparing(place, full, reading, {one.pk: one for one in bases}).preview


class Comparing:
    """A workbook beside the portal: nothing is written."""

    def __init__(
        self, place: Organization, sheet: Sheet, reading: Reading, bases: dict[int, DuesBase]
    ) -> None:
        self.reading, self.bases = reading, bases
        named = {base for base, _month in reading.amounts} | {*reading.why}
        self.writing = Writing(
            [bases[base] for base in named], sheet, rule_on(place.path, sheet.paid_on)
        )
        self.preview = Preview(sheet.year, sheet.paid_on.isoformat(), sheet.within)
        self.preview.seen = revision_of(self.writing.held.values())
        self.months: dict[int, dict[int, Decimal]] = defaultdict(dict)
        for (base, month), amount in reading.amounts.items():
            self.compare(base, month, amount)
        for base in reading.why:
            self.explain(base)
        self.finish()

    def compare(self, base: int, month: int, amount: Decimal) -> None:
        key, saved = key_of(base, month), self.writing.saved
        person = self.bases[base].person_id
        held = self.writing.held.get((person, month))
        was, at = held.amount if held else NOUGHT, self.reading.places[base, month]
        who = f"{self.bases[base].person} · {month_names()[month - 1]}"
        self.writing.take(base, month, amount)
        change = Change(at, who, f"{was:.2f}", f"{amount:.2f}")
        if was == amount:
            self.preview.same += 1
        elif key in saved.clashes:
            words = _("Somebody changed this to “%(text)s” since the workbook was fetched.")
            finding = Finding(at, who, words % {"text": saved.clashes[key] or "0"})
            self.preview.wrong.add(asdict(finding))
        elif held and held.pk and held.pk not in self.writing.open:
            self.preview.ledger.add(asdict(change))
        elif key in saved.faults:
            self.preview.wrong.add(asdict(Finding(at, who, saved.faults[key])))
        else:
            self.take(base, month, change, amount, was)

    def take(self, base: int, month: int, change: Change, amount: Decimal, was: Decimal) -> None:
        self.preview.typed[key_of(base, month)] = f"{amount:.2f}"
        if was:
            self.preview.changed.add(asdict(change))
        else:
            self.months[base][month] = amount

    def explain(self, base: int) -> None:
        """A note goes in where it says why something is late."""
        why = self.reading.why[base]
        if self.writing.explain(base, why):
            self.preview.why[f"{base}"] = why
            words = _("The note is kept as the reason why it is late: “%(why)s”.") % {"why": why}
            self.preview.told.add(asdict(Finding("", str(self.bases[base].person), words)))

    def finish(self) -> None:
        new = [amount for months in self.months.values() for amount in months.values()]
        self.preview.new, self.preview.new_sum = len(new), f"{sum(new, NOUGHT):,.2f}"
        for base, months in self.months.items():
            one = self.bases[base]
            whole = f"{sum(months.values()):,.2f}"
            said = Gain(str(one.person), one.organization.short, spans([*months]), whole)
            self.preview.gains.add(asdict(said))
        for name in ("wrong", "asked", "told"):
            for finding in getattr(self.reading, name):
                getattr(self.preview, name).add(asdict(finding))
        for finding in late(self.writing):
            self.preview.told.add(asdict(finding))


def late(writing: Writing) -> Iterator[Finding]:
    """Members whose months would be paid later than is allowed, without a reason."""
    people = {one.person_id: one.person for one in writing.bases.values()}
    found: dict[int, list[int]] = defaultdict(list)
    for (person, month), one in writing.dirty.items():
        behind = one.amount and is_late(writing.year, month, one.paid_on, writing.rule)
        if behind and not one.late_why:
            found[person].append(month)
    words = _("Paid later than is allowed: say why in the column of notes, or in the grid.")
    for person, months in found.items():
        yield Finding(spans(months), str(people[person]), words)


def spans(months: list[int]) -> str:
    """ "1–3, 7" for January to March and July."""
    parts: list[list[int]] = []
    for month in sorted(months):
        if parts and parts[-1][-1] == month - 1:
            parts[-1].append(month)
        else:
            parts.append([month])
    return ", ".join(f"{one[0]}–{one[-1]}" if len(one) > 1 else f"{one[0]}" for one in parts)


@transaction.atomic
def take_dues_book(place: Organization, preview: Preview, *, compared: bool, by: Any) -> str:
    """Save all that the preview said goes in, or nothing; what came of it in a sentence.
    `compared`: sums that differ were compared with the original."""
    if preview.asked.count and not compared:
        raise Refused(_("The sheet's own totals differ: compare them first, then say so below."))
    saved = save_months(place, preview.sheet, by=by)
    if wrong := {**saved.faults, **saved.clashes}:
        words = _(
            "Nothing was taken over: meanwhile somebody changed %(n)s of these months. Upload the "
            "workbook again to see which."
        )
        raise Refused(words % {"n": len(wrong)})
    count = len(preview.typed)
    words = ngettext("%(n)s month taken over.", "%(n)s months taken over.", count)
    return words % {"n": f"{count:,}"}
