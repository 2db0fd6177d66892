from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.actions.sheets import publish_sheet
from funding.actions.specials import spent_by_project
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


def spending(project: FundProject, _user: Any) -> dict[str, Any]:
    """What a project was allotted and has spent, and where the payments are."""
    row = FundProject.objects.annotate(spent=spent_by_project())
    row = row.select_related("fund__source", "fund__use")
    found: Any = row.get(pk=project.pk)
    query = {
        "alone": project.organization.code,
        "year": project.year,
        "source": found.fund.source.code,
        "use": found.fund.use.code,
        "counts": "spent",
    }
    left = project.allotted - found.spent
    url = f"{reverse('entry-list')}?{urlencode(query)}"
    return {"spent": found.spent, "left": left, "entries": url}


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
pages.panel(
    FundProject,
    _("Allotted and spent"),
    "funding/project_line.html",
    spending,
    perm="funding.view_entry",
    wide=True,
    costs=1,
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
            pgettext_lazy("notice board", "Publish"),
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
