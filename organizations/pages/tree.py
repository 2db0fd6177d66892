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
)
pages.add(Placement, None, PlacementFilter, PlacementTable, group=registers, menu=False)
pages.add(Village, VillageForm, VillageFilter, VillageTable, group=registers, icon="map")
