"""Bodies of 1+X and the teams that serve villagers."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.filters.bodies import BodyFilter, ServiceTeamFilter, TeamVisitFilter
from organizations.forms.bodies import BodyForm, ServiceTeamForm, TeamVisitForm
from organizations.models import Body, Organization, ServiceTeam, TeamVisit
from organizations.tables.bodies import BodyTable, ServiceTeamTable, TeamVisitTable
from portal import pages

MOST = 40  # bodies drawn; the list shows all

pages.add(
    Body,
    BodyForm,
    BodyFilter,
    BodyTable,
    group=_("Organizations"),
    icon="tree",
    bulk=("kind", "led_by", "should_have", "instructor", "until"),
    quiet=("led_by",),
)
pages.add(
    ServiceTeam,
    ServiceTeamForm,
    ServiceTeamFilter,
    ServiceTeamTable,
    group=_("Service"),
    icon="people",
    bulk=("kind", "captain", "until"),
    quiet=("party_group",),
)
pages.add(
    TeamVisit,
    TeamVisitForm,
    TeamVisitFilter,
    TeamVisitTable,
    group=_("Service"),
    menu=False,
    quiet=("village",),
)


def bodies_of(organization: Organization, user: Any) -> dict[str, Any] | None:
    """The 1+X of a village: the party organization and the bodies it leads (003-06)."""
    day = timezone.localdate()
    rows = Body.objects.for_user(user).at(day).filter(organization=organization)
    found = list(rows.select_related("party_organization", "led_by")[: MOST + 1])
    if not found:
        return None
    covered = sum(1 for row in found if row.party_organization_id)
    lacking = sum(1 for row in found if row.should_have and not row.party_organization_id)
    return {
        "bodies": found[:MOST],
        "covered": covered,
        "lacking": lacking,
        "count": len(found),
        "more": len(found) > MOST,
        "list": pages.get("body").url("list"),
    }


pages.panel(
    Organization,
    _("1+X"),
    "organizations/bodies.html",
    bodies_of,
    perm="organizations.view_body",
    place=51,
)
