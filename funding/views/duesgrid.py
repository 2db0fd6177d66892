"""The dues of a branch's members in one grid: typing, pasting, saving as one goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.actions.dues_books import month_names
from funding.actions.dues_months import (
    Saved,
    Sheet,
    amount_of,
    key_of,
    pay_month,
    save_months,
)
from funding.actions.dues_sheets import MONTHS, DuesSheet, Row
from organizations.models import Organization
from portal.errors import Refused
from portal.refusing import refusing
from registers.views.page import Page

CELL = re.compile(r"c(\d{1,18})x(\d{1,2}|why)")
SHOWN, DIGITS = 50, 18
NUMBERS = {f"{month}" for month in MONTHS}


class Typed:
    """What a request says of the cells: yuan by member and month, reasons, what is unreadable."""

    def __init__(self, request: HttpRequest, sheet: DuesSheet) -> None:
        self.amounts: dict[tuple[int, int], Decimal | None] = {}
        self.why: dict[int, str] = {}
        self.faults: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        due = {base.pk: base.due for base in sheet.bases}
        for name, value in request.POST.items():
            found = CELL.fullmatch(name)
            if found and int(found[1]) in due:
                self.take(int(found[1]), found[2], str(value).strip(), due)

    def take(self, base: int, what: str, text: str, due: dict[int, Decimal]) -> None:
        key = key_of(base, what)
        self.texts[key] = text
        if what == "why":
            self.why[base] = text
        elif int(what) in MONTHS:
            try:
                amount = amount_of(text, due[base])
            except ValidationError as no:
                self.faults[key] = " ".join(no.messages)
            else:
                self.amounts[base, int(what)] = amount


def day_of(text: str) -> date:
    try:
        found = timezone.localdate() if text == "today" else parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


class DuesGridPage(Page):
    """Members by months, in one organization and all below."""

    def get(self, request: HttpRequest, place: int, year: int, day: str, page: int) -> HttpResponse:
        if moved := self.elsewhere(place, year, day):
            return moved
        sheet = self.sheet(place, year, day, page)
        if "since" in request.GET:
            same = request.GET["since"] == str(sheet.revision) and "all" not in request.GET
            return JsonResponse({"seen": sheet.revision}) if same else news(sheet, Saved())
        return self.draw(sheet, day)

    def post(
        self, request: HttpRequest, place: int, year: int, day: str, page: int
    ) -> HttpResponse:
        sheet = self.sheet(place, year, day, page)
        if not self.writable(sheet):
            raise PermissionDenied
        if request.headers.get("X-Grid"):
            return self.autosave(sheet, day)
        return self.send(sheet, day)

    def elsewhere(self, place: int, year: int, day: str) -> HttpResponse | None:
        """Another year or day was chosen above the table."""
        chosen, on = self.request.GET.get("year", ""), self.request.GET.get("day", "")
        if not chosen.isdecimal() or len(chosen) != len("2026") or not day_of(on or day):
            return None
        return redirect("dues-grid", place, int(chosen), on or day, 1)

    def sheet(self, place: int, year: int, day: str, page: int) -> DuesSheet:
        user: Any = self.request.user
        scope = user.scope("funding.view_duespayment")
        found = get_object_or_404(Organization.objects.filter(scope.q("")), pk=place)
        return DuesSheet(found, year, user, day=day_of(day), page=page)

    def writable(self, sheet: DuesSheet) -> bool:
        user: Any = self.request.user
        return bool(user.has_perm("funding.change_duespayment", sheet.place))

    def save(self, sheet: DuesSheet, typed: Typed, seen: int | None = None) -> Saved:
        sent = Sheet(sheet.year, sheet.day, typed.amounts, typed.why, seen)
        with refusing():
            saved = save_months(sheet.place, sent, by=self.request.user)
        saved.faults |= typed.faults
        return saved

    def autosave(self, sheet: DuesSheet, day: str) -> HttpResponse:
        seen = self.request.POST.get("seen", "")
        known = int(seen) if seen.isdecimal() and len(seen) < DIGITS else None
        try:
            saved = self.save(sheet, Typed(self.request, sheet), known)
        except Refused as no:
            return JsonResponse({"said": str(no)}, status=409)
        fresh = DuesSheet(sheet.place, sheet.year, sheet.user, day=sheet.day, page=sheet.page)
        return news(fresh, saved)

    def send(self, sheet: DuesSheet, day: str) -> HttpResponse:
        """A page sent by its buttons."""
        typed, month = Typed(self.request, sheet), self.request.POST.get("month", "")
        try:
            saved = self.save(sheet, typed)
            if self.request.POST.get("act") == "submit" and month in NUMBERS and not saved.faults:
                self.mark(sheet, int(month))
        except Refused as no:
            messages.error(self.request, str(no))
            return redirect(self.request.path)
        if saved.faults:
            return self.draw(sheet, day, saved, typed.texts)
        messages.success(self.request, _("Saved."))
        return redirect(self.request.path)

    def mark(self, sheet: DuesSheet, month: int) -> None:
        count = pay_month(
            sheet.place, year=sheet.year, month=month, paid_on=sheet.day, by=self.request.user
        )
        words = ngettext("%(n)s member marked as paid.", "%(n)s members marked as paid.", count)
        messages.success(self.request, words % {"n": count})

    def draw(
        self,
        sheet: DuesSheet,
        day: str,
        saved: Saved | None = None,
        kept: dict[str, str] | None = None,
    ) -> HttpResponse:
        wrong = (saved or Saved()).faults
        faults = sheet.unexplained() | wrong
        totals = f"{reverse('dues-totals')}?organization={sheet.place.code}&year={sheet.year}"
        years = sorted({timezone.localdate().year - n for n in range(-1, 3)} | {sheet.year})
        context = {
            "title": _("Party dues %(year)s: %(place)s")
            % {"year": sheet.year, "place": sheet.place.short},
            "crumbs": [(_("Party dues"), totals), (sheet.place.short, "")],
            "sheet": sheet,
            "day": day,
            "years": years,
            "months": list(enumerate(month_names(), 1)),
            "totals_url": totals,
            "writable": self.writable(sheet),
            "grid": Drawing(sheet, self.writable(sheet), faults, kept or {}),
            "faults": fault_list(sheet, faults),
            "fault_count": len(faults),
            "more_faults": max(0, len(faults) - SHOWN),
            "heading": heading(len(faults)),
            "numbers": range(1, sheet.pages + 1),
        }
        status = 422 if wrong else 200
        return render(self.request, "funding/dues_grid.html", context, status=status)


def heading(count: int) -> str:
    words = ngettext("%(n)s place to settle", "%(n)s places to settle", count)
    return words % {"n": count}


def fault_list(sheet: DuesSheet, faults: dict[str, str]) -> SafeString:
    names = {f"{base.pk}": str(base.person) for base in sheet.bases}
    found = []
    for key, text in list(faults.items())[:SHOWN]:
        base, _x, month = key.partition("x")
        place = f"{names.get(base, '')} · {month_names()[int(month) - 1]}"
        found.append((key, _("error"), place, text))
    html = '<li><span class="sort">{1}</span> <a href="#c{0}">{2}: {3}</a></li>'
    return format_html_join("", html, found)


def news(sheet: DuesSheet, saved: Saved) -> JsonResponse:
    """What the page must redraw."""
    faults = sheet.unexplained() | saved.faults
    told = {key: {"raw": text, "by": "", "at": ""} for key, text in saved.clashes.items()}
    gone = {*saved.written, *saved.faults, *saved.clashes}
    changes = {
        key: {"raw": row.text(month), "by": "", "at": ""}
        for row in sheet.rows
        for month in MONTHS
        if (key := key_of(row.base.pk, month)) not in gone and sheet.takes(row, month)
    }
    return JsonResponse(
        {
            "at": timezone.localtime().strftime("%H:%M:%S"),
            "seen": sheet.revision,
            "heading": heading(len(faults)),
            "filled": sheet.filled(),
            "written": saved.written,
            "clashes": told,
            "changes": changes,
            "list": fault_list(sheet, faults),
            "answered": "",
            "faults": len(faults),
            "marks": [[text, "error", [key]] for key, text in faults.items()],
            "totals": {},
            "computed": sheet.computed(),
        }
    )


class Drawing:
    """The grid as HTML: one row for each member, one column for each month."""

    def __init__(
        self, sheet: DuesSheet, writable: bool, faults: dict[str, str], kept: dict[str, str]
    ) -> None:
        self.sheet, self.writable, self.faults, self.kept = sheet, writable, faults, kept
        self.computed = sheet.computed()

    def rows(self) -> Iterator[dict[str, Any]]:
        for row in self.sheet.rows:
            cells = "".join(self.td(row, month) for month in MONTHS)
            bad = any(key.startswith(f"{row.base.pk}x") for key in self.faults)
            yield {
                "row": row,
                "base": row.base,
                "mark": "wrong" if bad else "",
                "cells": mark_safe(cells),  # noqa: S308 - escaped
                "paid": self.computed[f"{row.base.pk}-paid"],
                "missing": self.computed[f"{row.base.pk}-missing"],
                "why": self.why(row),
            }

    def totals(self) -> list[tuple[str, str]]:
        names = [f"month-{month}" for month in MONTHS]
        return [(name, self.computed[name]) for name in (*names, "all-paid", "all-missing")]

    def td(self, row: Row, month: int) -> str:
        key, text = key_of(row.base.pk, month), row.text(month)
        if not self.writable or not self.sheet.takes(row, month):
            return f'<td class="ro" id="c{key}">{escape(text) or "–"}</td>'
        fault, more, mark = self.faults.get(key), "", ""
        if fault:
            text, mark = self.kept.get(key, text), "err"
            more = f' aria-invalid="true" title="{escape(fault)}"'
        names = f'aria-labelledby="r{row.base.pk} i{month}" inputmode="decimal" type="text"'
        return (
            f'<td class="{mark}"><input id="c{key}" name="c{key}" {names}'
            f' value="{escape(text)}"{more}></td>'
        )

    def why(self, row: Row) -> SafeString:
        key = key_of(row.base.pk, "why")
        if not self.writable:
            return format_html('<td class="ro txt" id="c{}">{}</td>', key, row.why)
        html = '<td><input id="c{0}" name="c{0}" aria-labelledby="r{1} iwhy" type="text" '
        return format_html(html + 'data-kind="text" value="{2}"></td>', key, row.base.pk, row.why)
