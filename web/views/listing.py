"""The list of a register: search, filters, columns, pages of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from portal import pages as registry
from portal.errors import Refused
from portal.filters import RecordFacet, RecordFilter
from portal.pages import Action, Pages
from portal.tables import RecordTable
from web.templatetags.portal import day as in_words
from web.views.page import Page

PER_PAGE = 50
PLACING = ("page", "sort", "columns")  # what a query string holds besides the filter
SUGGESTIONS = 20


@dataclass(frozen=True)
class Chip:
    """A filter in use: what it says and the query string without it."""

    label: str
    text: str
    without: str


class Listing:
    """The rows a query string asks for, and how to say so."""

    def __init__(self, pages: Pages, rows: Any, asked: QueryDict, user: Any) -> None:
        self.pages, self.asked, self.user = pages, asked, user
        self.refused = ""
        self.all_rows = pages.table.rows(rows)
        try:
            self.filter: RecordFilter = pages.filter(asked, self.all_rows)
            self.rows = self.filter.qs
        except Refused as no:
            self.refused = str(no)
            self.rows = self.all_rows.none()
            self.filter = pages.filter(QueryDict(), self.all_rows)

    @cached_property
    def query(self) -> str:
        """The filter alone, without empty values: what an export or an indicator is given."""
        return urlencode([pair for pair in self.pairs() if pair[0] not in PLACING])

    @property
    def whole_query(self) -> str:
        """The filter and the order, for an export and for coming back to the list."""
        return urlencode(self.pairs("page"))

    def pairs(self, *drop: str) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, values in self.asked.lists()
            for value in values
            if value != "" and name not in drop
        ]

    def address(self, **changes: str) -> str:
        """The query string of this list with some parameters set, and the page left out."""
        pairs = self.pairs("page", *changes)
        return "?" + urlencode(
            [*pairs, *((name, value) for name, value in changes.items() if value)]
        )

    def chips(self) -> Iterator[Chip]:
        """Every condition in use, each with the way to drop it."""
        if self.refused:
            return
        for name, value in self.filter.chosen().items():
            label = str(self.filter.form.fields[name].label or name)
            for text, raw in self.words(name, value):
                yield Chip(label, text, self.lacking(name, raw))
        yield from self.time_chips()

    def words(self, name: str, value: Any) -> list[tuple[str, str]]:
        """What is chosen, as people say it, beside the value in the query string."""
        if said := getattr(self.filter.filters[name], "said", None):
            return [(said(value), "")]
        choices = {
            str(key): str(text)
            for key, text in getattr(self.filter.form.fields[name], "choices", ())
        }
        if isinstance(value, list | tuple | set):
            return [(choices.get(str(one), str(one)), str(one)) for one in value]
        if isinstance(value, bool):
            return [(_("Yes") if value else _("No"), "")]
        if name == "organization" and registry.has("organization"):
            organizations: Any = registry.get("organization").model.objects.for_user(self.user)
            found = organizations.filter(code=value).first()
            return [(str(found or value), "")]
        if isinstance(facet := self.filter.filters[name], RecordFacet):
            near = facet.found(value).for_user(self.user).first()
            return [(str(near or value), "")]
        return [(choices.get(str(value), in_words(value)), "")]

    def time_chips(self) -> Iterator[Chip]:
        if self.filter.first:
            yield Chip(_("From"), in_words(self.filter.first), self.lacking("during"))
        if self.filter.on:
            yield Chip(
                _("To") if self.filter.first else _("As of"),
                in_words(self.filter.on),
                self.lacking("on"),
            )
        if self.filter.ended:
            yield Chip(_("Also"), _("no longer in force"), self.lacking("ended"))
        if self.filter.leave_out:
            yield Chip(_("Without"), _("the rows that were counted"), self.lacking("except"))

    def lacking(self, name: str, value: str = "") -> str:
        kept = [p for p in self.pairs("page") if p[0] != name or (value and p[1] != value)]
        return "?" + urlencode(kept)


class ListPage(Page):
    def get(self, request: HttpRequest) -> HttpResponse:
        listing = Listing(self.pages, self.rows, request.GET, request.user)
        table = self.table(listing)
        context = {
            "listing": listing,
            "table": table,
            "chips": list(listing.chips()),
            "count": table.paginator.count,
            "bulk": self.bulk(),
            "chooser": chooser(table),
            "lives": bool(
                self.pages.model.in_force or self.pages.model.placed_by or self.pages.model.dated
            ),
        }
        if request.headers.get("HX-Target") == "results":
            return self.rows_only(context, listing)
        return self.show(
            "list", status=400 if listing.refused else 200, title=self.label, **context
        )

    def rows_only(self, context: dict[str, Any], listing: Listing) -> HttpResponse:
        """The part below the search box, for htmx; the address loses the empty values."""
        response = self.show("list_results", **context)
        response["HX-Push-Url"] = f"{self.request.path}?{urlencode(listing.pairs())}".rstrip("?")
        return response

    def table(self, listing: Listing) -> RecordTable:
        table = self.pages.table(listing.rows, order_by_field="sort", page_field="page")
        if (
            not self.request.GET.get("sort")
            and not listing.rows.query.order_by
            and not listing.rows.ordered
        ):
            table.order_by = "-pk"
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        show_columns(table, self.request.user)
        return table

    def bulk(self) -> list[Action]:
        return [one for one in self.pages.actions if one.many and self.may(one.verb)]


def shown_columns(table: RecordTable, user: Any) -> list[str]:
    """The columns a user chose for this register, or those it shows by itself."""
    name = str(table._meta.model._meta.model_name)
    chosen = (getattr(user, "preferences", None) or {}).get("columns", {}).get(name)
    own = getattr(table, "shown", ()) or [c.name for c in table.columns.iterall() if c.visible]
    known = {column.name for column in table.columns.iterall()}
    return [one for one in chosen or own if one in known] or list(own)


def show_columns(table: RecordTable, user: Any) -> None:
    shown = shown_columns(table, user)
    for column in table.columns.iterall():
        (table.columns.show if column.name in shown else table.columns.hide)(column.name)


def chooser(table: RecordTable) -> list[tuple[str, str, bool]]:
    """(name, heading, shown) of every column there is."""
    return [(one.name, str(one.header), one.visible) for one in table.columns.iterall()]


class ColumnsPage(Page):
    """Keeps the columns a user wants to see of this register."""

    def post(self, request: HttpRequest) -> HttpResponse:
        known = set(self.pages.table.base_columns)
        wanted = [name for name in request.POST.getlist("columns") if name in known]
        kept = dict(request.user.preferences or {})  # type: ignore[union-attr]
        kept["columns"] = {**kept.get("columns", {}), self.pages.name: wanted}
        if "reset" in request.POST:
            kept["columns"].pop(self.pages.name)
        get_user_model()._base_manager.filter(pk=request.user.pk or 0).update(preferences=kept)
        query = QueryDict(request.POST.get("query", "")[:4000]).urlencode()
        return redirect(f"{self.pages.url('list')}?{query}".rstrip("?"))


class SuggestPage(Page):
    """A few records that fit what is typed into a field that names one: options of a datalist."""

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET.get("q", "").strip()[:60]
        found = self.pages.filter(QueryDict(), self.rows)
        rows = self.rows.filter(found.search_q(typed))[:SUGGESTIONS] if typed else []
        return render(request, "parts/options.html", {"rows": rows})
