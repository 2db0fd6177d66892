"""Which organizations a page is about, and where its reader may look next."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from organizations.choices.tree import Level
from organizations.models import Organization


def chosen_organization(request: HttpRequest, tops: list[Organization]) -> Organization:
    code = request.GET.get("organization")
    if not code:
        return tops[0]
    found = get_object_or_404(Organization, code=code)
    if not any(found.path.startswith(top.path) for top in tops):
        raise Http404
    return found


def choices(
    place: Organization, tops: list[Organization], below: list[Organization]
) -> list[Organization]:
    """Where one may look next: the tops, the way down to here, its siblings, what is below."""
    above = [int(step) for step in place.path.strip("/").split("/")]
    way = Organization.objects.filter(pk__in=above).order_by("path")
    reached = [one for one in way if any(one.path.startswith(top.path) for top in tops)]
    found = {one.pk: one for one in [*tops, *reached, *beside(place, tops)]}
    if place.level in {Level.COUNTY, Level.TOWNSHIP}:
        found |= {one.pk: one for one in below}
    return sorted(found.values(), key=lambda one: one.path)


def beside(place: Organization, tops: list[Organization]) -> Iterable[Organization]:
    if place in tops or place.level != Level.TOWNSHIP:
        return []
    return Organization.objects.filter(parent=place.parent_id, level=place.level)


def covers(tops: list[Organization], place: Organization) -> bool:
    return any(place.path.startswith(top.path) for top in tops)
