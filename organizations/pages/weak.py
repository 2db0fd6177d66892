"""Weak organizations from their listing to the year after, and the discipline body's counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations.actions.weak import accept_rectification, record_progress, take_off_list
from organizations.choices.weak import FOUR_ONES, Stage
from organizations.filters.having import HavingFacet
from organizations.filters.weak import (
    DisciplineSummaryFilter,
    WeakOrganizationFilter,
    WeakProgressFilter,
    WeakRuleFilter,
    stage_q,
)
from organizations.forms.weak import (
    AcceptForm,
    DisciplineSummaryForm,
    OffForm,
    ProgressForm,
    WeakOrganizationForm,
    WeakProgressForm,
    WeakRuleForm,
)
from organizations.models import (
    DisciplineSummary,
    Organization,
    WeakOrganization,
    WeakProgress,
    WeakRule,
)
from organizations.tables.weak import (
    DisciplineSummaryTable,
    WeakOrganizationTable,
    WeakProgressTable,
    WeakRuleTable,
)
from portal import pages

group = _("Organizations")
LINES = 5  # lines of the log on the organization's page

pages.add(
    WeakOrganization,
    WeakOrganizationForm,
    WeakOrganizationFilter,
    WeakOrganizationTable,
    group=group,
    icon="warn",
    bulk=(*FOUR_ONES, "deadline"),
    actions=(
        pages.Action(record_progress, _("Record progress"), ProgressForm, many=True),
        pages.Action(
            accept_rectification,
            _("Accept what was put right"),
            AcceptForm,
            offered=lambda case: not case.accepted_on,
        ),
        pages.Action(
            take_off_list,
            _("Take off the list"),
            OffForm,
            many=True,
            offered=lambda case: bool(case.accepted_on) and not case.off_on,
        ),
    ),
)
pages.add(
    WeakProgress, WeakProgressForm, WeakProgressFilter, WeakProgressTable, group=group, menu=False
)
pages.add(
    WeakRule,
    WeakRuleForm,
    WeakRuleFilter,
    WeakRuleTable,
    group=_("System"),
    icon="ruler",
    quiet=("organization",),
)
pages.add(
    DisciplineSummary,
    DisciplineSummaryForm,
    DisciplineSummaryFilter,
    DisciplineSummaryTable,
    group=group,
    icon="shield",
)


pages.extend_filter(
    Organization, "weak", HavingFacet(WeakOrganization, label=_("On the weak list"))
)


def weak_case_of(organization: Organization, user: Any) -> dict[str, Any] | None:
    """The open case, or the one still followed."""
    day = timezone.localdate()
    rows = WeakOrganization.objects.for_user(user).filter(organization=organization)
    case = rows.filter(~stage_q(Stage.CLOSED, day, "")).order_by("-listed_on").first()
    if case is None:
        return None
    stage = case.stage(day)
    return {
        "case": case,
        "stage": stage,
        "late": stage == Stage.LISTED and (case.deadline or day) < day,
        "log": list(case.progress.all()[:LINES]),
    }


pages.panel(
    Organization,
    _("Weak and lax"),
    "organizations/weak.html",
    weak_case_of,
    perm="organizations.view_weakorganization",
    place=12,
)


@pages.todo
def overdue_cases(user: Any) -> Iterator[pages.Todo]:
    """Weak organizations past their deadline that the user is to see put right."""
    if not user.has_perm("organizations.record_weakorganization"):
        return
    rows = WeakOrganization.objects.for_user(user, "record").filter(
        stage_q(Stage.LISTED, timezone.localdate(), ""), deadline__lt=timezone.localdate()
    )
    if count := rows.count():
        text = gettext("Weak organizations past their deadline: %(count)s") % {"count": count}
        url = pages.get("weakorganization").url("list") + "?overdue=true"
        yield pages.Todo(text, url, status="overdue", verb=gettext("Look"))
