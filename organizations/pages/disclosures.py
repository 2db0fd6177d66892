from django.utils.translation import gettext_lazy as _

from organizations.actions.disclosures import DISCLOSURES
from organizations.filters.disclosures import DisclosureDutyFilter, DisclosureFilter
from organizations.forms.disclosures import DisclosureDutyForm, DisclosureForm
from organizations.models import Disclosure, DisclosureDuty
from organizations.pages import owed
from organizations.tables.disclosures import DisclosureDutyTable, DisclosureTable
from portal import pages

group = _("Village governance")

owed.show(
    DISCLOSURES,
    "disclosure",
    group,
    41,
    {
        "board": _("Disclosures made and due"),
        "panel": _("Disclosures made and due this year"),
        "behind": _("Disclosures overdue"),
        "in_order": _("Disclosures all made"),
    },
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
