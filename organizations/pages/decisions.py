from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from organizations.actions.decisions import (
    finish_decision,
    path_of,
    record_step,
    start_decision,
    withdraw_decision,
)
from organizations.choices.decisions import DecisionState
from organizations.filters.decisions import (
    DecisionFilter,
    DecisionStepFilter,
    ProcedureFilter,
    ProcedureStepFilter,
)
from organizations.forms.decisions import (
    DecisionForm,
    DecisionStepForm,
    FinishForm,
    ProcedureForm,
    ProcedureStepForm,
    TakeStepForm,
    WithdrawForm,
)
from organizations.models import Decision, DecisionStep, Procedure, ProcedureStep
from organizations.tables.decisions import (
    DecisionStepTable,
    DecisionTable,
    ProcedureStepTable,
    ProcedureTable,
)
from portal import pages

group = gettext_lazy("Village governance")
QUIET_FOR = timedelta(days=60)  # a decision in which nothing happened for so long is asked about
AT_MOST = 10


def under_way(decision: Decision) -> bool:
    return decision.state == DecisionState.UNDER_WAY


pages.add(
    Decision,
    DecisionForm,
    DecisionFilter,
    DecisionTable,
    group=group,
    icon="people",
    actions=(
        pages.Action(
            start_decision,
            pgettext_lazy("matter", "Begin"),
            perm="conduct",
            many=True,
            offered=lambda decision: decision.state == DecisionState.PREPARED,
        ),
        pages.Action(
            record_step,
            gettext_lazy("Record a step"),
            form=TakeStepForm,
            perm="conduct",
            offered=under_way,
        ),
        pages.Action(
            finish_decision,
            gettext_lazy("Decided"),
            form=FinishForm,
            perm="conduct",
            offered=under_way,
        ),
        pages.Action(
            withdraw_decision,
            gettext_lazy("Withdraw"),
            form=WithdrawForm,
            perm="conduct",
            danger=True,
            offered=lambda decision: (
                under_way(decision) or decision.state == DecisionState.PREPARED
            ),
        ),
    ),
)
pages.add(
    DecisionStep,
    DecisionStepForm,
    DecisionStepFilter,
    DecisionStepTable,
    group=group,
    menu=False,
    quiet=("step",),
)
pages.add(
    Procedure,
    ProcedureForm,
    ProcedureFilter,
    ProcedureTable,
    group=group,
    icon="ruler",
    quiet=("organization",),
)
pages.add(
    ProcedureStep,
    ProcedureStepForm,
    ProcedureStepFilter,
    ProcedureStepTable,
    group=group,
    menu=False,
)


def steps_panel(decision: Any, _user: Any) -> dict[str, Any] | None:
    stages = path_of(decision)
    done = sum(1 for stage in stages if stage.taken)
    return {"stages": stages, "done": done, "of": len(stages)} if stages else None


pages.panel(
    Decision,
    gettext_lazy("The steps"),
    "organizations/path.html",
    steps_panel,
    perm="organizations.view_decisionstep",
    wide=True,
)


@pages.todo
def decisions_to_conduct(user: Any) -> Iterator[pages.Todo]:
    """Decisions under way of the user's own organization, the oldest first."""
    if not user.has_perm("organizations.conduct_decision"):
        return
    own = Decision.objects.filter(organization=user.organization_id, state=DecisionState.UNDER_WAY)
    quiet = timezone.localdate() - QUIET_FOR
    for decision in own.order_by("begun_on")[:AT_MOST]:
        status = "behind" if decision.begun_on < quiet else "on_pace"
        text = _("Decision: %(matter)s") % {"matter": decision.matter}
        yield pages.Todo(text, decision.get_absolute_url(), status=status, verb=_("Next step"))
