"""Reading what people type into a cell, and saying in a sentence what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.models import ReportItem
from organizations.models.naming import in_language
from portal.fields import normal, parse_partial

LONGEST = 2000  # characters of a cell that are kept while it is wrong
LONGEST_TEXT = 200
LONGEST_NUMBER = 40
DAY_LENGTH = len("2026-03-05")
SHOWN = 40  # characters of a wrong entry that its sentence repeats
DIGITS, PLACES = 12, 4
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
YES_NO = (("是", "Yes"), ("否", "No"))
YES, NO = {"是", "有", "1", "y", "yes", "√", "✓"}, {"否", "无", "0", "n", "no", "×", "✗"}
Kind = ReportItem.Kind


@dataclass(frozen=True)
class Entry:
    """A cell as read: the text to keep, the figure it means, and a word for what is wrong."""

    raw: str
    value: Decimal | None = None
    fault: str = ""


def read(item: ReportItem, text: str) -> Entry:
    """Never raises: whatever was typed is kept as typed, up to LONGEST characters."""
    raw = text.replace("\r", "").replace("\n", " ").replace("\x00", "").strip()
    if len(raw) > longest(item):
        return Entry(raw[:LONGEST], fault="long")
    if not raw or item.kind in {Kind.TEXT, Kind.FILE}:
        return Entry(raw)
    if item.kind == Kind.YES_NO:
        return read_yes_no(raw)
    if item.kind == Kind.CHOICE:
        return read_choice(item, raw)
    return read_day(raw) if item.kind == Kind.DATE else read_number(item, raw)


def longest(item: ReportItem) -> int:
    return LONGEST_NUMBER if item.kind not in {Kind.TEXT, Kind.FILE, Kind.CHOICE} else LONGEST_TEXT


def read_choice(item: ReportItem, raw: str) -> Entry:
    """By its words in either language, or its number; what it counts is its place, from 1."""
    word = normal(raw).lower()
    for at, names in enumerate(item.spellings, 1):
        if word in {str(at), *(normal(name).lower() for name in names)}:
            return Entry(item.options[at - 1], Decimal(at))
    return Entry(raw, fault="choice")


def read_day(raw: str) -> Entry:
    """A day as people write it; a month or a year alone is not enough."""
    try:
        day = parse_partial(raw)
    except ValidationError:
        day = None
    return Entry(day) if day and len(day) == DAY_LENGTH else Entry(raw, fault="day")


def read_yes_no(raw: str) -> Entry:
    word = normal(raw).lower()
    if word in YES:
        return Entry("是", Decimal(1))
    return Entry("否", Decimal(0)) if word in NO else Entry(raw, fault="yes_no")


def read_number(item: ReportItem, raw: str) -> Entry:
    """Full-width digits, thousands separators and a per cent sign are understood, not refused."""
    word = re.sub(r"\s", "", normal(raw)).replace("−", "-")
    if item.kind == Kind.PERCENT:
        word = word.removesuffix("%")
    if GROUPED.fullmatch(word):
        word = word.replace(",", "")
    if not NUMBER.fullmatch(word):
        return Entry(raw, fault="number")
    fault = faulty(item, Decimal(word))
    return Entry(raw, fault=fault) if fault else Entry(plain(Decimal(word)), Decimal(word))


def faulty(item: ReportItem, value: Decimal) -> str:
    if item.kind == Kind.INTEGER and value != value.to_integral_value():
        return "whole"
    if abs(value) >= 10**DIGITS:
        return "large"
    if value != round(value, PLACES):
        return "places"
    low, high = limits(item)
    if low is not None and value < low:
        return "low"
    return "high" if high is not None and value > high else ""


def limits(item: ReportItem) -> tuple[Decimal | None, Decimal | None]:
    """A percentage lies between 0 and 100 unless the template says otherwise."""
    if item.kind != Kind.PERCENT:
        return item.minimum, item.maximum
    return item.minimum or Decimal(0), Decimal(100) if item.maximum is None else item.maximum


def spoken(item: ReportItem, raw: str) -> str:
    """What is kept of a cell, in the reader's language; `read` understands either."""
    if item.kind not in {Kind.YES_NO, Kind.CHOICE}:
        return raw
    spellings = YES_NO if item.kind == Kind.YES_NO else item.spellings
    return next((in_language(*both) for both in spellings if both[0] == raw), raw)


def plain(value: Decimal | None) -> str:
    """A figure as it stands in a cell: no trailing zeros, no exponent."""
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def sentence(item: ReportItem, fault: str, raw: str) -> str:
    """What to put right, in words; `raw` is what stands in the cell."""
    return words(item, fault) % {
        "text": raw if len(raw) <= SHOWN else f"{raw[:SHOWN]}…",
        "unit": item.unit_label,
        "low": plain(limits(item)[0]),
        "high": plain(limits(item)[1]),
        "most": longest(item),
        "choices": _(", ").join(item.option_labels),
        "places": PLACES,
        "digits": DIGITS,
    }


def words(item: ReportItem, fault: str) -> str:
    if fault == "whole" and item.unit:
        return _("“%(text)s” is not a whole number: %(unit)s can only be counted whole.")
    if fault == "number":
        return _("“%(text)s” is not a number. Use digits, and “.” as the decimal point.")
    return {
        "empty": _("This must be filled in; write 0 if there is none."),
        "whole": _("“%(text)s” is not a whole number."),
        "large": _("“%(text)s” is too large: at most %(digits)s digits."),
        "places": _("“%(text)s” has more than %(places)s decimal places."),
        "low": _("“%(text)s” is less than %(low)s, the least possible."),
        "high": _("“%(text)s” is more than %(high)s, the most possible."),
        "yes_no": _("“%(text)s” is neither yes nor no."),
        "choice": _("“%(text)s” is none of: %(choices)s."),
        "day": _("“%(text)s” is not a day. Write it like 2026-03-05."),
        "long": _("This is too long: at most %(most)s characters."),
    }[fault]
