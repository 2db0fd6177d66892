"""The kinds of activity and the programmes that the portal comes with; a county changes them."""

from __future__ import annotations

from organizations.actions.shipped import load, load_with_lines, read
from organizations.models import ActivityKind, Organization, Programme, ProgrammeItem


def load_kinds(county: Organization) -> int:
    return load(ActivityKind, county, read("activity_kinds"))


def load_programmes(county: Organization) -> int:
    return load_with_lines(Programme, ProgrammeItem, "programmes", county)
