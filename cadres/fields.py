"""Days of posts as workbooks write them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from portal.fields import PartialDateFormField, first_day, parse_partial


class DayFormField(PartialDateFormField):
    """A day; one of which only the month is known begins on its first day, as posts do."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]
        text = parse_partial(value)
        return first_day(text) if text else None
