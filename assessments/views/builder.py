"""From a filter of a list to an indicator: what is counted, what it is divided by, the figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.actions.targets.drafts import Figure, kept, preview, save_draft
from assessments.actions.targets.library import check_query
from assessments.actions.targets.overview import next_level, plans_for, reach
from assessments.forms.drafts import DraftForm
from assessments.models import Indicator, Measure, Plan
from assessments.views.wording import measured
from organizations.models import Organization
from portal import pages
from portal.errors import Refused

ADD = ("assessments.add_indicator", "assessments.add_measure")
LANGUAGES = (("name", "zh-hans", 120), ("name_en", "en", 160))


@dataclass(frozen=True)
class Shown:
    """A line of the preview."""

    organization: Organization
    n: Any
    of: Any
    text: str
    small: bool


def indicator_builder(request: HttpRequest) -> HttpResponse:
    """The page; with `preview` (sent by htmx) only the figures; posted, it saves."""
    user: Any = request.user
    if not all(user.has_perm(one) for one in ADD):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    register, query = asked.get("register", ""), asked.get("query", "")[:2000]
    query, left_out = kept(query)
    if not register:
        return refused(
            request,
            _("Open a list first, set its filters and press “Use this filter as an indicator”."),
        )
    try:
        check_query(register, query)
    except Refused as no:
        return refused(request, str(no))
    if not user.has_perm(pages.get(register).perm("view")):
        raise PermissionDenied
    if request.method == "POST":
        return save(request, register, query)
    if "preview" in request.GET:
        return figures(request, register, query)
    form = DraftForm(register, query, user=user)
    return page(request, form, left_out)


def refused(request: HttpRequest, words: str) -> HttpResponse:
    """Without a filter that can be counted there is nothing to build."""
    context = {
        "title": _("New indicator"),
        "message": words,
        "back": pages.get("indicator").url("list"),
    }
    return render(request, "assessments/refused.html", context, status=400)


def page(
    request: HttpRequest, form: DraftForm, left_out: list[str], status: int = 200, why: str = ""
) -> HttpResponse:
    register = pages.get(form.register)
    counted = Measure(register=form.register, query=form.query)
    facets = register.filter.base_filters
    context = {
        "title": _("New indicator"),
        "form": form,
        "register": register,
        "conditions": measured(counted, request.user)[2:],
        "left_out": [str(facets[one].label) for one in left_out if one in facets],
        "timed": any(one in left_out for one in ("on", "during", "ended", "except")),
        "why": why,
        "list_url": f"{register.url('list')}?{form.query or 'q='}",
        "crumbs": [
            (capfirst(str(pages.get("indicator").label)), pages.get("indicator").url("list")),
            (_("New indicator"), ""),
        ],
    }
    return render(request, "assessments/builder.html", context, status=status)


def figures(request: HttpRequest, register: str, query: str) -> HttpResponse:
    """What the indicator would come to for the county and each township on a day."""
    user: Any = request.user
    form = DraftForm(register, query, request.GET, user=user, preview=True)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        tops = reach(user)
        day = min(form.cleaned_data["day"], timezone.localdate().replace(month=12, day=31))
        few = next(iter(plans_for(user)), Plan()).small
        lines = shown(form.indicator(), tops[0], day, few) if tops else []
        context |= {"lines": lines, "day": day}
    return render(request, "assessments/parts/builder_figures.html", context)


def shown(indicator: Indicator, top: Organization, day: date, few: int) -> list[Shown]:
    """The figure of an organization and of all right below it; made of fewer than `few` it is
    marked."""
    found = preview(indicator, top, day)
    return [
        line(indicator, one, found[one.pk], few)
        for one in (top, *next_level(top))
        if one.pk in found
    ]


def line(indicator: Indicator, place: Organization, figure: Figure, few: int) -> Shown:
    n, of = figure
    value = indicator.value(n, of)
    made_of = n if of is None else of
    text = "–" if value is None else f"{value:,.{indicator.decimals}f}{indicator.sign}"
    return Shown(place, n, of, text, not isinstance(made_of, Decimal) and made_of < few)


def save(request: HttpRequest, register: str, query: str) -> HttpResponse:
    """Keep it; what was typed stays where something is wrong."""
    user: Any = request.user
    form = DraftForm(register, query, request.POST, user=user)
    if not form.is_valid():
        return page(request, form, [], status=400)
    made = form.indicator()
    for measure in (made.numerator, made.denominator):
        if measure is not None and not measure.name:
            named(measure, user)
    target = form.target(made)
    if target is not None and not user.has_perm("assessments.add_target"):
        raise PermissionDenied
    try:
        saved = save_draft(made, target=target, by=user)
    except (Refused, ValidationError) as no:
        words = " ".join(no.messages) if isinstance(no, ValidationError) else str(no)
        return page(request, form, [], status=400, why=words)
    messages.success(request, _("“%(name)s” is an indicator now.") % {"name": saved})
    if target is None:
        return redirect(saved.get_absolute_url())
    return redirect(f"{reverse('dashboard')}?{QueryDict(f'plan={target.plan.code}').urlencode()}")


def named(measure: Measure, user: Any) -> None:
    """A new measure is called after what it counts, in both languages."""
    for field, language, room in LANGUAGES:
        with translation.override(language):
            register, _how, *conditions = measured(measure, user)
            words = f"{register}: {', '.join(conditions)}" if conditions else register
        setattr(measure, field, words[:room])
