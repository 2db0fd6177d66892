"""The search box on top: persons, organizations and whatever else has a name that can be said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import pages
from portal.fields import IdNumberField, pinyin
from portal.measures import organization_model

EACH, IN_BRIEF, LONGEST = 30, 6, 60
ID_NUMBER = re.compile(r"\s*\d{17}[\dXx]\s*")


@dataclass(frozen=True)
class Hit:
    """A record that was found: what it is called, where it hangs, whether it is over."""

    text: str
    url: str
    code: str
    place: str
    over: bool


@dataclass(frozen=True)
class Group:
    label: str
    icon: str
    hits: list[Hit]
    more_url: str


def search(request: HttpRequest) -> HttpResponse:
    """A typed ID number is only ever sent in a form's body: it never stands in an address."""
    sent = request.method == "POST"
    typed = (request.POST if sent else request.GET).get("q", "").strip()[:LONGEST]
    by_number = bool(ID_NUMBER.fullmatch(typed))
    if sent != by_number:
        query = {"refused": "number"} if by_number else {"q": typed}
        return redirect(f"{reverse('search')}?{urlencode(query)}")
    brief = "brief" in request.GET
    found = list(groups(request.user, typed, by_number, brief)) if typed else []
    title = _("Search")
    context = {
        "title": title,
        "typed": "" if by_number else typed,
        "groups": found,
        "by_number": by_number,
        "refused": "refused" in request.GET,
        "crumbs": [(title, "")],
    }
    return render(request, "parts/found.html" if brief else "pages/search.html", context)


def groups(user: Any, typed: str, by_number: bool, brief: bool) -> Iterator[Group]:
    """What the user may view, register by register: one query each and one for their places."""
    most = IN_BRIEF if brief else EACH
    for register in pages.every():
        if not pinyin.fields_of(register.model) or not user.has_perm(register.perm("view")):
            continue
        rows: Any = register.model.objects.for_user(user)
        rows = register.table.rows(found_in(register, rows, typed, by_number))
        found = list(rows[: most + 1])
        if found:
            more = f"{register.url('list')}?{urlencode({'q': typed, 'ended': 'all'})}"
            yield Group(
                capfirst(str(register.label)),
                register.icon,
                hits(found[:most], user),
                more if len(found) > most and not by_number else "",
            )


def found_in(register: pages.Pages, rows: Any, typed: str, by_number: bool) -> Any:
    """The rows that fit, those called exactly so first."""
    if by_number:
        numbered = has_numbers(register.model)
        return rows.filter(**{numbered[0]: typed.upper()}) if numbered else rows.none()
    fitting = rows.filter(register.filter(QueryDict(), rows).search_q(typed))
    name = pinyin.fields_of(register.model)[0].of
    near = Case(
        When(**{name: typed}, then=Value(0)),
        When(**{f"{name}__startswith": typed}, then=Value(1)),
        default=Value(2),
    )
    return fitting.order_by(near, "pk")


def has_numbers(model: Any) -> list[str]:
    return [one.name for one in model._meta.concrete_fields if isinstance(one, IdNumberField)]


def hits(found: list[Any], user: Any) -> list[Hit]:
    names = places(found, user)
    return [
        Hit(
            str(one),
            one.get_absolute_url(),
            str(getattr(one, "code", "")),
            " · ".join(names[pk] for pk in steps(one) if pk in names),
            is_over(one),
        )
        for one in found
    ]


def steps(record: Any) -> list[int]:
    """The organizations above a record, without the county itself and the record."""
    path = [int(step) for step in record.place().strip("/").split("/") if step]
    return [pk for pk in path[1:] if record.scope_path or pk != record.pk]


def places(found: Iterable[Any], user: Any) -> dict[int, str]:
    pks = {pk for one in found for pk in steps(one)}
    rows = organization_model().objects.for_user(user).filter(pk__in=pks)
    return {one.pk: str(one.short) for one in rows}


def is_over(record: Any) -> bool:
    """No longer in force: closed, or (where placements say where it hangs) left."""
    until = getattr(record, record.in_force[1] if record.in_force else "left", None)
    return bool(until) and str(until) <= f"{timezone.localdate():%Y-%m-%d}"
