from datetime import date
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.text import capfirst


class HeadedColumn(tables.Column):
    """A column with a name of its own, written as the other heads are."""

    @property
    def header(self) -> str:
        return str(capfirst(self.verbose_name))

    def value(self, value: Any) -> Any:
        return value


class YuanColumn(HeadedColumn):
    """An amount that is worked out: yuan to the fen, at the right. Exports have the number."""

    numeric = True

    def render(self, value: Any) -> str:
        return f"{value:,.2f}"


class PlainColumn(HeadedColumn):
    """A number without the noughts behind its point: 0.5. Exports have the number."""

    numeric = True

    def render(self, value: Decimal) -> str:
        return f"{value.normalize():f}"


class MonthColumn(HeadedColumn):
    """A month kept as its first day: 2026-11. Exports have the day, as imports read it."""

    def render(self, value: date) -> str:
        return f"{value:%Y-%m}"


class NameColumn(HeadedColumn):
    """The name of a record in the reader's language. Exports have it as it was entered."""

    def render(self, record: Any) -> str:
        return str(record)
