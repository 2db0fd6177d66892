from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.actions.disclosures import DISCLOSURES
from organizations.actions.due import behind, in_order
from organizations.filters.disclosures import DisclosureDutyFilter, DisclosureFilter
from organizations.filters.meetings import OwedFacet
from organizations.forms.disclosures import DisclosureDutyForm, DisclosureForm
from organizations.models import Disclosure, DisclosureDuty, Organization
from organizations.pages.meetings import overdue, own_standing
from organizations.tables.disclosures import DisclosureDutyTable, DisclosureTable
from portal import pages

group = _("Village governance")

pages.link(
    "disclosure-board",
    _("Disclosures made and due"),
    icon="check",
    group=group,
    perm="organizations.view_disclosure",
)
pages.add(Disclosure, DisclosureForm, DisclosureFilter, DisclosureTable, group=group, icon="report")
pages.add(
    DisclosureDuty,
    DisclosureDutyForm,
    DisclosureDutyFilter,
    DisclosureDutyTable,
    group=group,
    icon="ruler",
    quiet=("organization",),
)
pages.extend_filter(
    Organization,
    "disclosures_behind",
    OwedFacet(owed=DISCLOSURES, find=behind, label=_("Disclosures overdue")),
)
pages.extend_filter(
    Organization,
    "disclosures_in_order",
    OwedFacet(owed=DISCLOSURES, find=in_order, label=_("Disclosures all made")),
)


def disclosures_panel(organization: Any, _user: Any) -> dict[str, Any] | None:
    lines = own_standing(DISCLOSURES, organization)
    url = f"{reverse('disclosure-board')}?organization={organization.code}"
    return {"lines": lines, "url": url} if lines else None


pages.panel(
    Organization,
    _("Disclosures made and due this year"),
    "organizations/owed.html",
    disclosures_panel,
    perm="organizations.view_disclosure",
    place=41,
)


@pages.todo
def affairs_to_disclose(user: Any) -> Iterator[pages.Todo]:
    """Affairs of this quarter that should have been made public by now."""
    yield from overdue(DISCLOSURES, user)
