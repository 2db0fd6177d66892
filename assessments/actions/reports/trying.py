"""A template tried out: a report of three made-up villages that is nowhere stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.reports.checking import Checking
from assessments.actions.reports.entries import read
from assessments.actions.reports.sheets import Sheet
from assessments.models import (
    Report,
    ReportCheck,
    ReportItem,
    ReportPeriod,
    ReportSection,
    ReportTemplate,
)
from assessments.models.templates import quarter_days

Scope = ReportSection.Scope
ROWS = {Scope.TOWNSHIP: 1, Scope.VILLAGE: 3, Scope.BRANCH: 2}
SIGNS = {"=": "=", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}


def unstored(template: ReportTemplate) -> Report:
    today = timezone.localdate()
    quarter = (today.month + 2) // 3
    first, last = quarter_days(today.year, quarter)
    days = {"first": first, "last": last, "opens": first, "due": last}
    return Report(
        period=ReportPeriod(template=template, year=today.year, quarter=quarter, **days),
        organization=template.organization,
    )


class Trial(Sheet):
    """What a township would see; `typed`: texts by the number of their cell."""

    def __init__(self, template: ReportTemplate, typed: Mapping[int, str]) -> None:
        self.typed = typed
        super().__init__(unstored(template), complete=bool(typed))

    def lines(self) -> Iterable[tuple[Any, ...]]:
        """Cells are numbered as they stand, so that what was typed finds them again. Where the
        registers or last quarter would say something there is a nought to begin with."""
        number = 0
        for scope, count in ROWS.items():
            for at in range(count):
                place = 1000 * (1 + list(ROWS).index(scope)) + at
                for item in (one for one in self.items if one.scope == scope and not one.formula):
                    number += 1
                    yield self.line(number, item, place, self.named(scope, at))

    def line(self, number: int, item: ReportItem, place: int, name: str) -> tuple[Any, ...]:
        filled = bool(item.register or item.carried)
        entry = read(item, self.typed.get(number, "0" if filled else ""))
        known = entry.value if filled else None
        cell = (number, item.pk, place, entry.raw, entry.value, entry.fault, known, 0)
        return (*cell, None, item.code, f"{place}", name, name)

    @staticmethod
    def named(scope: str, at: int) -> str:
        if scope == Scope.TOWNSHIP:
            return _("Sample township")
        words = _("Sample village %(n)s") if scope == Scope.VILLAGE else _("Sample branch %(n)s")
        return words % {"n": at + 1}


@dataclass(frozen=True)
class Spelled:
    """A check in the words of its items."""

    check: ReportCheck
    text: str


def in_words(sheet: Sheet) -> Iterator[Spelled]:
    checking = Checking(sheet)
    for check in sheet.template.checks.order_by("position"):
        parsed = check.parsed
        left, right = checking.spelled(parsed.left), checking.spelled(parsed.right)
        yield Spelled(check, f"{left} {SIGNS[parsed.compare]} {right}")
