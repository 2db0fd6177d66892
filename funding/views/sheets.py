"""The sheet that a village puts on its notice board, as a page of A4."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from funding.actions.sheets import Quarter, told
from funding.models import MoneySheet
from registers.views.page import Page

# Payments that the pages hold: the first beside the lines of income and spending.
FIRST, BESIDE, FURTHER = 16, 26, 36


class SheetPaperPage(Page):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet: MoneySheet = self.one(pk)
        said = told(sheet)
        payments = said.pop("payments")
        first = min(FIRST, max(0, BESIDE - len(said["income"]) - len(said["spending"])))
        leaves = [payments[:first]]
        leaves += [
            payments[start : start + FURTHER] for start in range(first, len(payments), FURTHER)
        ]
        context: dict[str, Any] = {
            "sheet": sheet,
            "period": Quarter(sheet.year, sheet.quarter),
            "told": said,
            "leaves": list(enumerate(leaves, 1)),
        }
        return render(request, "funding/sheet_paper.html", context)
