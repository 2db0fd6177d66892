"""One record: what it says and what hangs from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import pages as registry
from portal.fields import IdNumberField, PartialDateField, mask_id
from portal.models import Record
from portal.pages import Pages, Panel
from registers.models import Attachment
from registers.tally import tally
from registers.timeline import has_days
from registers.views.page import Page
from registers.views.paging import whole
from registers.views.related import MOST, related_to
from web.templatetags.portal import day, moment, thousands

OPENED = 3  # related tables that stand open; each panel, which costs queries too, takes one away
BUDGET = 6  # queries that the panels of one request may cost
AT_ONCE = 2  # panels that come with the page; more of them come in a request of their own
EMPTY = 3  # more empty fields than these are folded away
LONG = 40  # characters of a fact that gets a line of its own
BUTTONS = 2  # actions that are buttons by themselves; the others are in a menu
UNSEEN = {"id", "path", "password", "preferences", "created_at", "changed_at", "last_login"}


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    url: str = ""
    wide: bool = False


# How values of a field are read aloud, the more special kind first.
SAID: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (IdNumberField, mask_id),
    (models.DateTimeField, moment),
    ((models.DateField, PartialDateField), day),
    ((models.SmallIntegerField, models.PositiveSmallIntegerField), str),  # a year has no thousands
    ((models.IntegerField, models.DecimalField, models.FloatField), thousands),
)


def field_text(field: Any, value: Any) -> str:
    """A stored value as people read it; an ID number masked."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return next((say for kind, say in SAID if isinstance(field, kind)), str)(value)


def seen_fields(pages: Pages) -> list[str]:
    """The fields a reader may see: those that the form takes or the table shows."""
    known = {field.name for field in pages.model._meta.concrete_fields} - UNSEEN
    form = list(pages.form._meta.fields or ()) if pages.form else []
    table = [str(column.accessor or name) for name, column in pages.table.base_columns.items()]
    return [name for name in dict.fromkeys([*form, *table]) if name in known]


def joined(pages: Pages) -> list[str]:
    """The records that a reader sees a row name, to be fetched with it in one query."""
    return [field.name for field in links_of(pages)]


def links_of(pages: Pages) -> list[Any]:
    fields = (pages.model._meta.get_field(name) for name in seen_fields(pages))
    return [field for field in fields if isinstance(field, models.ForeignKey)]


def whose(link: Any) -> str:
    """The look-up to the organization of the record that a field names."""
    return "__".join(filter(None, [link.name, getattr(link.related_model, "scope_path", "")]))


def folded(groups: list[tuple[str, list[Fact]]]) -> dict[str, Any]:
    """The groups, without their empty fields where these are many."""
    bare = [fact for _title, facts in groups for fact in facts if not fact.text]
    if len(bare) > EMPTY:
        groups = [(title, [fact for fact in facts if fact.text]) for title, facts in groups]
        return {"groups": [group for group in groups if group[1]], "bare": bare}
    return {"groups": groups}


class RecordPage(Page):
    """What the tabs of one record share."""

    def one(self, pk: int) -> Any:
        self.rows = self.rows.select_related(*map(whose, links_of(self.pages)))
        return super().one(pk)

    def tabs(self, record: Any, found: dict[str, int] | None = None) -> dict[str, Any]:
        """What the tabs say besides their names."""
        found = tally(self.kept(record), MOST) if found is None else found
        return {"files": found.get("files", 0), "changes": found.get("changes", 0)}

    @staticmethod
    def kept(record: Any) -> dict[str, Any]:
        files = Attachment.of(record).filter(withdrawn_at=None)
        return {"files": files} | ({} if record.grows else {"changes": record.events.all()})

    def may_change(self, record: Any) -> bool:
        changes = self.pages.edits and self.may("change", record)
        return changes and not self.pages.rests(record)

    def panels(self, record: Any) -> Iterator[tuple[Panel, str]]:
        """What the apps above have to say about the record."""
        yield from self.drawn(record, registry.panels_of(self.pages, self.request.user, record))

    def drawn(self, record: Any, panels: Iterable[Panel]) -> Iterator[tuple[Panel, str]]:
        for panel in panels:
            if (said := panel.ask(record, self.request.user)) is not None:
                known = {"record": record, "user": self.request.user, **said}
                known["csrf_token"] = get_token(self.request)
                yield panel, render_to_string(panel.template, known)

    def tab(self, template: str, record: Any, at: str = "", **context: Any) -> HttpResponse:
        """Show one tab of the record."""
        crumbs = [*self.crumbs(record), *([(at, "")] if at else [])]
        context["tabs"] = context.get("tabs") or self.tabs(record)
        context = {"title": str(record), "crumbs": crumbs, **context}
        lives = has_days(self.pages, self.request.user)
        context["headline"] = list(self.pages.headline(record))
        return self.show(template, record=record, has_days=lives, **context)


