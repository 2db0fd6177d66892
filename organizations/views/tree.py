"""The tree page: opened lazily, searched, as of any day."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organizations.actions.forest import Forest, Node
from organizations.actions.lineage import trail
from organizations.filters.tree import OrganizationFilter
from organizations.models import Organization
from portal import pages as registry
from portal.errors import Refused
from registers.views.page import Page

MOST = 50  # organizations that a search shows


class TreePage(Page):
    """The whole of what the user reaches."""

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            self.day = OrganizationFilter.day_named("on", request.GET) or timezone.localdate()
            refused = ""
        except Refused as no:
            self.day, refused = timezone.localdate(), str(no)
        tops = self.tops()
        wanted = request.GET.get("q", "").strip()
        hits = self.hits(wanted) if wanted else []
        at = self.at(request.GET.get("at") or request.GET.get("open", ""))
        context = self.grown(tops, hits[:MOST], at)
        context |= {"wanted": wanted, "found": len(hits), "most": MOST, "refused": refused}
        about = self.about(at) if at else {}
        return self.page(context | about)

    def page(self, context: dict[str, Any]) -> HttpResponse:
        title = _("Tree of organizations")
        today = self.day == timezone.localdate()
        context |= {"title": title, "crumbs": [(title, "")], "day": self.day, "today": today}
        context["query"] = "" if today else urlencode({"on": f"{self.day:%Y-%m-%d}"})
        template = "organizations/tree.html"
        if self.request.headers.get("HX-Target") == "grown":
            template = "organizations/parts/grown.html"
        return render(self.request, template, context)

    @property
    def reach(self) -> Any:
        """The organizations the user keeps or reads, without those that stand above them."""
        scope = self.request.user.scope("organizations.view_organization")  # type: ignore[union-attr]
        return Organization.objects.filter(scope.q(""))

    def tops(self) -> list[Organization]:
        """The top of each subtree in reach, none inside another."""
        scope = self.request.user.scope("organizations.view_organization")  # type: ignore[union-attr]
        paths = [
            path
            for path in scope.paths
            if not any(path != other and path.startswith(other) for other in scope.paths)
        ]
        return list(Organization.objects.filter(path__in=paths).order_by("path"))

    def at(self, code: str) -> Organization | None:
        return self.reach.filter(code=code).first() if code else None

    def hits(self, wanted: str) -> list[int]:
        """The organizations found by name, code or sound, all of them that the user reaches."""
        asked = OrganizationFilter({"q": wanted})
        rows = self.reach.filter(asked.search_q(wanted)).order_by("path")
        return list(rows.values_list("pk", flat=True))

    def grown(
        self, tops: list[Organization], hits: list[int], at: Organization | None
    ) -> dict[str, Any]:
        nodes: list[Node] = []
        for top in tops:
            forest = Forest(self.request.user, self.day, top.path)
            opened = {top.pk}
            for pk in [*hits, *([at.pk] if at else [])]:
                if pk in forest.rows:
                    opened |= set(forest.tree.above(pk)[pk in hits :])
            nodes.append(forest.node(top.pk, 1, opened, hits))
        return {"nodes": nodes}

    def about(self, organization: Organization) -> dict[str, Any]:
        """What can be done from a node: its registers, what to add, the verbs."""
        user: Any = self.request.user
        groups: dict[str, list[tuple[str, str]]] = {}
        asked = {"organization": organization.code}
        if self.day != timezone.localdate():
            asked["on"] = f"{self.day:%Y-%m-%d}"
        for register in registry.every():
            if register.menu and user.has_perm(register.perm("view")) and register.group:
                url = f"{register.url('list')}?{urlencode(asked)}"
                groups.setdefault(str(register.group), []).append(
                    (capfirst(str(register.label)), url)
                )
        return {
            "organization": organization,
            "trail": trail(organization),
            "registers": sorted(groups.items()),
            "offered": self.offered(organization),
        }

    def offered(self, organization: Organization) -> list[tuple[Any, str]]:
        return [
            (action, self.pages.url(action.name, organization.pk))
            for action in self.pages.actions
            if action.offered(organization) and self.may(action.verb, organization)
        ]


class NodePage(TreePage):
    """One organization of the tree."""

    def found(self, pk: int) -> Organization:
        try:
            named = OrganizationFilter.day_named("on", self.request.GET)
        except Refused:
            raise Http404 from None
        self.day: date = named or timezone.localdate()
        organization: Organization | None = self.reach.filter(pk=pk).first()
        if not organization:
            raise Http404
        return organization


class BranchPage(NodePage):
    """What hangs directly below a node, for opening it where it stands."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        organization = self.found(pk)
        forest = Forest(request.user, self.day, organization.path)
        asked = request.GET.get("level", "")
        level = min(int(asked), 99) if asked.isdecimal() else 1
        node = forest.node(pk, level, {pk}, ())
        query = "" if forest.today else urlencode({"on": f"{self.day:%Y-%m-%d}"})
        context = {"node": node, "query": query}
        return render(request, "organizations/parts/branch.html", context)


class AboutPage(NodePage):
    """The card beside the tree."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:  # type: ignore[override]
        return render(request, "organizations/parts/about.html", self.about(self.found(pk)))
