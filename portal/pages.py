"""The registry: one line per record type gives it its pages, its import and export, and its API."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.urls import get_script_prefix, reverse

from portal.filters import RecordFilter
from portal.forms import RecordForm
from portal.models import Record
from portal.tables import RecordTable


@dataclass(frozen=True)
class Touched:
    """A line of a preview: what an action would touch, how many, where to see them."""

    text: Any
    count: int | None = None
    url: str = ""
    warns: bool = False


@dataclass(frozen=True)
class Action:
    """A verb of the business: a button on the detail page, a bulk action when `many`, an API
    endpoint.

    `do(record, *, by, **values)` does it or raises Refused, and may return a sentence to show
    or a record to go to;
    `form` (a django Form, or None) asks for the values; `label` is the button; `perm` the verb of
    the permission when it is not the function's first word; `offered(record)` says whether the
    button makes sense now; `preview`, called like `do`, tells first what would be touched.
    """

    do: Callable[..., Any]
    label: Any
    form: type | None = None
    perm: str = ""
    many: bool = False
    offered: Callable[[Any], bool] = field(default=lambda _record: True)
    danger: bool = False
    preview: Callable[..., Iterable[Touched]] | None = None

    @property
    def name(self) -> str:
        return self.do.__name__

    @property
    def verb(self) -> str:
        return self.perm or self.name.split("_")[0]


@dataclass(frozen=True)
class Pages:
    """All pages of one record type. Without a form it is read-only: no add, edit or import.

    `bulk`: fields that may be set on many rows at once. `quiet`: foreign keys by which a row is
    not listed on the page of the record it names. `headline(record)`: what its pages say under
    their title in one line, as pairs of text and URL. `rests(record)`: whether it was sent off,
    decided or sealed, so that nobody is offered to edit it.
    """

    model: type[Record]
    form: type[RecordForm] | None
    filter: type[RecordFilter]
    table: type[RecordTable]
    actions: tuple[Action, ...] = ()
    group: Any = ""
    icon: str = "table"
    menu: bool = True
    bulk: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()
    headline: Callable[[Any], Iterable[tuple[Any, str]]] = field(default=lambda _record: ())
    rests: Callable[[Any], bool] = field(default=lambda _record: False)

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def app(self) -> str:
        return self.model._meta.app_label

    @property
    def label(self) -> Any:
        return self.model._meta.verbose_name_plural

    @property
    def edits(self) -> bool:
        """Whether rows that are there may be changed."""
        return self.form is not None and not self.model.grows

    def url(self, page: str, *args: Any) -> str:
        name = f"{self.name}-{page}"
        return reverse(name, args=args) if args else address(name, get_script_prefix())

    def perm(self, verb: str) -> str:
        return f"{self.app}.{verb}_{self.name}"

    def naming(self) -> list[tuple[Pages, Any]]:
        """The registers that name records of this one, each with the field that does."""
        return [
            (other, link)
            for other in _all.values()
            for link in other.model._meta.fields
            if link.related_model is self.model and link.name not in other.quiet
        ]


@cache
def address(name: str, prefix: str) -> str:
    """A page's address below `prefix`: the menu of every page asks for a hundred."""
    return reverse(name)


_all: dict[str, Pages] = {}


def add(model: type[Record], form: Any, filter: Any, table: Any, **options: Any) -> Pages:
    pages = Pages(model, form, filter, table, **options)
    _all[pages.name] = pages
    return pages


def every() -> list[Pages]:
    return list(_all.values())


def get(name: str) -> Pages:
    """The pages of a register by its name, as in its URL. Raises KeyError."""
    return _all[name]


def has(name: str) -> bool:
    return name in _all


def extend_filter(model: type[Record], name: str, facet: Any) -> None:
    """Let an app above add a filter to a register below it (stars, say, to organizations)."""
    filters = _all[str(model._meta.model_name)].filter
    facet.model, facet.field_name = model, facet.field_name or name
    filters.base_filters[name] = facet


@dataclass(frozen=True)
class Panel:
    """A part that an app adds to the page of a record below it.

    `ask(record, user)` gives what `template` shows, or nothing where there is nothing to show;
    `costs` says in how many queries at most. `perm` is what its reader must hold; `wide` takes the
    whole width. Panels stand by their `place`, the low ones first; `tells` names fields of the
    record that need no second showing on its page, and registers ("post/person") that need not
    stand open there.
    """

    title: Any
    template: str
    ask: Callable[[Any, Any], dict[str, Any] | None]
    perm: str = ""
    wide: bool = False
    place: int = 50
    costs: int = 2
    tells: tuple[str, ...] = ()


_panels: dict[str, list[Panel]] = {}


def panel(model: type[Record], title: Any, template: str, ask: Any, **options: Any) -> None:
    """Add a panel to the detail page of a record type."""
    _panels.setdefault(str(model._meta.model_name), []).append(
        Panel(title, template, ask, **options)
    )


def panels_of(pages: Pages, user: Any, record: Any) -> list[Panel]:
    """What the user may read of the record. Organizations above their reach may be seen, but not
    what panels count and name there."""
    over, known = None if pages.model.scope_path else record, _panels.get(pages.name, [])
    mine = (one for one in known if not one.perm or user.has_perm(one.perm, over))
    return sorted(mine, key=lambda one: one.place)


@dataclass(frozen=True)
class Link:
    """A hand-made page in the menu.

    `route` is its URL name, `perm` what its reader must hold ("" = everybody); whom it is
    `first_for` begins there after logging in.
    """

    route: str
    label: Any
    icon: str = "table"
    group: Any = ""
    perm: str = ""
    first_for: Callable[[Any], bool] = field(default=lambda _user: False)


@dataclass(frozen=True)
class Todo:
    """Something that waits for a user: what, where, a status word of the templates, the verb, and
    the day it is due if it has one."""

    text: Any
    url: str
    status: str = "open"
    verb: Any = ""
    due: date | None = None


_links: list[Link] = []
_todo: list[Callable[[Any], Iterable[Todo]]] = []


def link(route: str, label: Any, **options: Any) -> None:
    _links.append(Link(route, label, **options))


def links() -> list[Link]:
    return list(_links)


def todo(ask: Callable[[Any], Iterable[Todo]]) -> Callable[[Any], Iterable[Todo]]:
    """Decorator: `ask(user)` names what waits for the user. Few queries; asked every minute."""
    _todo.append(ask)
    return ask


def todo_of(user: Any) -> list[Todo]:
    return [one for ask in _todo for one in ask(user)]
