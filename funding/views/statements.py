"""An account's book: on screen, on paper, as a workbook."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.actions.entering import uses_of
from funding.actions.statements import book_of, leaf_of, months_of, sheets_of, sums_of
from funding.actions.workbooks import printed_lines, write_statement
from funding.choices import Way
from funding.models import Account, Entry, Use
from portal import pages
from portal.forms import day_input
from registers.views.detail import RecordPage
from web.downloads import exported

LINES = 30  # of a printed page


class Narrow(forms.Form):
    """What of an account is shown."""

    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=day_input())
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=day_input())
    use = forms.ModelChoiceField(
        Use.objects.none(), label=gettext_lazy("use of money"), required=False
    )
    way = forms.ChoiceField(
        label=gettext_lazy("kind"), choices=[("", ""), *Way.choices], required=False
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use: Any = self.fields["use"]
        use.queryset = uses_of(account)
        use.choices = [("", ""), *((one.pk, str(one)) for one in use.queryset)]  # asked for once

    def narrowed(self, rows: Any) -> Any:
        """The rows asked for; a field that cannot be read asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        looks = {"since": "day__gte", "until": "day__lte", "use": "use", "way": "way"}
        given = {look: asked[name] for name, look in looks.items() if asked.get(name)}
        return rows.filter(**given)

    @property
    def used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class BookPage(RecordPage):
    """What pages of one account have in common."""

    def account(self, pk: int) -> Account:
        rows: Any = self.rows
        found: Account = get_object_or_404(rows.select_related("organization", "source"), pk=pk)
        return found


class StatementPage(BookPage):
    """The account's lines in the order of days, a hundred at a time, the last ones first shown.
    About eight queries."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.account(pk)
        form = Narrow(request.GET or None, account=account)
        rows = Entry.objects.filter(account=account)
        narrowed = form.narrowed(rows) if form.is_bound else rows
        asked = {name: request.GET.get(name, "") for name in ("after", "before")}
        query = request.GET.copy()
        for name in asked:
            query.pop(name, None)
        whole = sums_of(rows)
        context = {
            "pages": self.pages,
            "record": account,
            "title": str(account),
            "crumbs": [*self.crumbs(account), (_("Statement"), "")],
            "form": form,
            "narrowed": form.used,
            "leaf": leaf_of(account, narrowed, **asked, held=None if form.used else whole.balance),
            "whole": whole,
            "sums": sums_of(narrowed) if form.used else None,
            "query": query.urlencode(),
            "may": {verb: self.may(verb, account) for verb in ("enter", "transfer", "export")},
        }
        return render(request, "funding/statement.html", context)


class PrintPage(BookPage):
    """The book on A4: day, voucher, words, in, out, balance; carried over from page to page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.account(pk)
        rows = book_of(account)
        context = {
            "account": account,
            "sheets": sheets_of(printed_lines(months_of(rows)), LINES),
            "whole": sums_of(account.entries),
            "at": timezone.localtime(),
        }
        return render(request, "funding/statement_paper.html", context)


class WorkbookPage(BookPage):
    """The book with live sums. Each fetching is noted."""

    needs = "export"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.account(pk)
        rows, out = book_of(account), io.BytesIO()
        write_statement(out, account, rows)
        query, name = f"account {account.pk}", f"{account}.xlsx"
        return exported(request, pages.get("entry"), query, out, len(rows), name)
