"""Dates known to the day, the month or the year, and how people write values."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import lookups
from django.utils.translation import gettext_lazy as _

PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
WRITTEN = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2})\s*日?|\s*月)?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
EXCEL_EPOCH = date(1899, 12, 30)
YEARS = range(1900, 2201)
COMPACT_NUMBERS = range(190001, 99991232)  # 198507 and 19850703 typed as numbers
EXCEL_DAYS = range(1, 190001)


def normal(text: str) -> str:
    """Half-width, without the spaces and invisible signs that workbooks carry around values."""
    return unicodedata.normalize("NFKC", text).strip().strip("\u200b\ufeff'’").strip()


def first_day(partial: str) -> date:
    """The first day a partial date may mean; comparisons count a month as its first day."""
    return date.fromisoformat((partial + "-01-01"[len(partial) - 4 :])[:10])


def shortest(value: date | str) -> str:
    """The shortest text that stands for this day, so that `>=` in byte order takes in whole
    months."""
    text = value if isinstance(value, str) else f"{value:%Y-%m-%d}"
    return text.removesuffix("-01").removesuffix("-01") if text.endswith("-01") else text


def exact(value: date | str) -> str:
    """The longest text that stands for the first day of this date."""
    return f"{first_day(value) if isinstance(value, str) else value:%Y-%m-%d}"


def parse_partial(value: Any) -> str | None:
    """Read a date as people write it: "1985-07-03", "1985.7", "198507", "1985年7月3日", a day or an
    Excel number.

    Returns ISO text of the precision given; None for nothing. Raises ValidationError: no such day,
    or a month written "1985.1", which a workbook makes of 1985.10 as well.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    text = normal(str(value or ""))
    if not text:
        return None
    return _from_text(text)


def _from_number(value: float) -> str:
    if not float(value).is_integer():
        return _from_text(repr(value))
    whole = int(value)  # a range looks an int up at once, but tries a float against every member
    if whole in YEARS or whole in COMPACT_NUMBERS:
        return _from_text(str(whole))
    if whole in EXCEL_DAYS:
        return f"{EXCEL_EPOCH + timedelta(days=whole):%Y-%m-%d}"
    return _from_text(repr(value))


def _from_text(text: str) -> str:
    text = re.sub(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", text)
    if re.fullmatch(r"\d{4}\.1", text):
        raise ValidationError(
            _("“%(value)s” may be January or October. Write %(year)s-01 or %(year)s-10."),
            params={"value": text, "year": text[:4]},
        )
    match = PARTIAL.fullmatch(text) or WRITTEN.fullmatch(text) or COMPACT.fullmatch(text)
    if match:
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            date(year or 0, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            match = None
    if not match or (year or 0) not in YEARS:
        raise ValidationError(
            _(
                "“%(value)s” is not a date. Write it like 1985-07-03, or 1985-07 if "
                "only the month is known."
            ),
            params={"value": text[:40]},
        )
    return "-".join(f"{part:02d}" for part in (year, month, day) if part)


class PartialDateFormField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": None, "empty_value": None, "strip": True, **kwargs})
        self.widget.attrs.setdefault("placeholder", "1985-07-03")

    def to_python(self, value: Any) -> str | None:
        return parse_partial(value)


class WrittenField(models.CharField):
    """Text in byte order, as long as its kind needs, that a form field of its own reads."""

    longest: ClassVar[int]
    reader: ClassVar[type[forms.Field]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        own = {"max_length": self.longest, "db_collation": "C"}
        super().__init__(*args, **{**kwargs, **own})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        own = {"max_length", "db_collation"}
        return name, path, args, {key: kwargs[key] for key in kwargs if key not in own}

    def formfield(self, **kwargs: Any) -> Any:
        kwargs = {"form_class": self.reader, **kwargs}
        return super(models.CharField, self).formfield(**kwargs)


class PartialDateField(WrittenField):
    """A day known to the day, month or year, kept as ISO text of that precision; compares as its
    first day."""

    longest, reader = 10, PartialDateFormField

    def db_check(self, connection: Any) -> str:
        column = connection.ops.quote_name(self.column)
        return rf"{column} ~ '^\d{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$'"

    def db_parameters(self, connection: Any) -> Any:
        return {**super().db_parameters(connection), "check": self.db_check(connection)}

    def to_python(self, value: Any) -> str | None:
        return parse_partial(value)

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or value == "":
            return None
        return value if isinstance(value, str) else f"{value:%Y-%m-%d}"


def _compare(lookup: type[lookups.BuiltinLookup[Any]], side: Any) -> None:
    def get_prep_lookup(self: Any) -> Any:
        return self.rhs if hasattr(self.rhs, "resolve_expression") else side(self.rhs)

    name = f"Partial{lookup.__name__}"
    PartialDateField.register_lookup(type(name, (lookup,), {"get_prep_lookup": get_prep_lookup}))


@PartialDateField.register_lookup
class KnownFrom(lookups.GreaterThanOrEqual):
    """Byte order as it stands; for comparing two columns of which one was cut to the other's
    precision."""

    lookup_name = "known_from"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f">= {rhs}"

    def get_prep_lookup(self) -> Any:
        return self.rhs


_compare(lookups.GreaterThanOrEqual, shortest)
_compare(lookups.LessThan, shortest)
_compare(lookups.GreaterThan, exact)
_compare(lookups.LessThanOrEqual, exact)
