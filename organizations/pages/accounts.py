from django.utils.translation import gettext_lazy as _

from organizations.actions.accounts import reset_password
from organizations.filters.accounts import GrantFilter, UserFilter
from organizations.forms.accounts import GrantForm, UserForm
from organizations.models import Grant, User
from organizations.tables.accounts import GrantTable, UserTable
from portal import pages

system = _("System")

pages.add(
    User,
    UserForm,
    UserFilter,
    UserTable,
    group=system,
    icon="user",
    actions=(pages.Action(reset_password, _("New one-time password"), perm="change"),),
)
pages.add(Grant, GrantForm, GrantFilter, GrantTable, group=system, icon="key")
