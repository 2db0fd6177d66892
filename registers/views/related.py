"""The registers that name a record: counted in one query, the first ones shown, the others on
opening."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from portal.pages import Pages
from registers.tally import ANY, ANYWHERE, Sql, kept_sql
from registers.views.listing import show_columns
from registers.views.page import Page

RELATED_ROWS = 10
MOST = 1000  # a register of more is not counted to its end


@dataclass(eq=False)
class Related:
    """One register and the field by which its rows name the record."""

    record: Any
    other: Pages
    link: Any
    user: Any
    twice: bool = False

    @property
    def key(self) -> str:
        return f"{self.other.name}/{self.link.name}"

    @cached_property
    def label(self) -> str:
        label = capfirst(str(self.other.label))
        return f"{label} ({self.link.verbose_name})" if self.twice else label

    @cached_property
    def below(self) -> bool:
        """Whether rows of organizations below the record count, too."""
        return self.link.name == "organization" and hasattr(self.record, "code")

    @property
    def own(self) -> bool:
        """Whether all rows name this very record."""
        return not (self.below and self.other.menu)

    @property
    def rows(self) -> Any:
        return self.naming(self.record.pk, getattr(self.record, "path", ""))

    def naming(self, pk: int, path: str) -> Any:
        named = {self.link.name: pk} if self.own else {"organization__path__startswith": path}
        return self.other.model.objects.for_user(self.user).filter(**named)  # type: ignore[attr-defined]

    @property
    def numbers(self) -> Sql:
        """The SQL for the numbers of the first rows, to count them."""
        key = (self.key, self.own, self.user.scope(self.other.perm("view")))
        return kept_sql(
            key, lambda: self.naming(ANY, ANYWHERE).order_by().values("pk")[:MOST], self.record
        )

    @cached_property
    def list_url(self) -> str:
        asked = {self.link.name: self.record.code if self.below else self.record.handle()}
        if self.other.model.in_force or self.other.model.placed_by:
            asked["ended"] = "all"
        return f"{self.other.url('list')}?{urlencode(asked)}"

    @property
    def url(self) -> str:
        name = f"{self.record._meta.model_name}-related"
        return reverse(name, args=[self.record.pk, *self.key.split("/")])

    @cached_property
    def add_url(self) -> str:
        """The empty form with the record already filled in; nothing where the user may not."""
        form = self.other.form
        if not form or self.link.name not in form.base_fields:
            return ""
        if not self.user.has_perm(self.other.perm("add")):
            return ""
        return f"{self.other.url('add')}?{urlencode({self.link.name: self.record.handle()})}"

    @cached_property
    def table(self) -> Any:
        """The first rows; one more is asked for, to know whether there are more."""
        found = list(self.other.table.rows(self.rows)[: RELATED_ROWS + 1])
        table = self.other.table(found[:RELATED_ROWS], orderable=False)
        table.more = len(found) > RELATED_ROWS
        show_columns(table, self.user)
        if self.link.name in table.base_columns and self.own:
            table.columns.hide(self.link.name)
        return table


def related_to(record: Any, pages: Pages, user: Any) -> Iterator[Related]:
    """What the user may see of the registers that name the record; those of the menu first."""
    naming = [pair for pair in pages.naming() if user.has_perm(pair[0].perm("view"))]
    naming.sort(key=lambda pair: not pair[0].menu)
    names = [other.name for other, _link in naming]
    for other, link in naming:
        yield Related(record, other, link, user, names.count(other.name) > 1)


class RelatedPage(Page):
    """The rows of one register that name the record: a part of its page, loaded on opening."""

    def get(self, request: HttpRequest, pk: int, register: str, link: str) -> HttpResponse:
        naming = [
            (other, field)
            for other, field in self.pages.naming()
            if (other.name, field.name) == (register, link)
        ]
        if not naming:
            raise Http404
        if not request.user.has_perm(naming[0][0].perm("view")):
            raise PermissionDenied
        one = Related(self.one(pk), *naming[0], request.user)
        if "HX-Request" not in request.headers:
            return redirect(one.list_url)
        return render(request, "parts/related.html", {"one": one})