class DetailPage(RecordPage):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.one(pk)
        told = registry.panels_of(self.pages, request.user, record)
        later = len(told) > AT_ONCE
        panels = [] if later else list(self.panels(record))
        offered = [a for a in self.pages.actions if a.offered(record) and self.may(a.verb, record)]
        buttons = [action for action in offered if not action.danger][:BUTTONS]
        tells = {name for panel in told for name in panel.tells}
        return self.tab(
            "detail",
            record,
            **folded(list(self.groups(record, tells))),
            panels=panels,
            panels_later=later,
            **self.related(record, 0 if later else OPENED - len(panels), tells),
            ended=self.ended(record),
            buttons=buttons,
            more_actions=[action for action in offered if action not in buttons],
            may_change=self.may_change(record),
        )

    def groups(self, record: Any, told: set[str]) -> Iterator[tuple[str, list[Fact]]]:
        names = [name for name in seen_fields(self.pages) if name not in told]
        groups = self.pages.form.groups if self.pages.form else ()
        grouped = {name for _title, inside in groups for name in inside}
        if loose := [name for name in names if name not in grouped]:
            yield "", [self.fact(record, name) for name in loose]
        for title, inside in groups:
            yield str(title), [self.fact(record, name) for name in inside if name in names]

    def fact(self, record: Any, name: str) -> Fact:
        field = record._meta.get_field(name)
        value = getattr(record, name)
        url = self.leads_to(value) if isinstance(value, Record) else ""
        said = getattr(record, f"get_{name}_display", None) if value else None
        text = str(said()) if said else field_text(field, value)
        long = isinstance(field, models.TextField) or len(text) > LONG
        return Fact(capfirst(str(field.verbose_name)), text, url, long)

    def leads_to(self, other: Record) -> str:
        """The page of a record that this one names; "" where the user may not open it."""
        name, user = str(other._meta.model_name), self.request.user
        if not registry.has(name):
            return ""
        over = None if other.handed_down else other
        opens = user.has_perm(registry.get(name).perm("view"), over)
        return other.get_absolute_url() if opens else ""

    def ended(self, record: Any) -> str:
        """The day since when the record is no longer in force."""
        if not record.in_force:
            return ""
        until = getattr(record, record.in_force[1])
        return day(until) if until and until <= timezone.localdate() else ""

    def related(self, record: Any, opened: int, told: set[str]) -> dict[str, Any]:
        """The registers that name the record: those with rows, the first few of them open, and
        those still empty that the user may add to."""
        known = list(related_to(record, self.pages, self.request.user))
        found = tally({one.key: one.numbers for one in known} | self.kept(record), MOST)
        filled = [(one, found[one.key]) for one in known if found.get(one.key)]
        filled.sort(key=lambda pair: pair[0].key in told)
        order = [one.other.group for one, _n in filled]
        opened = max(0, min(opened, sum(one.key not in told for one, _n in filled)))
        return {
            "tabs": self.tabs(record, found),
            "opened": filled[:opened],
            "closed": sorted(filled[opened:], key=lambda pair: order.index(pair[0].other.group)),
            "empty": [one for one in known if not found.get(one.key) and one.add_url],
            "most": MOST,
        }


def fitting(panels: list[Panel]) -> int:
    """How many of the panels one request can afford; one at least."""
    spent = list(accumulate(panel.costs for panel in panels))
    return max(1, sum(cost <= BUDGET for cost in spent))


class PanelsPage(RecordPage):
    """The panels of a record that has many: a part of its page, loaded behind it, a few at a time
    as one reads on, for each costs queries."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        record = self.one(pk)
        told = registry.panels_of(self.pages, request.user, record)
        first = whole(request.GET.get("from", ""))
        following = first + fitting(told[first:])
        context = {
            "panels": list(self.drawn(record, told[first:following])),
            "further": f"{request.path}?from={following}" if told[following:] else "",
        }
        if "HX-Request" in request.headers:
            return render(request, "parts/panels.html", context)
        return self.tab("panels", record, _("Overview"), **context)
