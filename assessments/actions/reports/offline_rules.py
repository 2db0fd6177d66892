"""What may stand in a cell of the offline workbook: rules of a spreadsheet, and a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.reports.entries import DIGITS, LONGEST_TEXT, YES_NO, limits, plain, spoken
from assessments.models import ReportItem

Kind = ReportItem.Kind
NUMBERS = {Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT}
FIRST_DAY = date(1900, 3, 1)  # the days before it are counted differently by different programs
MOST = 10**DIGITS - 1
KINDS = {
    Kind.INTEGER: gettext_lazy("a whole number"),
    Kind.DECIMAL: gettext_lazy("a number"),
    Kind.PERCENT: gettext_lazy("a percentage"),
    Kind.YES_NO: gettext_lazy("yes or no"),
    Kind.CHOICE: gettext_lazy("one of the words in the list"),
    Kind.DATE: gettext_lazy("a day such as 2026-07-01"),
    Kind.TEXT: gettext_lazy("text of at most %(most)s characters"),
    Kind.FILE: gettext_lazy("handed in on the page of the report, not here"),
}


def choices(item: ReportItem) -> list[str]:
    """The words that a drop-down list offers."""
    if item.kind == Kind.YES_NO:
        return [spoken(item, both[0]) for both in YES_NO]
    return item.option_labels if item.kind == Kind.CHOICE else []


def limited(item: ReportItem) -> dict[str, Any]:
    """The rule of data validation for what is not chosen from a list."""
    if item.kind == Kind.DATE:
        return {"validate": "date", "criteria": ">=", "value": FIRST_DAY}
    if item.kind == Kind.TEXT:
        return {"validate": "length", "criteria": "<=", "value": LONGEST_TEXT}
    low, high = bounds(item)
    kind = "integer" if item.kind == Kind.INTEGER else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def bounds(item: ReportItem) -> tuple[float, float]:
    """The range of a number, as the cell holds it."""
    low, high = limits(item)
    scale = 100 if item.kind == Kind.PERCENT else 1
    return (
        float(-MOST if low is None else low) / scale,
        float(MOST if high is None else high) / scale,
    )


def invalid(item: ReportItem, cell: str) -> str:
    """The condition under which a number cannot be right."""
    if item.kind not in NUMBERS:
        return ""
    low, high = bounds(item)
    whole = f",{cell}<>INT({cell})" if item.kind == Kind.INTEGER else ""
    return f"IF(ISNUMBER({cell}),OR({cell}<{low!r},{cell}>{high!r}{whole}),TRUE)"


def expected(item: ReportItem) -> str:
    """What may stand in a cell, in a sentence."""
    low, high = (plain(limit) for limit in limits(item))
    words = {
        (True, True): _("%(kind)s from %(low)s to %(high)s."),
        (True, False): _("%(kind)s, %(low)s or more."),
        (False, True): _("%(kind)s, %(high)s or less."),
        (False, False): _("%(kind)s."),
    }[bool(low), bool(high)]
    kind = str(KINDS[Kind(item.kind)]).replace("%(most)s", str(LONGEST_TEXT))
    return capfirst(words % {"kind": kind, "low": low, "high": high})
