"""Rows behind a figure, drawn as their own register's list draws them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from portal.pages import Pages
from registers.templatetags.lists import cells
from registers.views.listing import show_columns

PER_PAGE = 50
CELL = re.compile(r"<t[hd].*?</t[hd]>", re.DOTALL)
Words = Mapping[int, list[str]]


@dataclass(frozen=True)
class Line:
    """A row: its cells as the list draws them ("" where the user may not see it), and what is
    said of it behind the first."""

    pk: int
    cells: SafeString | str
    beside: list[Any]
    lead: int  # how many columns say which row it is

    @property
    def name(self) -> SafeString:
        return self.drawn(slice(self.lead))

    @property
    def rest(self) -> SafeString:
        return self.drawn(slice(self.lead, None))

    def drawn(self, which: slice) -> SafeString:
        parts = CELL.findall(self.cells)[which]
        return mark_safe("".join(parts))  # noqa: S308 - drawn by `cells`


class RowList:
    """One page of the rows of a register, given by their numbers.

    Two queries; nothing is read of a register that the user may not view. `beside` says for the
    records shown, {number: record}, what stands in the columns behind: {number: cells}.
    """

    def __init__(
        self,
        request: HttpRequest,
        register: Pages,
        ids: list[int],
        beside: Callable[[dict[int, Any], list[int]], Mapping[int, list[Any]]],
    ) -> None:
        self.request, self.register, self.beside = request, register, beside
        self.page = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
        self.ids: list[int] = list(self.page.object_list)
        self.may_view = bool(request.user.has_perm(register.perm("view")))  # type: ignore[union-attr]

    @cached_property
    def table(self) -> Any:
        model: Any = self.register.model
        rows = model.objects.for_user(self.request.user).filter(pk__in=self.ids)
        rows = rows if self.may_view else rows.none()
        table = self.register.table(self.register.table.rows(rows).order_by(in_order(self.ids)))
        show_columns(table, self.request.user)
        return table

    @cached_property
    def lines(self) -> list[Line]:
        rows = {row.record.pk: row for row in self.table.rows}
        said = self.beside({pk: row.record for pk, row in rows.items()}, self.ids)
        return [
            Line(pk, cells(rows[pk], None) if pk in rows else "", said.get(pk, []), self.lead)
            for pk in self.ids
        ]

    @property
    def hidden(self) -> int:
        """How many of the page lie outside the user's reach by now."""
        return sum(1 for line in self.lines if not line.cells)

    @cached_property
    def columns(self) -> list[Any]:
        return list(self.table.columns)

    @property
    def lead(self) -> int:
        """A code wants the name behind it."""
        return 2 if self.columns and self.columns[0].name == "code" else 1

    @property
    def query(self) -> str:
        """The address but for the page."""
        asked = self.request.GET.copy()
        asked.pop("page", None)
        return f"?{asked.urlencode()}&" if asked else "?"


def in_order(wanted: Iterable[int]) -> Any:
    whens = [When(pk=pk, then=Value(place)) for place, pk in enumerate(wanted)]
    return Case(*whens, default=Value(0), output_field=IntegerField())
