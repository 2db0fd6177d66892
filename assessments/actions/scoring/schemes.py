"""Assessment schemes from files: those that come with the portal, or a county's own."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions.targets.library import check_query
from assessments.models import AssessmentLine, AssessmentScheme, Measure
from assessments.models.scoring import read_bands, read_steps
from organizations.models import Organization
from portal.errors import Refused

SHIPPED = Path(__file__).resolve().parents[2] / "scorecards"
NUMBERS = ("points", "each")


def shipped() -> list[str]:
    """The names of the schemes that come with the portal."""
    return sorted(path.stem for path in SHIPPED.glob("*.json"))


def read_scheme(name: str) -> dict[str, Any]:
    """A scheme by its name in the library or by its file. OSError, ValueError if unreadable."""
    path = SHIPPED / f"{name}.json" if name in shipped() else Path(name)
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


@transaction.atomic
def load_scheme(name: str, *, at: Organization) -> AssessmentScheme:
    """Take over a scheme with its lines; one that is there already stays as the county has it.

    Refused where the file cannot be read or says what no scheme may.
    """
    try:
        text = read_scheme(name)
        there = AssessmentScheme.objects.filter(code=text["code"]).first()
        return there or made(text, at)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as why:
        words = _("“%(name)s” is no assessment scheme: %(why)s")
        raise Refused(words % {"name": name, "why": why}) from None


def made(text: dict[str, Any], at: Organization) -> AssessmentScheme:
    lines = text.pop("lines")
    keep_measures(text.pop("measures", []), at)
    read_bands(text["grades"])
    scheme = AssessmentScheme(**text, organization=at)
    scheme.full_clean()
    scheme.save()
    for position, row in enumerate(lines, 1):
        numbers = {key: Decimal(str(row[key])) for key in NUMBERS if key in row}
        line = AssessmentLine(scheme=scheme, position=position, **{**row, **numbers})
        read_steps(line.steps)
        line.full_clean()
        line.save()
    return scheme


def keep_measures(rows: list[dict[str, Any]], at: Organization) -> None:
    """The measures that lines count by, where they are not there yet."""
    for row in rows:
        check_query(row["register"], row.get("query", ""))
        if not Measure.objects.filter(code=row["code"]).exists():
            measure = Measure(**row, organization=at)
            measure.full_clean()
            measure.save()
