from django.utils.translation import gettext_lazy as _

from organizations.filters.tree import OrganizationFilter, PlacementFilter, VillageFilter
from organizations.forms.tree import OrganizationForm, VillageForm
from organizations.models import Organization, Placement, Village
from organizations.tables.tree import OrganizationTable, PlacementTable, VillageTable
from portal import pages

registers = _("Registers")

pages.add(
    Organization,
    OrganizationForm,
    OrganizationFilter,
    OrganizationTable,
    group=registers,
    icon="tree",
)
pages.add(Placement, None, PlacementFilter, PlacementTable, group=registers, menu=False)
pages.add(Village, VillageForm, VillageFilter, VillageTable, group=registers, icon="map")
