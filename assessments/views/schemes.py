"""Schemes for stars and for the year's assessment, out of the library."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from assessments.actions.ratings.shelf import RATING, shelf, take_over
from assessments.forms.targets import TakeSchemeForm
from portal.errors import Refused
from portal.refusing import refusing
from registers.views.page import Page


class SchemeLibraryPage(Page):
    """The schemes that come with the portal; each is taken over once and then the county's own."""

    needs = "add"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(TakeSchemeForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TakeSchemeForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.page(form)
        values = form.cleaned_data
        try:
            with refusing():
                scheme = take_over(values["scheme"], at=values["at"])
        except Refused as no:
            form.add_error(None, str(no))
            return self.page(form)
        messages.success(request, _("“%(scheme)s” is yours now.") % {"scheme": scheme})
        return redirect(scheme)

    def page(self, form: TakeSchemeForm) -> HttpResponse:
        title, found = _("Scheme library"), shelf()
        parts = (
            (_("For stars"), [one for one in found if one.kind == RATING]),
            (_("For the annual assessment"), [one for one in found if one.kind != RATING]),
        )
        context = {
            "title": title,
            "crumbs": [*self.crumbs(), (title, "")],
            "parts": parts,
            "form": form,
        }
        status = 422 if form.errors else 200
        return render(self.request, "assessments/scheme_library.html", context, status=status)
