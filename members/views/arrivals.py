from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from members.actions.transfers import take_in
from members.forms.arrivals import LETTER, ArrivalForm
from portal.errors import Refused
from registers.views.editing import AddPage


class ArrivalPage(AddPage):
    """Takes in a member whom the county does not know yet, dated and with the letter."""

    needs = "transfer"

    def form(self, record: Any, *sent: Any) -> Any:
        return ArrivalForm(*sent, instance=record, user=self.request.user)

    def save(self, form: Any, seen: str) -> HttpResponse:
        facts = {name: form.cleaned_data[name] for name in LETTER}
        try:
            person = take_in(form.save(commit=False), by=self.request.user, **facts)
        except Refused as no:
            form.add_error(None, str(no))
            return self.page(form.instance, form, seen=seen)
        messages.success(self.request, _("Saved “%(record)s”.") % {"record": person})
        return redirect(person.get_absolute_url())

    def words(self, record: Any) -> dict[str, Any]:
        title = _("Transfer in from outside")
        return super().words(record) | {"title": title, "crumbs": [*self.crumbs(), (title, "")]}
