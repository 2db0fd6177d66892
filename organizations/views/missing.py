"""What is missing in an organization and below it: every rule of data quality, counted."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Value
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal import pages as registry
from portal import quality
from web.views.page import Page


class MissingPage(Page):
    """A part of the organization's page, fetched after it; by itself where script is off."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        organization = self.one(pk)
        found = missing(organization, request.user)
        context = {"found": found, "organization": organization}
        if request.headers.get("HX-Request"):
            return render(request, "organizations/parts/missing.html", context)
        title = _("What is missing: %(organization)s") % {"organization": organization}
        crumbs = [*self.crumbs(organization), (_("What is missing"), "")]
        context |= {"title": title, "crumbs": crumbs}
        return render(request, "organizations/missing.html", context)


def missing(organization: Any, user: Any) -> list[tuple[quality.Check, int, str]]:
    """Each rule that finds something, how many rows and the list that shows them; one query."""
    asked, counts = {}, []
    for place, check in enumerate(quality.every()):
        if not registry.has(check.register):
            continue
        register = registry.get(check.register)
        if not user.has_perm(register.perm("view")):
            continue
        data = QueryDict(check.asked(), mutable=True)
        data["organization"] = organization.code
        rows = register.filter(data, register.model.objects.for_user(user)).qs
        counts.append(
            rows.order_by().annotate(which=Value(place)).values("which").annotate(n=Count("pk"))
        )
        asked[place] = (check, f"{register.url('list')}?{data.urlencode()}")
    if not counts:
        return []
    lines = counts[0].union(*counts[1:], all=True).values_list("which", "n")
    found = [(*asked[place], many) for place, many in lines if many]
    found.sort(key=lambda one: (not one[0].serious, -one[2]))
    return [(check, many, url) for check, url, many in found]


