"""The rules and catalogues that the portal comes with, for a county that has not got them yet.

What a county has stays as it is: only what is missing is made.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from organizations.models import Organization

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return found


@transaction.atomic
def load(model: Any, organization: Organization, rows: list[dict[str, Any]]) -> int:
    """The rows as this organization's, but for those whose key there is already; how many."""
    before = model.objects.count()
    made = [model(organization=organization, **row) for row in rows]
    model.objects.bulk_create(made, ignore_conflicts=True)
    return int(model.objects.count() - before)


@transaction.atomic
def load_with_lines(model: Any, lines: Any, name: str, organization: Organization) -> int:
    """Rows that are told by their code, each with its numbered `lines`; how many."""
    known = set(model.objects.values_list("code", flat=True))
    fresh = [row for row in read(name) if row["code"] not in known]
    for row in fresh:
        inside = row.pop("lines")
        owner = {model._meta.model_name: model.objects.create(organization=organization, **row)}
        numbered = [lines(**owner, position=n, **line) for n, line in enumerate(inside, 1)]
        lines.objects.bulk_create(numbered)
    return len(fresh)
