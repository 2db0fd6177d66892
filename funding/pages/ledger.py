from django.utils.translation import gettext_lazy as _

from funding.filters.ledger import AccountFilter, EntryFilter
from funding.forms.ledger import AccountForm, EntryForm
from funding.models import Account, Entry
from funding.tables.ledger import AccountTable, EntryTable
from portal import pages

pages.add(
    Account,
    AccountForm,
    AccountFilter,
    AccountTable,
    group=_("Funding"),
    icon="money",
)
pages.add(
    Entry,
    EntryForm,
    EntryFilter,
    EntryTable,
    group=_("Funding"),
    icon="report",
    quiet=("reverses", "entered_by"),
)
