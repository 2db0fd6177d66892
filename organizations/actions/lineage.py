"""How organizations were called and formed on an earlier day, and from what they came."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from organizations.choices.changes import ChangeKind, Role
from organizations.models import ChangeLine, Organization


def was_on(day: date) -> dict[int, dict[str, Any]]:
    """{organization: its code, name, kind and setting} of those that have got others since."""
    if day >= timezone.localdate():
        return {}
    lines = ChangeLine.objects.filter(
        role=Role.FROM,
        change__day__gt=day,
        change__undone_on=None,
        change__kind__in=[ChangeKind.RENAME, ChangeKind.UPGRADE],
    ).order_by("-change__day", "-change__pk")
    fields = ("organization", "code", "name", "kind", "setting")
    return {row.pop("organization"): row for row in lines.values(*fields)}


def trail(organization: Organization) -> list[ChangeLine]:
    """The changes it had a part in, newest first, without those undone; one query."""
    lines = ChangeLine.objects.filter(organization=organization, change__undone_on=None)
    found = {one.change_id: one for one in lines.select_related("change")}
    return sorted(found.values(), key=lambda one: (one.change.day, one.change_id), reverse=True)
