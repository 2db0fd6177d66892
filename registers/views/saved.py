"""Saved filters of a list: kept under a name, shared, opened with, dropped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from portal.fields import hide
from registers.models import SavedFilter
from registers.views.listing import Listing, keep
from registers.views.page import Page

NAME_LENGTH = 60
SHARE = "registers.share_savedfilter"


class SavedPage(Page):
    """One address for what a list's menu of saved filters does; `do` says what."""

    def post(self, request: HttpRequest) -> HttpResponse:
        does = {"save": self.save, "open": self.open_with, "drop": self.drop}
        do = does.get(request.POST.get("do", ""))
        if do is None:
            raise Http404
        return do()

    @property
    def user(self) -> Any:
        return self.request.user

    def back(self, query: str) -> HttpResponse:
        return redirect(f"{self.pages.url('list')}?{query or 'q='}")

    def one_of(self, rows: Any) -> SavedFilter:
        pk = self.request.POST.get("pk", "")
        found: SavedFilter = get_object_or_404(rows, pk=pk if pk.isdecimal() else 0)
        return found

    def save(self) -> HttpResponse:
        sent, user = self.request.POST, self.user
        asked = QueryDict(sent.get("query", "")[:4000])
        listing = Listing(self.pages, self.rows, asked, user)
        name = hide(sent.get("name", "").strip())[:NAME_LENGTH]
        if listing.refused or not name:
            messages.warning(self.request, listing.refused or _("Give the filter a name."))
            return self.back("" if listing.refused else listing.whole_query)
        mine = SavedFilter.objects.filter(owner=user, register=self.pages.name, name=name)
        if mine.exists() and "replace" not in sent:
            return self.ask(name, listing)
        shared = "shared" in sent and user.has_perm(SHARE)
        values = {"query": listing.whole_query, "shared": shared}
        saved, _made = SavedFilter.objects.update_or_create(
            owner=user, register=self.pages.name, name=name, defaults=values
        )
        if "opens" in sent:
            keep(user, "opens_with", self.pages.name, saved.pk)
        messages.success(self.request, _("Saved the filter “%(name)s”.") % {"name": name})
        return self.back(saved.query)

    def ask(self, name: str, listing: Listing) -> HttpResponse:
        """The name is taken: replace that filter, or choose another name."""
        title = _("You already have a filter called “%(name)s”") % {"name": name}
        context = {"name": name, "listing": listing, "chips": list(listing.chips())}
        crumbs = [*self.crumbs(), (_("Save the filter"), "")]
        return self.show("saved", status=422, title=title, crumbs=crumbs, **context)

    def open_with(self) -> HttpResponse:
        """Let the list open with this filter; asked once more, with all rows again."""
        user = self.user
        saved = self.one_of(SavedFilter.seen_by(user, self.pages.name))
        kept = (user.preferences or {}).get("opens_with", {})
        already = kept.get(self.pages.name) == saved.pk
        keep(user, "opens_with", self.pages.name, None if already else saved.pk)
        return self.back("" if already else saved.query)

    def drop(self) -> HttpResponse:
        """One's own; a shared one also by whoever may share."""
        user = self.user
        seen = SavedFilter.seen_by(user, self.pages.name)
        saved = self.one_of(seen if user.has_perm(SHARE) else seen.filter(owner=user))
        saved.delete()
        messages.success(
            self.request, _("Deleted the saved filter “%(name)s”.") % {"name": saved.name}
        )
        return self.back(self.request.POST.get("query", "")[:4000])
