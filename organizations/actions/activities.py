"""The kinds of activity and the programmes that the portal comes with; a county changes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from organizations.models import ActivityKind, Organization, Programme, ProgrammeItem

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return lines


@transaction.atomic
def load_kinds(county: Organization) -> int:
    """How many were missing; what the county has stays as it is."""
    known = set(ActivityKind.objects.values_list("code", flat=True))
    fresh = [line for line in read("activity_kinds") if line["code"] not in known]
    ActivityKind.objects.bulk_create([ActivityKind(organization=county, **row) for row in fresh])
    return len(fresh)


@transaction.atomic
def load_programmes(county: Organization) -> int:
    """How many were missing, each with its lines; what the county has stays as it is."""
    known = set(Programme.objects.values_list("code", flat=True))
    fresh = [line for line in read("programmes") if line["code"] not in known]
    for line in fresh:
        items = line.pop("items")
        programme = Programme.objects.create(organization=county, **line)
        ProgrammeItem.objects.bulk_create(
            [
                ProgrammeItem(programme=programme, position=place, **item)
                for place, item in enumerate(items, 1)
            ]
        )
    return len(fresh)
