"""Venues, what they offer and what takes place in them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.choices.venues import CONDITIONS, FUNCTIONS
from organizations.filters.having import HavingFacet
from organizations.filters.venues import VenueFilter, VenueServiceFilter, VenueUseFilter
from organizations.forms.venues import VenueForm, VenueServiceForm, VenueUseForm
from organizations.models import Organization, Venue, VenueService, VenueUse
from organizations.tables.venues import VenueServiceTable, VenueTable, VenueUseTable
from portal import pages

MOST = 6  # venues of one organization that its page shows

pages.add(
    Venue,
    VenueForm,
    VenueFilter,
    VenueTable,
    group=_("Service"),
    icon="home",
    bulk=("repair", *CONDITIONS, *FUNCTIONS, "style_unified", "sign_unified", "opening_days"),
)
pages.add(
    VenueService,
    VenueServiceForm,
    VenueServiceFilter,
    VenueServiceTable,
    group=_("Service"),
    icon="clipboard",
    bulk=("station", "days", "limit_days", "until"),
)
pages.add(
    VenueUse,
    VenueUseForm,
    VenueUseFilter,
    VenueUseTable,
    group=_("Service"),
    icon="calendar",
)


# 100 % of villages should have one of their own (003-41).
pages.extend_filter(Organization, "has_venue", HavingFacet(Venue, label=_("Has a venue")))


def ticks(venue: Venue, names: tuple[str, ...]) -> list[tuple[str, bool]]:
    """What each of these columns is called, and whether it says yes."""
    words = {name: str(Venue._meta.get_field(name).verbose_name) for name in names}  # type: ignore[union-attr]
    return [(word, bool(getattr(venue, name))) for name, word in words.items()]


def venues_of(organization: Organization, user: Any) -> dict[str, Any] | None:
    """The venues of an organization and how far each is what it should be."""
    rows = Venue.objects.for_user(user).at(timezone.localdate())
    found = list(rows.filter(organization=organization)[:MOST])
    if not found:
        return None
    return {
        "venues": [
            {
                "record": venue,
                "conditions": ticks(venue, CONDITIONS),
                "functions": ticks(venue, FUNCTIONS),
            }
            for venue in found
        ]
    }


pages.panel(
    Organization,
    _("Venues"),
    "organizations/venues.html",
    venues_of,
    perm="organizations.view_venue",
    place=50,
)
