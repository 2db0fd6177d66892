"""Affairs made public against due (000-50, 003-45, 003-49)."""

from __future__ import annotations

from organizations.actions.due import Owed
from organizations.actions.shipped import load, read
from organizations.models import Disclosure, DisclosureDuty, Organization

# A disclosure counts for the period that it covers, whenever it was published.
DISCLOSURES = Owed("disclosures_behind", DisclosureDuty, Disclosure, "covers_until")


def load_disclosure_duties(organization: Organization) -> int:
    return load(DisclosureDuty, organization, read("disclosure_duties"))
