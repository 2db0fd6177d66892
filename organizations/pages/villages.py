"""Villages year by year, and what each means to do."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.filters.villages import VillagePlanFilter, VillageYearFilter
from organizations.forms.villages import VillagePlanForm, VillageYearForm
from organizations.models import Organization, Village, VillagePlan, VillageYear
from organizations.tables.villages import VillagePlanTable, VillageYearTable
from portal import pages

YEARS = 5

pages.add(
    VillageYear,
    VillageYearForm,
    VillageYearFilter,
    VillageYearTable,
    group=_("Registers"),
    icon="chart",
    bulk=("grade", "counted_on", "note"),
)
pages.add(
    VillagePlan,
    VillagePlanForm,
    VillagePlanFilter,
    VillagePlanTable,
    group=_("Village governance"),
    icon="target",
    bulk=("team", "responsible", "until"),
    quiet=("team",),
)


def of_place(record: Organization | Village) -> Q:
    """The rows about a village, asked for from its own page or its organization's."""
    if isinstance(record, Village):
        return Q(village=record)
    return Q(village__organization=record)


def economy_of(record: Organization | Village, user: Any) -> dict[str, Any] | None:
    """The last years of a village: people, class, income."""
    rows = VillageYear.objects.for_user(user).filter(of_place(record))
    years = list(rows.order_by("-year")[:YEARS])
    if not years:
        return None
    onward = years[::-1]
    return {
        "years": years,
        "labels": [row.year for row in onward],
        "series": [
            {"label": label, "values": [getattr(row, name) for row in onward]}
            for name, label in (
                ("collective_income", _("Collective income")),
                ("operating_income", _("Operating income")),
            )
        ],
    }


def plan_of(record: Organization | Village, user: Any) -> dict[str, Any] | None:
    """The plan in force: one village, one policy (004-20)."""
    rows = VillagePlan.objects.for_user(user).at(timezone.localdate()).filter(of_place(record))
    plan = rows.order_by("-since").first()
    return {"plan": plan} if plan else None


for _model in (Organization, Village):
    pages.panel(
        _model,
        _("Village economy"),
        "organizations/economy.html",
        economy_of,
        perm="organizations.view_villageyear",
        place=60,
    )
    pages.panel(
        _model,
        _("One village, one policy"),
        "organizations/plan.html",
        plan_of,
        perm="organizations.view_villageplan",
        place=61,
    )
