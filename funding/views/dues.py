"""Party dues summed up, on receipts, and on the sheet that is published once a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from funding.actions.dues_posting import KEEPERS, hand_up_dues, post_dues
from funding.actions.dues_sheets import ALL, DuesSheet, Row
from funding.actions.dues_totals import NOUGHT, Total, totals
from funding.actions.words import in_capitals
from funding.choices import Purse
from funding.forms.dues import DuesSource, HandUpForm
from funding.models import Account, DuesPayment, Entry, ExtraDues, Source, Use
from members.views.places import chosen_place
from organizations.models import Organization
from portal import tasks
from portal.errors import Refused

PERM = "funding.view_duesbase"
ROWS = 34  # lines on a printed page
FIRST, LAST = 1990, 2200


def asked_year(request: HttpRequest) -> int:
    text = request.GET.get("year") or request.POST.get("year") or ""
    fits = text.isdecimal() and len(text) == len("2026") and FIRST <= int(text) <= LAST
    return int(text) if fits else timezone.localdate().year


def dues_totals(request: HttpRequest) -> HttpResponse:
    """What is due and paid below a place; here a year is opened, dues entered and handed up."""
    user: Any = request.user
    if not user.has_perm(PERM):
        raise PermissionDenied
    place, places = chosen_place(request, PERM)
    year, today = asked_year(request), timezone.localdate()
    if request.method == "POST":
        return act(request, place, year)
    whole, lines = totals(place, year, today, user)
    may = offers(place, user)
    context: dict[str, Any] = {
        "title": _("Party dues: totals"),
        "crumbs": [(_("Party dues"), "")],
        "place": place,
        "places": places,
        "year": year,
        "years": years(),
        "whole": whole,
        "lines": lines,
        "accounts": accounts(place, year, user),
        "may": may,
        "writes": user.has_perm("funding.change_duespayment", place),
    }
    if may["post"]:
        context |= {"sources": dues_codes(Source), "uses": dues_codes(Use), "today": today}
    return render(request, "funding/dues_totals.html", context)


def years() -> range:
    """The years that the page offers: the next one, this one, three before."""
    this = timezone.localdate().year
    return range(this + 1, this - 4, -1)


def offers(place: Organization, user: Any) -> dict[str, bool]:
    """Which acts the page offers to this user here."""
    posts = place.level in KEEPERS and user.has_perm("funding.post_duespayment", place)
    return {"open": user.has_perm("funding.open_duesbase", place), "post": posts, "hand": posts}


def dues_codes(model: Any) -> list[Any]:
    return list(model.objects.filter(purse=Purse.DUES).order_by("code"))


def accounts(place: Organization, year: int, user: Any) -> list[tuple[Account, Decimal]]:
    """The accounts of dues that the place keeps, and what they hold."""
    mine = Account.objects.for_user(user).filter(
        organization=place, year=year, source__purse=Purse.DUES
    )
    return [(one, one.entries.all().balance()) for one in mine.select_related("source")]


def act(request: HttpRequest, place: Organization, year: int) -> HttpResponse:
    wanted, user = request.POST.get("act", ""), request.user
    if not offers(place, user).get(wanted):
        raise PermissionDenied
    if wanted == "open":
        if year not in years():
            raise Http404
        job = tasks.start("open-dues", user, organization=place.pk, year=year)
        return redirect("job", job.pk)
    try:
        entries = post(request, place) if wanted == "post" else hand(request, place)
    except Refused as no:
        messages.error(request, str(no))
    else:
        words = ngettext(
            "%(n)s entry made: %(sum)s yuan.", "%(n)s entries made: %(sum)s yuan.", len(entries)
        )
        total = sum((abs(one.amount) for one in entries), NOUGHT)
        messages.success(request, words % {"n": len(entries), "sum": f"{total:,.2f}"})
    return redirect(
        f"{reverse('dues-totals')}?{urlencode({'organization': place.code, 'year': year})}"
    )


def cleaned(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Refused(f"{form.fields[name].label}: {errors[0]}")
    return dict(form.cleaned_data)


def post(request: HttpRequest, place: Organization) -> list[Entry]:
    return post_dues(place, by=request.user, **cleaned(DuesSource(request.POST)))


def hand(request: HttpRequest, place: Organization) -> list[Entry]:
    return hand_up_dues(place, by=request.user, **cleaned(HandUpForm(request.POST)))[:1]


def dues_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt for all that a member paid on a day."""
    user: Any = request.user
    if not user.has_perm("funding.view_duespayment"):
        raise PermissionDenied
    rows = DuesPayment.objects.for_user(user).select_related("person", "organization")
    one = get_object_or_404(rows, pk=pk)
    same = rows.filter(person=one.person, paid_on=one.paid_on, receipt=one.receipt, amount__gt=0)
    paid = list(same.order_by("year", "month"))
    total = sum((row.amount for row in paid), NOUGHT)
    context = {
        "title": _("Receipt %(number)s") % {"number": one.number},
        "payment": one,
        "paid": paid,
        "total": total,
        "capitals": in_capitals(total),
    }
    return render(request, "funding/dues_receipt.html", context)


