"""Which organization a hand-made page looks at, and where its reader may look next."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from organizations.choices.tree import Level
from organizations.models import Organization


def tops_of(user: Any, perm: str) -> list[Organization]:
    paths = user.scope(perm).paths
    return list(Organization.objects.filter(path__in=paths).order_by("path"))


def chosen_place(request: HttpRequest, perm: str) -> tuple[Organization, list[Organization]]:
    """The organization asked for by code, else the top of the reader's reach, and the others to
    choose from. 404 out of reach."""
    tops = tops_of(request.user, perm)
    if not tops:
        raise PermissionDenied
    code = request.GET.get("organization") or request.POST.get("organization")
    place = Organization.objects.filter(code=code).first() if code else tops[0]
    if not place or not any(place.path.startswith(top.path) for top in tops):
        raise Http404
    return place, choices(place, tops)


def choices(place: Organization, tops: list[Organization]) -> list[Organization]:
    """The tops, the way down to here, what is beside it and right below."""
    way = [int(step) for step in place.path.strip("/").split("/")]
    rows = Organization.objects.filter(closed=None).only(
        "pk", "code", "name", "short_name", "path", "level", "parent"
    )
    near = rows.filter(pk__in=way) | rows.filter(parent=place)
    if place.level != Level.COUNTY:
        near = near | rows.filter(parent=place.parent_id)
    paths = tuple(top.path for top in tops)
    found = {one.pk: one for one in near if one.path.startswith(paths)}
    found |= {one.pk: one for one in [*tops, place]}
    return sorted(found.values(), key=lambda one: one.path)
