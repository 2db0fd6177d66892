"""Plans out of the library, and targets for every township."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.actions.targets.library import load_plan, shipped
from assessments.actions.targets.planning import HandDown, Handed, hand_down_targets
from assessments.forms.targets import TakeOverForm
from assessments.models import Target
from portal.errors import Refused
from portal.refusing import refusing
from registers.views.page import Page


class LibraryPage(Page):
    """The plans that come with the portal; each is taken over for a year."""

    needs = "add"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(TakeOverForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TakeOverForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.page(form)
        values = form.cleaned_data
        try:
            with refusing():
                plan, new = load_plan(values["name"], at=values["at"], year=values["year"])
        except Refused as no:
            form.add_error(None, str(no))
            return self.page(form)
        if new:
            messages.success(request, _("“%(plan)s” is taken over.") % {"plan": plan})
        else:
            messages.info(request, _("“%(plan)s” was here already.") % {"plan": plan})
        return redirect(plan)

    def page(self, form: TakeOverForm) -> HttpResponse:
        title = _("Plan library")
        context = {
            "title": title,
            "crumbs": [*self.crumbs(), (title, "")],
            "plans": shipped(),
            "form": form,
            "year": form["year"].value() or timezone.localdate().year,
        }
        status = 422 if form.errors else 200
        return render(self.request, "assessments/plan_library.html", context, status=status)


class HandDownPage(Page):
    """A grid townships x targets: what binds each, to be changed and saved at once."""

    needs = "change"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(HandDown(self.one(pk)), {}, {})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        grid = HandDown(self.one(pk))
        typed = {name: str(said) for name, said in request.POST.items() if name.startswith("v")}
        values, wrong = read(grid, typed)
        if wrong:
            return self.page(grid, typed, wrong)
        try:
            with refusing():
                many = hand_down_targets(grid.plan, values=values, by=request.user)
        except Refused as no:
            return self.page(grid, typed, {"": str(no)})
        words = ngettext("%(n)s value was changed.", "%(n)s values were changed.", many)
        messages.success(request, words % {"n": many})
        return redirect(grid.plan)

    def page(self, grid: HandDown, typed: dict[str, str], wrong: dict[str, str]) -> HttpResponse:
        title = _("Hand down to townships")
        context = {
            "title": f"{title}: {grid.plan}",
            "crumbs": [*self.crumbs(grid.plan), (title, "")],
            "plan": grid.plan,
            "targets": grid.targets,
            "rows": [(place, shown(cells, typed, wrong)) for place, cells in grid.rows],
            "wrong": wrong,
            "list_url": f"{reverse('target-list')}?plan={grid.plan.code}",
        }
        status = 422 if wrong else 200
        return render(self.request, "assessments/hand_down.html", context, status=status)


def shown(
    cells: list[Handed], typed: dict[str, str], wrong: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Each cell of a row with what was typed into it, or what binds."""
    for one in cells:
        plain = f"{one.value:f}".rstrip("0").rstrip(".") if one.value % 1 else f"{one.value:.0f}"
        text = typed.get(one.name, plain)
        yield {"cell": one, "text": text, "own": bool(one.own), "fault": wrong.get(one.name, "")}


def read(
    grid: HandDown, typed: dict[str, str]
) -> tuple[dict[tuple[int, int], Decimal], dict[str, str]]:
    """What was typed: {(target, township): value}, and {cell: what is wrong with it}."""
    values: dict[tuple[int, int], Decimal] = {}
    wrong: dict[str, str] = {}
    for place, cells in grid.rows:
        for one in cells:
            if not (text := typed.get(one.name, "").strip()):
                if one.own and one.name in typed:  # emptied: back to what the county asks
                    values[one.target.pk, place.pk] = one.target.value
                continue
            try:
                values[one.target.pk, place.pk] = number(text)
            except ValueError as why:
                words = _("%(place)s, %(target)s: %(why)s")
                told = {"place": place, "target": one.target.indicator, "why": why}
                wrong[one.name] = words % told
    return values, wrong


def number(text: str) -> Decimal:
    """A value as people type it, percent signs and full-width figures too. Raises ValueError."""
    field: Any = Target._meta.get_field("value")
    try:
        found = Decimal(text.replace("％", "").replace("%", "").replace(",", ""))
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text[:20]}) from None
    if not found.is_finite() or abs(found) >= 10 ** (field.max_digits - field.decimal_places):
        raise ValueError(_("“%(text)s” is too large.") % {"text": text[:20]})
    if found != round(found, field.decimal_places):
        raise ValueError(_("“%(text)s” has more than two decimals.") % {"text": text[:20]})
    return found
