"""Start + in - out = end as a page, with the names behind every figure, and as a workbook."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.actions.flow import ALL, INS, OF, OUTS, UNIT, Event, Flow, Period, Row
from members.models import Person
from members.views.places import chosen_place
from organizations.models import Organization
from portal import pages
from portal.errors import Refused
from web.downloads import exported
from web.templatetags.portal import day as in_words
from workbooks import excel

PERM = "members.view_person"
ALWAYS_IN = ("admitted", "moved", "arrived", "restored")
ALWAYS_OUT = ("moved", "transferred", "died", "suspended")
MOST = 2000  # names on a page


@dataclass(frozen=True)
class Cell:
    number: int
    url: str = ""


@dataclass(frozen=True)
class Line:
    name: str
    url: str
    cells: list[Cell]
    total: bool = False


def asked_period(asked: Any) -> Period:
    """The dates asked for, else this year up to today."""
    today = timezone.localdate()
    first = day_in(asked, "first") or today.replace(month=1, day=1)
    last = day_in(asked, "last") or today
    of = asked.get("of") or ALL
    if first == date.min:
        raise Refused(_("The period begins too early."))
    if first > last:
        raise Refused(_("The period ends before it begins."))
    if of not in OF:
        raise Refused(_("There is no such kind of member."))
    return Period(first, last, of)


def day_in(asked: Any, name: str) -> date | None:
    try:
        return parse_date(asked.get(name) or "")
    except ValueError:
        return None


def flow_page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(PERM):  # type: ignore[union-attr]
        raise PermissionDenied
    place, places = chosen_place(request, PERM)
    context: dict[str, Any] = {
        "title": _("Increase and decrease of members"),
        "crumbs": [(_("Increase and decrease"), "")],
        "place": place,
        "places": places,
        "kinds": OF.items(),
    }
    try:
        period = asked_period(request.GET)
    except Refused as no:
        context |= {"refused": str(no), "period": Period(*this_year())}
        return render(request, "members/flow.html", context, status=400)
    found = Flow(place, period)
    ins, outs, lines = table(found)
    may_export = request.user.has_perm("members.export_person")  # type: ignore[union-attr]
    context |= {"period": period, "ins": ins, "outs": outs, "lines": lines}
    context |= {"may_export": may_export, "presets": presets(place, period.of)}
    return render(request, "members/flow.html", context)


def this_year() -> tuple[date, date]:
    today = timezone.localdate()
    return today.replace(month=1, day=1), today


def presets(place: Organization, of: str) -> list[tuple[str, str]]:
    """The quarters of the year so far, this year, the year before."""
    start, today = this_year()
    found = [(str(start.year), start, today)]
    for number in range((today.month - 1) // 3 + 1):
        begin = start.replace(month=3 * number + 1)
        after = begin.replace(month=begin.month + 3) if number < 3 else None  # noqa: PLR2004
        end = after - timedelta(days=1) if after else start.replace(month=12, day=31)
        name = _("quarter %(quarter)s of %(year)s") % {"year": start.year, "quarter": number + 1}
        found.append((capfirst(name), begin, min(end, today)))
    before = start.replace(year=start.year - 1)
    found.append((str(before.year), before, start - timedelta(days=1)))
    return [
        (name, "?" + urlencode({"organization": place.code, "first": a, "last": b, "of": of}))
        for name, a, b in found
    ]


def table(found: Flow) -> tuple[dict[str, Any], dict[str, Any], list[Line]]:
    """The kinds that occur (and those always asked about), and a line for each row."""
    whole, rows = found.whole(), found.rows()
    every = [whole, *rows]
    ins = {k: v for k, v in INS.items() if k in ALWAYS_IN or any(row.ins[k] for row in every)}
    outs = {k: v for k, v in OUTS.items() if k in ALWAYS_OUT or any(row.outs[k] for row in every)}
    lines = [line(found, row, ins, outs) for row in rows] if len(rows) > 1 else []
    return ins, outs, [line(found, whole, ins, outs, total=True), *lines]


def line(found: Flow, row: Row, ins: Any, outs: Any, *, total: bool = False) -> Line:
    here = row.organization
    asked = {"organization": found.place.code, "first": found.period.first}
    asked |= {"last": found.period.last, "of": found.period.of, "row": "" if total else here.code}
    names = reverse("member-flow-names")

    def cell(side: str, kind: str, number: int) -> Cell:
        query = urlencode({**asked, "side": side, "kind": kind})
        return Cell(number, f"{names}?{query}" if number else "")

    cells = [
        cell("start", "", row.start),
        *(cell("in", kind, row.ins[kind]) for kind in ins),
        *(cell("out", kind, row.outs[kind]) for kind in outs),
        cell("end", "", row.end),
    ]
    name = _("%(name)s itself") % {"name": here.short} if row.own and not total else here.short
    below = "" if total or row.own else "?" + urlencode({**asked, "organization": here.code})
    return Line(name, below, cells, total)


def names_page(request: HttpRequest) -> HttpResponse:
    """Who is behind a figure. Somebody who went to an organization out of reach has a name here,
    and no more."""
    if not request.user.has_perm(PERM):  # type: ignore[union-attr]
        raise PermissionDenied
    place, _places = chosen_place(request, PERM)
    try:
        period = asked_period(request.GET)
    except Refused:
        raise Http404 from None
    side, kind = request.GET.get("side", ""), request.GET.get("kind", "")
    found = Flow(place, period)
    people = reachable(request.user, who(found, request.GET.get("row", ""), side, kind)[:MOST])
    back = f"{reverse('member-flow')}?" + urlencode(
        {"organization": place.code, "first": period.first, "last": period.last, "of": period.of}
    )
    heading = title_of(side, kind, period)
    context = {
        "title": heading,
        "place": place,
        "period": period,
        "people": people,
        "count": len(people),
        "crumbs": [(_("Increase and decrease"), back), (heading, "")],
    }
    return render(request, "members/flow_names.html", context)


def title_of(side: str, kind: str, period: Period) -> str:
    of = OF[period.of]
    if side == "start":
        return _("%(of)s at the start") % {"of": of}
    if side == "end":
        return _("%(of)s at the end") % {"of": of}
    return f"{of}: {(INS if side == 'in' else OUTS).get(kind, kind)}"


@dataclass(frozen=True)
class Name:
    pk: int
    name: str
    day: str
    here: str
    other: str
    url: str = ""


def reachable(user: Any, people: list[Name]) -> list[Name]:
    """With a link where the reader may open the person now."""
    rows = Person.objects.for_user(user).filter(pk__in=[one.pk for one in people])
    here = {one.pk: one.get_absolute_url() for one in rows.only("pk")}
    return [replace(one, url=here.get(one.pk, "")) for one in people]


def who(found: Flow, row: str, side: str, kind: str) -> list[Name]:
    """The persons behind a figure of the table: of one row, or of all when `row` is empty."""
    if side in {"start", "end"} or kind == UNIT:
        at_start = side == "start" or kind == UNIT
        return standing_there(found, row, at_start=at_start, moved=kind == UNIT)
    before, after = mapping(found, row)
    chosen = [
        event
        for event, _row in found.placed(before, after)
        if event.side == side and event.kind == kind
    ]
    return named(sorted(chosen, key=lambda one: (one.day, one.person)))


def mapping(found: Flow, row: str) -> tuple[Any, Any]:
    """How organizations become the row asked for; the others are their own rows, so that moves
    inside one do not show."""
    if not row:
        return (
            lambda org: 0 if org in found.rows_before else None,
            lambda org: 0 if org in found.rows_after else None,
        )
    wanted = Organization.objects.filter(code=row).values_list("pk", flat=True).first()
    return (
        lambda org: 0 if found.rows_before.get(org) == wanted else None,
        lambda org: 0 if found.rows_after.get(org) == wanted else None,
    )


def standing_there(found: Flow, row: str, *, at_start: bool, moved: bool) -> list[Name]:
    before, after = mapping(found, row)
    inside = before if at_start else after
    places = {**found.rows_before, **found.rows_after}
    if moved:
        here = [org for org in found.staying() if before(org) != after(org)]
    else:
        here = [org for org in places if inside(org) is not None]
    day = found.period.eve if at_start else found.period.last
    rows = found.members_on(day, here)[: MOST + 1]
    return [Name(one.pk, one.name, "", one.organization.short, "") for one in rows]


def named(chosen: list[Event]) -> list[Name]:
    people = Person.objects.defer("id_number").in_bulk({one.person for one in chosen})
    ids = {one.organization for one in chosen} | {one.other for one in chosen if one.other}
    organizations = Organization.objects.in_bulk(ids)
    return [
        Name(
            one.person,
            people[one.person].name,
            in_words(one.day),
            organizations[one.organization].short,
            organizations[one.other].short if one.other else "",
        )
        for one in chosen
    ]


@require_POST
def flow_workbook(request: HttpRequest) -> HttpResponse:
    """The table as it stands on the page; figures, no names."""
    user: Any = request.user
    if not user.has_perm("members.export_person"):
        raise PermissionDenied
    place, _places = chosen_place(request, "members.export_person")
    try:
        period = asked_period(request.POST)
    except Refused:
        raise Http404 from None
    ins, outs, lines = table(Flow(place, period))
    heads = [_("Organization"), _("At the start"), *ins.values(), *outs.values(), _("At the end")]
    headings = [excel.Heading(str(head), 16) for head in heads]
    rows = [[one.name, *(cell.number for cell in one.cells)] for one in lines]
    out = io.BytesIO()
    title = f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
    count = excel.write_table(out, headings, rows, title)
    query, name = f"{place.code} {title} {period.of}", f"{place.code}-{title}.xlsx"
    return exported(request, pages.get("person"), query, out, count, name)
