"""A pay sheet on paper, and as the workbook that the bank pays by."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from funding.actions.bank_books import take_to_bank
from funding.actions.pay_insurance import mark_insured
from funding.actions.words import in_capitals
from funding.forms.pay import BankForm
from funding.models import PayLine, PaySheet
from portal.errors import Refused
from registers.views.page import Page
from web.downloads import download

ROWS = 17  # lines on a printed page
PARTS = ("basic", "performance", "reward", "subsidy", "allowance", "deduction", "adjustment")


@dataclass(frozen=True)
class Leaf:
    number: int
    lines: list[PayLine]

    @property
    def total(self) -> Decimal:
        return sum((line.total for line in self.lines), Decimal(0))


class PayPaperPage(Page):
    """The sheet on A4 across, with a place for everybody's signature."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.one(pk)
        rows = PayLine.objects.for_user(request.user).filter(sheet=sheet)
        lines = list(
            rows.select_related("person", "organization").order_by("organization__path", "pk")
        )
        mark_insured(lines, sheet.month, request.user)
        leaves = [
            Leaf(n, lines[start : start + ROWS])
            for n, start in enumerate(range(0, max(len(lines), 1), ROWS), 1)
        ]
        total = sum((line.total for line in lines), Decimal(0))
        context = {
            "title": _("Pay sheet: %(sheet)s") % {"sheet": sheet},
            "across": True,
            "sheet": sheet,
            "leaves": leaves,
            "sums": [sum(getattr(line, name) for line in lines) for name in (*PARTS, "total")],
            "capitals": in_capitals(total),
            "back": sheet.get_absolute_url(),
        }
        return render(request, "funding/pay_paper.html", context)


class PayBankPage(Page):
    """Asks what for, then sends the workbook."""

    needs = "export"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.ask(self.one(pk), BankForm(initial={"whole": self.reveals()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet, form = self.one(pk), BankForm(request.POST)
        if not form.is_valid():
            return self.ask(sheet, form, 422)
        out = io.BytesIO()
        try:
            take_to_bank(sheet, out, by=request.user, **form.cleaned_data)
        except Refused as no:
            messages.error(request, str(no))
            return self.ask(sheet, form, 422)
        return download(out, f"bank-{sheet.month:%Y%m}-{sheet.pk}.xlsx")

    def reveals(self) -> bool:
        user: Any = self.request.user
        return bool(user.has_perm("funding.reveal_bankcard"))

    def ask(self, sheet: PaySheet, form: BankForm, status: int = 200) -> HttpResponse:
        context = {
            "title": _("Workbook for the bank"),
            "crumbs": [*self.crumbs(sheet), (_("Workbook for the bank"), "")],
            "sheet": sheet,
            "form": form,
            "reveals": self.reveals(),
        }
        return render(self.request, "funding/pay_bank.html", context, status=status)
