"""The sources and uses of money that a county begins with; it changes them as it sees fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from funding.models import Source, Use
from organizations.actions.shipped import load
from organizations.models import Organization

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name: str) -> list[dict[str, Any]]:
    """The rows of a data file of this app."""
    found: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return found


def load_codes(county: Organization) -> int:
    """The codes that are missing; how many."""
    return load(Source, county, read("sources")) + load(Use, county, read("uses"))
