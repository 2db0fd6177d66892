"""What belongs to plans besides their register: the library, and their targets on one page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.actions.targets import method
from assessments.actions.targets.overview import latest_run, reach
from assessments.actions.targets.planning import WHOLE, lines, weight_sum
from assessments.actions.targets.results import results
from assessments.models import Measure, Plan, Run, Target
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


def standing_of(target: Target, user: Any) -> dict[str, Any]:
    """What the newest run says of the target: of whom it binds alone, else of the user's own."""
    run, tops = latest_run(target.plan), reach(user)
    place = target.organization or (tops[0] if tops else None)
    found = results(run, [place], target.indicator.code) if run and place else iter(())
    return {"one": next(found, None)}


pages.panel(
    Target,
    _("Where it stands now"),
    "assessments/target_stands.html",
    standing_of,
    perm="assessments.view_value",
    place=10,
    costs=6,
)
pages.panel(
    Run,
    _("Targets"),
    "assessments/run_ways.html",
    lambda run, user: {"run": run},
    perm="assessments.view_value",
    place=10,
    costs=0,
)


def conditions(register: str, query: str, user: Any) -> dict[str, Any] | None:
    """A stored filter in words, as its list page says it, with the way to that list."""
    if not pages.has(register):
        return None
    found = pages.get(register)
    opens = user.has_perm(found.perm("view"))
    return {
        "register": found,
        "chips": method.conditions(found, query, user),
        "list_url": f"{found.url('list')}?{query}" if opens else "",
    }


def counted_by(measure: Measure, user: Any) -> dict[str, Any] | None:
    said = conditions(measure.register, measure.query, user)
    how = [measure.get_aggregate_display(), measure.get_basis_display()]
    return said and {**said, "how": how}


pages.panel(
    Measure,
    _("What it counts"),
    "assessments/parts/conditions.html",
    counted_by,
    place=10,
    costs=2,
    tells=("register", "query", "aggregate", "basis"),
)
