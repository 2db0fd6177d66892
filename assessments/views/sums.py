"""Tables of figures put together, as HTML. Written out in Python: thousands of cells are too many
for template tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from assessments.actions.reports.columns import Column, Figure
from assessments.actions.reports.consolidation import Consolidation, Line
from assessments.actions.reports.spans import Quarter, Span
from organizations.models import Organization
from web.templatetags.charts import sparkline


@dataclass(frozen=True)
class Row:
    """One organization's figures as drawn."""

    organization: Organization
    depth: int
    cells: SafeString
    url: str = ""


def td(figure: Figure, url: str = "") -> str:
    """A figure with how many rows have reported it, beside it wherever more than one were asked."""
    if not figure.asked:
        return '<td class="na"></td>'
    text = escape(figure.text)
    kind = "words" if figure.spread is not None else "num"
    said = f'<a href="{url}">{text}</a>' if url else text
    if figure.asked > 1:
        short = " short" if figure.partly else ""
        said += f' <small class="part{short}">{figure.complete}</small>'
    return f'<td class="{kind}">{said}</td>'


class SumsTable:
    """Items by organization; each figure leads to its item's page."""

    def __init__(
        self, found: Consolidation, columns: list[Column], lines: list[Line], query: str
    ) -> None:
        self.found, self.columns, self.places, self.query = found, columns, lines, query
        pages = {column.code: self.page(column.code) for column in columns}
        asked = escape(found.span.query())
        self.urls = {code: f"{page}?{asked}&amp;organization=" for code, page in pages.items()}

    @staticmethod
    def page(code: str) -> str:
        return reverse("consolidation-item", args=[code])

    def sections(self) -> list[tuple[str, int]]:
        runs = groupby(self.columns, key=lambda column: column.item.section_label)
        return [(title, len(list(columns))) for title, columns in runs]

    def cells(self, place: Organization) -> SafeString:
        code = escape(place.code)
        figures = ((c.code, self.found.figure(place.pk, c.code)) for c in self.columns)
        drawn = "".join(td(figure, f"{self.urls[item]}{code}") for item, figure in figures)
        return mark_safe(drawn)  # noqa: S308 - escaped there

    def lines(self) -> Iterator[Row]:
        page = reverse("consolidation")
        for line in self.places:
            place = line.organization
            below = place.pk in self.found.pruned.children
            url = f"{page}?{self.found.span.query(organization=place.code)}" if below else ""
            yield Row(place, line.depth, self.cells(place), url)

    def total(self) -> SafeString:
        return self.cells(self.found.top)

    @property
    def apart(self) -> list[Column]:
        """Items that other versions asked in another unit or kind."""
        return [column for column in self.columns if column.apart]


class TrendTable:
    """One item: organizations by quarter. A figure leads to the report it stands in, or one level
    down."""

    def __init__(self, found: Consolidation, column: Column, span: Span) -> None:
        self.found, self.column, self.span = found, column, span

    @cached_property
    def quarters(self) -> list[Quarter]:
        return [Quarter.of(period) for period in self.found.span.periods]

    def figures(self, place: int) -> list[tuple[int, Figure]]:
        periods = self.found.span.periods
        return [(p.pk, self.found.figure(place, self.column.code, p.pk)) for p in periods]

    def row(self, place: Organization, depth: int = 0) -> Row:
        below = place.pk in self.found.pruned.children and place.pk != self.found.top.pk
        page = reverse("consolidation-item", args=[self.column.code])
        url = f"{page}?{self.span.query(organization=place.code)}" if below else ""
        figures = self.figures(place.pk)
        cells = "".join(td(figure, self.target(place.pk, at, url)) for at, figure in figures)
        line = sparkline([drawn(figure) for _at, figure in figures], str(place.short))
        return Row(place, depth, mark_safe(f"{cells}<td>{line}</td>"), url)  # noqa: S308

    def target(self, place: int, period: int, url: str) -> str:
        report = self.found.report_of.get((place, period))
        if report:
            return f"{reverse('report-grid', args=[report])}#r{place}"
        return escape(url)

    def lines(self) -> Iterator[Row]:
        yield from (self.row(line.organization, line.depth) for line in self.found.lines())

    def total(self) -> Row:
        return self.row(self.found.top)

    @property
    def labels(self) -> list[str]:
        """Quarters short enough for an axis."""
        return [f"{quarter.year} Q{quarter.number}" for quarter in self.quarters]

    def series(self) -> list[dict[str, Any]]:
        """The line of the whole, or nothing where there is none to draw."""
        values = [drawn(figure) for _at, figure in self.figures(self.found.top.pk)]
        known = sum(1 for value in values if value is not None)
        return [{"label": self.found.top.short, "values": values}] if known > 1 else []


def drawn(figure: Figure) -> Decimal | None:
    """What a line shows: a sum that lacks rows is left out, or it would seem to fall."""
    return None if figure.partly and not figure.column.share else figure.value