def extra_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt for what a member paid beyond the dues."""
    user: Any = request.user
    if not user.has_perm("funding.view_extradues"):
        raise PermissionDenied
    rows = ExtraDues.objects.for_user(user).select_related("person", "organization")
    one = get_object_or_404(rows, pk=pk)
    context = {
        "title": _("Receipt %(number)s") % {"number": one.number},
        "payment": one,
        "paid": [one],
        "total": one.amount,
        "capitals": in_capitals(one.amount),
    }
    return render(request, "funding/dues_receipt.html", context)


@dataclass(frozen=True)
class Published:
    """A line of the publication sheet: a member, or an organization."""

    name: str
    members: int | None
    due: Decimal | None
    whole: Decimal
    paid: Decimal
    note: str = ""


@dataclass(frozen=True)
class Leaf:
    number: int
    lines: list[Published]


def dues_publication(request: HttpRequest, place: int, year: int) -> HttpResponse:
    """The yearly sheet: a branch's members, or a township's branches, with due and paid."""
    user: Any = request.user
    if not user.has_perm(PERM):
        raise PermissionDenied
    scope = user.scope(PERM)
    found = get_object_or_404(Organization.objects.filter(scope.q("")), pk=place)
    whole, below = totals(found, year, timezone.localdate(), user)
    by_member = (len(below) == 1 and below[0].organization == found) or not below
    lines = list(of_members(found, year, user) if by_member else of_organizations(below))
    costs = spent(found, year, user)
    leaves = [
        Leaf(n, lines[start : start + ROWS])
        for n, start in enumerate(range(0, max(len(lines), 1), ROWS), 1)
    ]
    room = ROWS - len(costs) - 2 * bool(costs)  # the sums and signatures need some, too
    if len(leaves[-1].lines) >= room:
        leaves.append(Leaf(len(leaves) + 1, []))
    context = {
        "title": _("Party dues published: %(place)s, %(year)s")
        % {"place": found.name, "year": year},
        "place": found,
        "year": year,
        "whole": whole,
        "by_member": by_member,
        "leaves": leaves,
        "spent": costs,
        "back": f"{reverse('dues-totals')}?{urlencode({'organization': found.code, 'year': year})}",
    }
    return render(request, "funding/dues_publication.html", context)


def of_members(place: Organization, year: int, user: Any) -> Iterator[Published]:
    sheet = DuesSheet(place, year, user, day=timezone.localdate(), size=ALL)
    yield from map(of_member, sheet.rows)


def of_member(row: Row) -> Published:
    base = row.base
    whole = (base.to_month - base.from_month + 1) * base.due
    note = str(base.get_relief_display()) if base.relief else ""
    return Published(str(base.person), None, base.due, whole, row.paid, note)


def of_organizations(below: list[Total]) -> Iterator[Published]:
    for one in below:
        yield Published(one.organization.short, one.members, None, one.due, one.paid)


def spent(place: Organization, year: int, user: Any) -> list[tuple[str, Decimal]]:
    """What the place's accounts of dues were spent on."""
    rows = Entry.objects.for_user(user).filter(
        account__organization=place,
        account__year=year,
        account__source__purse=Purse.DUES,
        use__isnull=False,
    )
    sums: dict[str, Decimal] = {}
    for entry in rows.select_related("use"):
        sums[str(entry.use)] = sums.get(str(entry.use), NOUGHT) - entry.amount
    return [(name, total) for name, total in sums.items() if total]
