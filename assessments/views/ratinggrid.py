"""The ratings of a whole township in one grid: typing, pasting, saving as one goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.actions.ratings.acts import confirm_cases, rate_cases, review_cases
from assessments.actions.ratings.saving import APPRAISAL, WHY, Saved, Shut, key_of, save_points
from assessments.actions.ratings.sheets import Fault, RatingSheet
from assessments.actions.ratings.tally import plain
from assessments.models import Criterion, RatingCase
from assessments.views.reports import int_of
from organizations.models import Organization
from portal.errors import Refused
from portal.refusing import refusing
from registers.views.page import Page
from web.menu import count_anew

CELL = re.compile(r"c(\d{1,18})x(\d{1,18}(?:\.r)?|why|appraisal)")
ACTS = {"rate": rate_cases, "review": review_cases, "confirm": confirm_cases}
ACT_WORDS = {
    "rate": gettext_lazy("Hand in the self-ratings"),
    "review": gettext_lazy("Pass on to the county"),
    "confirm": gettext_lazy("Confirm all reviewed"),
}
SHOWN = 50


def typed_in(request: HttpRequest) -> dict[tuple[int, str], str]:
    found = ((CELL.fullmatch(name), value) for name, value in request.POST.items())
    return {(int(m[1]), m[2]): str(value) for m, value in found if m}


class RatingGridPage(Page):
    """The candidates of a round in one organization and all below."""

    def get(self, request: HttpRequest, pk: int, place: int, page: int) -> HttpResponse:
        sheet = self.sheet(pk, place, page)
        if "since" in request.GET:
            seen = int_of(request.GET["since"])
            same = seen == sheet.round.revision and "all" not in request.GET
            return JsonResponse({"seen": seen}) if same else self.news(sheet, Saved())
        return self.draw(sheet)

    def post(self, request: HttpRequest, pk: int, place: int, page: int) -> HttpResponse:
        sheet, typed = self.sheet(pk, place, page), typed_in(request)
        if not sheet.writable:
            raise PermissionDenied
        seen = int_of(request.POST.get("seen", ""))
        mine = {case.pk for case in sheet.cases}
        typed = {key: text for key, text in typed.items() if key[0] in mine}
        if request.headers.get("X-Grid"):
            return self.autosave(sheet, typed, seen)
        return self.send(sheet, typed)

    def sheet(self, pk: int, place: int, page: int) -> RatingSheet:
        round_ = self.one(pk)
        user: Any = self.request.user
        scope = user.scope("assessments.view_ratingcase")
        found = get_object_or_404(Organization.objects.filter(scope.q("")), pk=place)
        complete = "check" in (self.request.POST or self.request.GET)
        return RatingSheet(round_, found, user, page=page, complete=complete)

    def autosave(
        self, sheet: RatingSheet, typed: dict[tuple[int, str], str], seen: int
    ) -> HttpResponse:
        try:
            with refusing():
                saved = save_points(sheet.round, typed=typed, seen=seen, by=self.request.user)
        except Shut as no:
            return JsonResponse({"said": str(no)}, status=409)
        sheet.round.revision = saved.revision
        fresh = RatingSheet(
            sheet.round, sheet.place, self.request.user, page=sheet.page, complete=sheet.complete
        )
        return self.news(fresh, saved)

    def send(self, sheet: RatingSheet, typed: dict[tuple[int, str], str]) -> HttpResponse:
        """A page sent by its buttons."""
        url, act = self.request.path, self.request.POST.get("act", "")
        if act == "submit" and sheet.acts:
            act = sheet.acts[0]
        try:
            with refusing():
                saved = save_points(sheet.round, typed=typed, by=self.request.user)
                if not saved.faults and act in ACTS:
                    messages.success(self.request, self.hand_on(sheet, act))
                    return redirect(url)
        except Refused as no:
            messages.error(self.request, str(no))
            return redirect(f"{url}?check=1#faults")
        if saved.faults:
            fresh = self.sheet(sheet.round.pk, sheet.place.pk, sheet.page)
            kept = {key_of(*key): text for key, text in typed.items()}
            return self.draw(fresh, saved, kept)
        messages.success(self.request, _("Saved."))
        return redirect(url)

    def hand_on(self, sheet: RatingSheet, act: str) -> str:
        chosen = RatingCase.objects.for_user(self.request.user, act).filter(
            round=sheet.round, organization__path__startswith=sheet.place.path
        )
        count = ACTS[act](sheet.round, chosen, by=self.request.user)
        count_anew(self.request.user)
        words = ngettext("%(n)s rating passed on.", "%(n)s ratings passed on.", count)
        return words % {"n": count}

    def news(self, sheet: RatingSheet, saved: Saved) -> JsonResponse:
        """What the page must redraw."""
        faults = [*wrong(sheet, saved), *sheet.faults]
        told = {key: {"raw": text, "by": "", "at": ""} for key, text in saved.clashes.items()}
        return JsonResponse(
            {
                "at": timezone.localtime().strftime("%H:%M:%S"),
                "seen": sheet.round.revision,
                "heading": heading(len(faults)),
                "filled": sheet.filled(),
                "written": saved.written,
                "clashes": told,
                "changes": changes(sheet, saved),
                "list": fault_list(faults),
                "answered": "",
                "faults": len(faults),
                "marks": [[one.text, one.kind, [one.key]] for one in faults],
                "totals": {},
                "computed": sheet.computed(),
            }
        )

    def draw(
        self, sheet: RatingSheet, saved: Saved | None = None, kept: dict[str, str] | None = None
    ) -> HttpResponse:
        faults = [*wrong(sheet, saved or Saved()), *sheet.faults]
        round_ = sheet.round
        board = reverse("rating-board", args=[round_.pk])
        context = {
            "title": f"{sheet.place.short} · {round_}",
            "crumbs": [
                (self.label, self.pages.url("list")),
                (str(round_), board),
                (sheet.place.short, ""),
            ],
            "round": round_,
            "sheet": sheet,
            "grid": Drawing(sheet, faults, kept or {}),
            "faults": fault_list(faults),
            "fault_count": len(faults),
            "more_faults": max(0, len(faults) - SHOWN),
            "heading": heading(len(faults)),
            "act": ACT_WORDS[sheet.acts[0]] if sheet.acts else "",
            "numbers": range(1, sheet.pages + 1),
        }
        status = 422 if saved and saved.faults else 200
        return render(self.request, "assessments/rating_grid.html", context, status=status)


def wrong(sheet: RatingSheet, saved: Saved) -> Iterator[Fault]:
    """What was typed and could not be read."""
    names = {f"{case.pk}": case.candidate for case in sheet.cases}
    heads = {f"{one.pk}": str(one) for one in sheet.scale.criteria}
    for key, text in saved.faults.items():
        case, _x, what = key.partition("x")
        place = f"{names.get(case, '')} · {heads.get(what, _('Appraisal'))}"
        yield Fault(key, "error", place, text)


def changes(sheet: RatingSheet, saved: Saved) -> dict[str, Any]:
    """What stands in the cells now, for pages that show something else."""
    gone = {*saved.written, *saved.faults, *saved.clashes}
    return {
        key: {"raw": sheet.text(case, criterion), "by": "", "at": ""}
        for case in sheet.cases
        for criterion in sheet.scale.criteria
        if (key := key_of(case.pk, criterion.pk)) not in gone
    }


def heading(count: int) -> str:
    words = ngettext("%(n)s place to settle", "%(n)s places to settle", count)
    return words % {"n": count}


def fault_list(faults: list[Fault]) -> SafeString:
    sorts = {"error": _("error"), "empty": _("missing"), "warning": _("reason")}
    lines = ((one.key, sorts[one.kind], one.place, one.text) for one in faults[:SHOWN])
    return format_html_join(
        "", '<li><span class="sort">{1}</span> <a href="#c{0}">{2}: {3}</a></li>', lines
    )


class Drawing:
    """The grid as HTML: one row for each candidate, one column for each criterion."""

    def __init__(self, sheet: RatingSheet, faults: list[Fault], kept: dict[str, str]) -> None:
        self.sheet, self.kept = sheet, kept
        self.faults = {one.key: one for one in faults}
        self.groups = list(sheet.scale.by_group)
        self.criteria = [one for _group, found in self.groups for one in found]

    def heads(self) -> Iterator[tuple[Criterion, str]]:
        """Each criterion and what its cells take."""
        for one in self.criteria:
            if one.switch:
                yield one, _("Type y or n, 1 or 0; the space bar changes it.")
            elif one.maximum is not None:
                yield one, _("From 0 to %(most)s.") % {"most": plain(one.maximum)}
            else:
                yield one, ""

    def lines(self) -> Iterator[tuple[RatingCase, str, SafeString]]:
        for case in self.sheet.cases:
            cells = [self.td(case, one) for one in self.criteria]
            if self.sheet.scale.share:
                cells.append(self.appraisal(case))
            bad = any(key.startswith(f"{case.pk}x") for key in self.faults)
            yield case, "wrong" if bad else "", mark_safe("".join(cells))  # noqa: S308 - escaped

    def td(self, case: RatingCase, criterion: Criterion) -> str:
        key, text = key_of(case.pk, criterion.pk), self.sheet.text(case, criterion)
        if not self.sheet.columns[case.pk]:
            return f'<td class="ro" id="c{key}">{escape(text)}</td>'
        known = self.sheet.known(case, criterion)
        mark = "" if not known else "pre" if known == text else "dif"
        more = f' data-known="{escape(known)}"' if known else ""
        if criterion.switch:
            more += ' data-kind="yes_no" list="yes-no"'
        else:
            more += ' inputmode="decimal"'
        return self.field(key, text, mark, f"r{case.pk} i{criterion.pk}", more)

    def field(self, key: str, text: str, mark: str, names: str, more: str) -> str:
        fault = self.faults.get(key)
        text = self.kept.get(key, text) if fault else text
        if fault:
            tone = "warnc" if fault.kind == "warning" else "err"
            mark = f"{mark} {tone}".strip()
            more += f' aria-invalid="true" title="{escape(fault.text)}"'
        at = f'id="c{key}" name="c{key}" aria-labelledby="{names}" type="text"'
        return f'<td class="{mark}"><input {at} value="{escape(text)}"{more}></td>'

    def appraisal(self, case: RatingCase) -> str:
        key, text = key_of(case.pk, APPRAISAL), plain(case.appraisal)
        if not self.sheet.columns[case.pk]:
            return f'<td class="ro" id="c{key}">{escape(text)}</td>'
        return self.field(key, text, "", f"r{case.pk} iappraisal", ' inputmode="decimal"')

    def rows(self) -> Iterator[dict[str, Any]]:
        computed = self.sheet.computed()
        for case, mark, cells in self.lines():
            key = key_of(case.pk, WHY)
            yield {
                "case": case,
                "mark": mark,
                "cells": cells,
                "total": computed[f"{case.pk}-total"],
                "stars": computed[f"{case.pk}-stars"],
                "why": self.why(case, key),
            }

    def why(self, case: RatingCase, key: str) -> SafeString:
        text = self.sheet.why(case)
        if not self.sheet.columns[case.pk]:
            return format_html('<td class="ro txt" id="c{}">{}</td>', key, text)
        html = '<td><input id="c{0}" name="c{0}" aria-labelledby="r{1} iwhy" type="text" '
        return format_html(html + 'data-kind="text" value="{2}"></td>', key, case.pk, text)
