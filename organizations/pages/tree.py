from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from organizations.actions.weak import list_weak
from organizations.filters.tree import OrganizationFilter, PlacementFilter, VillageFilter
from organizations.forms.tree import OrganizationForm, VillageForm
from organizations.forms.weak import ListWeakForm
from organizations.models import Organization, Placement, Village
from organizations.pages.changes import actions
from organizations.tables.tree import OrganizationTable, PlacementTable, VillageTable
from portal import pages

registers = _("Registers")


def headline(organization: Organization) -> Iterator[tuple[str, str]]:
    """Kind, setting, code and phone: what stands under the name on every tab."""
    yield capfirst(organization.get_kind_display()), ""
    yield capfirst(organization.get_setting_display()), ""
    yield organization.code, f"{reverse('tree')}?{urlencode({'at': organization.code})}"
    if organization.phone:
        yield organization.phone, ""


pages.link(
    "tree",
    _("Tree of organizations"),
    icon="tree",
    group=_("Organizations"),
    perm="organizations.view_organization",
)
pages.add(
    Organization,
    OrganizationForm,
    OrganizationFilter,
    OrganizationTable,
    group=registers,
    icon="tree",
    actions=(
        *actions,
        pages.Action(list_weak, _("Put on the weak list"), ListWeakForm, perm="change", many=True),
    ),
    bulk=(
        "formation",
        "unit_type",
        "mobile",
        "seats",
        "elected_on",
        "election_method",
        "term_years",
        "term_ends",
    ),
    headline=headline,
)
pages.add(Placement, None, PlacementFilter, PlacementTable, group=registers, menu=False)
pages.add(Village, VillageForm, VillageFilter, VillageTable, group=registers, icon="map")
