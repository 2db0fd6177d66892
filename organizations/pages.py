from django.utils.translation import gettext_lazy as _

from organizations.actions import reset_password
from organizations.filters import (
    GrantFilter,
    OrganizationFilter,
    PlacementFilter,
    UserFilter,
    VillageFilter,
)
from organizations.forms import GrantForm, OrganizationForm, UserForm, VillageForm
from organizations.models import Grant, Organization, Placement, User, Village
from organizations.tables import (
    GrantTable,
    OrganizationTable,
    PlacementTable,
    UserTable,
    VillageTable,
)
from portal import pages

registers, system = _("Registers"), _("System")

pages.add(
    Organization,
    OrganizationForm,
    OrganizationFilter,
    OrganizationTable,
    group=registers,
    icon="tree",
    related=("organization", "person", "placement", "village"),
)
pages.add(Placement, None, PlacementFilter, PlacementTable, group=registers, menu=False)
pages.add(Village, VillageForm, VillageFilter, VillageTable, group=registers, icon="map")
pages.add(
    User,
    UserForm,
    UserFilter,
    UserTable,
    group=system,
    icon="user",
    related=("grant",),
    actions=(pages.Action(reset_password, _("New one-time password"), perm="change"),),
)
pages.add(Grant, GrantForm, GrantFilter, GrantTable, group=system, icon="key")
