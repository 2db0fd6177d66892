from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from registers.views.page import Page
from web.views.quality import lines


class MissingPage(Page):
    """The rules of data quality that find something in an organization and below: a part of its
    page, fetched after it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        organization = self.one(pk)
        url = f"{reverse('quality')}?organization={organization.code}"
        if not request.headers.get("HX-Request"):
            return redirect(url)
        found = [line for line in lines(request.user, organization) if line.count]
        found.sort(key=lambda line: (not line.check.serious, -line.count))
        context = {"found": found, "organization": organization, "url": url}
        return render(request, "organizations/parts/missing.html", context)
