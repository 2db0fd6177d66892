"""What belongs to plans besides their register: the library, and their targets on one page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.actions.targets.planning import WHOLE, lines, weight_sum
from assessments.models import Plan
from portal import pages

pages.link(
    "plan-library",
    _("Plan library"),
    icon="download",
    group=_("Targets"),
    perm="assessments.add_plan",
)


def targets_of(plan: Plan, user: Any) -> dict[str, Any]:
    """The plan's targets with what their weights add up to."""
    found = lines(plan, user)
    total = weight_sum(one for one in found if not one.target.organization_id)
    return {
        "plan": plan,
        "lines": found,
        "total": total,
        "odd": total not in (0, WHOLE),
        "may_change": user.has_perm("assessments.change_target"),
        "may_add": user.has_perm("assessments.add_target"),
    }


pages.panel(
    Plan,
    _("Targets"),
    "assessments/plan_targets.html",
    targets_of,
    perm="assessments.view_target",
    wide=True,
    place=10,
    costs=1,
    tells=("target/plan",),
)
