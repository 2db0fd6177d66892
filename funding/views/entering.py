"""Entering receipts and payments, one after the other; closing a month for a whole township."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from funding.actions.closing import close_months, end_of
from funding.actions.entering import enter_money
from funding.actions.statements import leaf_of, sums_of
from funding.forms.entering import EnterForm
from funding.models import Account, Entry
from funding.views.statements import BookPage
from organizations.choices.tree import Level
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from web.templatetags.portal import day as in_words

NEAR = 8  # lines shown below the form
MOST = 500  # accounts closed at once
YEARS_BACK = 3


class EnterPage(BookPage):
    """One line after the other: after saving the next empty form stands there, the last lines
    below it. The form carries a key: pressed twice, or sent again, it is one entry."""

    needs = "enter"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.account(pk)
        given = {name: request.GET.get(name) for name in ("way", "day", "handler")}
        initial = {name: value for name, value in given.items() if value}
        form = EnterForm(account=account, initial={"way": "payment"} | initial)
        if initial:  # the next line: the keyboard goes on where its amount is
            form.fields["amount"].widget.attrs["autofocus"] = True
        return self.draw(account, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.account(pk)
        form = EnterForm(request.POST, account=account)
        if not form.is_valid():
            return self.draw(account, form)
        files = request.FILES.getlist("files")
        try:
            entry = enter_money(account, by=request.user, files=files, **form.cleaned_data)
        except Refused as no:
            form.add_error(None, str(no))
            return self.draw(account, form)
        messages.success(request, self.said(entry, request.POST.get("amount", "")))
        if "another" not in request.POST:
            return redirect("account-statement", account.pk)
        kept = {"way": entry.way, "day": f"{entry.day:%Y-%m-%d}", "handler": entry.handler}
        return redirect(f"{reverse('account-enter', args=[account.pk])}?{urlencode(kept)}")

    @staticmethod
    def said(entry: Entry, typed: str) -> str:
        """What was entered, and how what was typed was read where it was not plain."""
        amount = f"{abs(entry.amount):,.2f}"
        words = {
            "way": entry.get_way_display(),
            "amount": amount,
            "number": entry.voucher,
            "typed": typed.strip(),
        }
        plain = typed.strip().replace(",", "")
        if plain in {f"{abs(entry.amount):f}", f"{abs(entry.amount).normalize():f}"}:
            return _("Entered: %(way)s of %(amount)s yuan, voucher %(number)s.") % words
        return (
            _("Entered: %(way)s of %(amount)s yuan (“%(typed)s” was read so), voucher %(number)s.")
            % words
        )

    def draw(self, account: Account, form: EnterForm) -> HttpResponse:
        rows = Entry.objects.filter(account=account)
        leaf = leaf_of(account, rows)
        context = {
            "record": account,
            "title": _("Enter: %(account)s") % {"account": account},
            "crumbs": [*self.crumbs(account), (pgettext("ledger", "Enter"), "")],
            "form": form,
            "sums": sums_of(rows),
            "rows": leaf.rows[-NEAR:],
        }
        status = 422 if form.errors else 200
        return render(self.request, "funding/enter.html", context, status=status)


class WhatToClose(forms.Form):
    """A month of a year, for an organization and all below it."""

    organization = forms.ModelChoiceField(Organization.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(coerce=int)
    month = forms.TypedChoiceField(choices=list(MONTHS.items()), coerce=int)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        reach = user.scope("funding.close_account")
        places = Organization.objects.filter(reach.q(""), level__in=[Level.COUNTY, Level.TOWNSHIP])
        fields["organization"].queryset = places.order_by("path")
        fields["organization"].label = _("Organization and all below")
        fields["year"].label, fields["month"].label = _("Year"), _("up to the end of")
        this = timezone.localdate().year
        fields["year"].choices = [(year, year) for year in range(this, this - YEARS_BACK, -1)]


def month_before(today: date) -> tuple[int, int]:
    return (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)


def close_months_page(request: HttpRequest) -> HttpResponse:
    """All accounts of a township at once: which will be closed, which cannot be, and why."""
    user: Any = request.user
    if not user.has_perm("funding.close_account"):
        raise PermissionDenied
    year, month = month_before(timezone.localdate())
    asked = request.POST if request.method == "POST" else request.GET
    form = WhatToClose(asked or None, user=user, initial={"year": year, "month": month})
    context: dict[str, Any] = {"form": form, "title": _("Close a month")}
    context["crumbs"] = [(_("Accounts"), pages.get("account").url("list")), (context["title"], "")]
    if form.is_bound and form.is_valid():
        context |= closing(request, user, **form.cleaned_data)
    return render(request, "funding/close_months.html", context)


def closing(
    request: HttpRequest, user: Any, *, organization: Organization, year: int, month: int
) -> dict[str, Any]:
    """The accounts asked about; on POST they are closed."""
    rows = Account.objects.for_user(user, "close").select_related("organization", "source")
    rows = rows.filter(year=year, organization__path__startswith=organization.path)
    accounts = list(rows.order_by("organization__path", "source__code")[:MOST])
    until = end_of(year, month)
    if request.method == "POST":
        done, left = close_months(accounts, month=month, by=user)
        return {"done": done, "left": left, "until": in_words(until)}
    closed = [one for one in accounts if one.closed_until and one.closed_until >= until]
    return {
        "open": [one for one in accounts if one not in closed],
        "closed": closed,
        "until": in_words(until),
        "early": until >= timezone.localdate(),
    }
