from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from funding.actions.sheets import publish_sheet
from funding.filters.budgets import FloorFacet
from funding.filters.standards import (
    FundProjectFilter,
    MoneySheetFilter,
    SpecialFundFilter,
    StandardFilter,
)
from funding.forms.standards import (
    FundProjectForm,
    PublishForm,
    SpecialFundForm,
    StandardForm,
)
from funding.models import FundProject, MoneySheet, SpecialFund, Standard
from funding.tables.standards import (
    FundProjectTable,
    MoneySheetTable,
    SpecialFundTable,
    StandardTable,
)
from organizations.models import Organization
from portal import pages

group = _("Funding")

pages.add(
    Standard,
    StandardForm,
    StandardFilter,
    StandardTable,
    group=group,
    icon="ruler",
    quiet=("organization",),
    bulk=("binds", "until"),
)
pages.add(
    SpecialFund,
    SpecialFundForm,
    SpecialFundFilter,
    SpecialFundTable,
    group=group,
    icon="tag",
    quiet=("organization", "source", "use"),
)
pages.add(
    FundProject,
    FundProjectForm,
    FundProjectFilter,
    FundProjectTable,
    group=group,
    icon="flag",
    bulk=("state", "leader"),
)
pages.add(
    MoneySheet,
    None,
    MoneySheetFilter,
    MoneySheetTable,
    group=group,
    icon="report",
    quiet=("disclosure",),
    actions=(
        pages.Action(
            publish_sheet,
            _("Publish"),
            form=PublishForm,
            many=True,
            offered=lambda sheet: not sheet.published_on,
        ),
    ),
)
for _name, _label, _reached in (
    ("floor_tested", _("Held against the standard of money (its code)"), None),
    ("floor_reached", _("Reaches the standard of money (its code)"), True),
    ("floor_missed", _("Misses the standard of money (its code)"), False),
):
    pages.extend_filter(Organization, _name, FloorFacet(reached=_reached, label=_label))
