"""The list of a register: search, filters, columns, pages of rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from portal import pages as registry
from portal.errors import Refused
from portal.fields import holds_number
from portal.filters import RecordFacet, RecordFilter
from portal.pages import Action, Pages
from portal.tables import RecordTable
from registers.models import SavedFilter
from registers.views.page import Page
from registers.views.paging import Leaf, Order
from web.templatetags.portal import day as in_words
from web.views.search import ID_NUMBER

# What a query string holds of where one is, and whether all filters are drawn.
TURNING = ("page", "after", "before", "filters")
PLACING = (*TURNING, "sort", "columns")  # and all it holds besides the filter
SUGGESTIONS = 20
NOT_ASKED = ("", "unknown")  # what a form sends of fields left alone


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

    @property
    def opened(self) -> bool:
        """Whether to draw all filters: dozens, with a thousand options, asked for when opened."""
        return bool(self.refused) or "filters" in self.asked

    @cached_property
    def form(self) -> Any:
        """The search box and the filters in use, or all there are."""
        return self.filter.form_of(self.filter.filters if self.opened else ["q", *self.asked])

    @property
    def lives(self) -> bool:
        """Whether its rows begin, end or happen, so that a day can be asked for."""
        model = self.pages.model
        return bool(model.in_force or model.placed_by or model.dated)

    @cached_property
    def query(self) -> str:
        """The filter alone, without empty values: what an export or an indicator is given."""
        return urlencode([pair for pair in self.pairs() if pair[0] not in PLACING])

    @property
    def whole_query(self) -> str:
        """The filter and the order, for an export and for coming back to the list."""
        return urlencode(self.pairs(*TURNING))

    @property
    def trail(self) -> str:
        """What the address of a row takes along, so that its page knows its neighbours."""
        return f"?from={quote(self.whole_query, safe='')}"

    @cached_property
    def table(self) -> RecordTable:
        """All rows in the order asked for; nothing is fetched yet."""
        rows = self.rows if self.rows.ordered else self.rows.order_by("-pk")
        table = self.pages.table(rows, order_by_field="sort", page_field="page")
        if sort := self.asked.getlist("sort"):
            table.order_by = sort
        return table

    @cached_property
    def leaf(self) -> Leaf:
        return Leaf(self.table.data.data, self.asked)

    def pairs(self, *drop: str) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, values in self.asked.lists()
            for value in values
            if value not in NOT_ASKED and name not in drop
        ]

    def address(self, **changes: str) -> str:
        """The query string of this list with some parameters set, and the page left out."""
        pairs = self.pairs(*TURNING, *changes)
        return "?" + urlencode(
            [*pairs, *((name, value) for name, value in changes.items() if value)]
        )

    @property
    def unfolded(self) -> str:
        """The address of this list with all filters drawn, for browsers without script."""
        return self.address(filters="all")

    def chips(self) -> Iterator[Chip]:
        """Every condition in use, each with the way to drop it."""
        if self.refused:
            return
        for name, value in self.filter.chosen().items():
            label = str(self.filter.sent.fields[name].label or name)
            for text, raw in self.words(name, value):
                yield Chip(label, text, self.lacking(name, raw))
        yield from self.time_chips()

    def words(self, name: str, value: Any) -> list[tuple[str, str]]:
        """What is chosen, as people say it, beside the value in the query string."""
        if said := getattr(self.filter.filters[name], "said", None):
            return [(said(value), "")]
        choices = {
            str(key): str(text)
            for key, text in getattr(self.filter.sent.fields[name], "choices", ())
        }
        if isinstance(value, list | tuple | set):
            return [(choices.get(str(one), str(one)), str(one)) for one in value]
        if isinstance(value, bool):
            return [(_("Yes") if value else _("No"), "")]
        if name in {"organization", "alone"} and registry.has("organization"):
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
        kept = [p for p in self.pairs(*TURNING) if p[0] != name or (value and p[1] != value)]
        return "?" + (urlencode(kept) or "q=")


class ListPage(Page):
    def get(self, request: HttpRequest) -> HttpResponse:
        if ID_NUMBER.fullmatch(request.GET.get("q", "")):
            return redirect(f"{reverse('search')}?refused=number")
        if not request.GET and (query := self.standing_query()):
            return redirect(f"{request.path}?{query}")
        listing = Listing(self.pages, self.rows, request.GET, request.user)
        if request.headers.get("HX-Target") == "facets":
            return render(request, "parts/facets.html", {"listing": listing})
        table = listing.table
        table.data.data = listing.leaf.rows
        show_columns(table, request.user)
        context = {
            "listing": listing,
            "leaf": listing.leaf,
            "table": table,
            "chips": list(listing.chips()),
            "count": listing.leaf.count,
            "below": self.below(listing),
            **self.acts(),
            "chooser": chooser(table),
            **self.saved(),
        }
        if request.headers.get("HX-Target") == "results":
            return self.rows_only(context, listing)
        return self.show(
            "list", status=400 if listing.refused else 200, title=self.label, **context
        )

    def below(self, listing: Listing) -> dict[str, str]:
        """What all the rows come to, by column, where the table sums them up."""
        sums = getattr(self.pages.table, "below", None)
        return sums(listing.rows) if sums and listing.leaf.count else {}

    def rows_only(self, context: dict[str, Any], listing: Listing) -> HttpResponse:
        """The part below the search box, for htmx; the address loses the empty values."""
        response = self.show("list_results", **context)
        query = urlencode(listing.pairs()) or "q="
        response["HX-Push-Url"] = f"{self.request.path}?{query}"
        return response

    def saved(self) -> dict[str, Any]:
        """The menu of saved filters."""
        return {
            "saved": SavedFilter.seen_by(self.request.user, self.pages.name),
            "opens_with": self.opens_with,
            "may_share": self.request.user.has_perm("registers.share_savedfilter"),
        }

    @property
    def opens_with(self) -> int | None:
        kept = (getattr(self.request.user, "preferences", None) or {}).get("opens_with", {})
        found: int | None = kept.get(self.pages.name)
        return found

    def standing_query(self) -> str:
        """What the user wants this list to open with: a saved filter of their choice."""
        pk = self.opens_with
        seen = SavedFilter.seen_by(self.request.user, self.pages.name).filter(pk=pk) if pk else []
        return next((one.query for one in seen), "")

    def acts(self) -> dict[str, Any]:
        """What may be done with many rows at once."""
        bulk: list[Action] = [a for a in self.pages.actions if a.many and self.may(a.verb)]
        may_set = bool(self.pages.bulk and self.pages.form) and self.may("change")
        return {"bulk": bulk, "may_set": may_set, "picks": bool(bulk) or may_set}


def neighbours(request: HttpRequest, pages: Pages, record: Any) -> dict[str, str]:
    """Where the list that one came from goes on: {"list", "previous", "next"}, "" at its ends.

    The list travels as `?from=<its whole query string, quoted>` in the address of each row
    (`Listing.trail`), and these addresses take it along. Nothing without it. Two or three queries.
    """
    if "from" not in request.GET:
        return {}
    asked = QueryDict(request.GET["from"][:4000])
    rows = pages.model.objects.for_user(request.user)  # type: ignore[attr-defined]
    listing = Listing(pages, rows, asked, request.user)
    order = Order(listing.table.data.data)
    found = {"list": f"{pages.url('list')}?{listing.whole_query or 'q='}"}
    for word, back in (("previous", True), ("next", False)):
        near = order.beside(record.pk, 1, back) if not listing.refused else []
        found[word] = pages.url("detail", near[0]) + listing.trail if near else ""
    return found


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


def keep(user: Any, kind: str, register: str, value: Any) -> None:
    """Remember how a user wants a register (`kind` of preference); nothing: forget it."""
    kept = dict(user.preferences or {})
    kept[kind] = {**kept.get(kind, {}), register: value}
    if value is None:
        kept[kind].pop(register)
    get_user_model()._base_manager.filter(pk=user.pk or 0).update(preferences=kept)


class ColumnsPage(Page):
    """Keeps the columns a user wants to see of this register."""

    def post(self, request: HttpRequest) -> HttpResponse:
        known = set(self.pages.table.base_columns)
        wanted = [name for name in request.POST.getlist("columns") if name in known]
        keep(request.user, "columns", self.pages.name, None if "reset" in request.POST else wanted)
        query = QueryDict(request.POST.get("query", "")[:4000]).urlencode()
        return redirect(f"{self.pages.url('list')}?{query or 'q='}")


class SuggestPage(Page):
    """A few records that fit what is typed into a field that names one: options of a datalist."""

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET.get("q", "").strip()[:60]
        found = self.pages.filter(QueryDict(), self.rows)
        rows = self.pages.table.rows(self.rows).filter(found.search_q(typed))[:SUGGESTIONS]
        asked = typed and not holds_number(typed)
        return render(request, "parts/options.html", {"rows": rows if asked else []})
