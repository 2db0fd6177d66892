from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organizations.actions.duties import (
    OPEN,
    accept_task,
    claim_task,
    criticise_task,
    finish_task,
    issue_below,
    issue_task,
    report_progress,
    return_task,
    withdraw_task,
)
from organizations.choices.duties import TaskState as S
from organizations.filters.duties import ResponsibilityItemFilter, RuleFilter, TaskFilter
from organizations.forms.duties import (
    AcceptTaskForm,
    ClaimForm,
    CriticiseForm,
    FinishTaskForm,
    IssueBelowForm,
    ProgressForm,
    RemarkForm,
    ResponsibilityItemForm,
    RuleForm,
    TaskForm,
)
from organizations.models import ResponsibilityItem, Rule, Task
from organizations.tables.duties import ResponsibilityItemTable, RuleTable, TaskTable
from portal import pages

group = _("Organizations")
AT_MOST = 20
GOING = (S.DRAFT, S.ISSUED, S.CLAIMED)


def step(do: Any, label: Any, form: Any, perm: str, *states: S, **options: Any) -> pages.Action:
    """An action that is offered while a task is in one of the states."""
    offered = lambda task: task.state in states  # noqa: E731
    return pages.Action(do, label, form, perm=perm, offered=offered, **options)


def is_overdue(task: Task) -> bool:
    return task.state in OPEN and bool(task.due_on and task.due_on < timezone.localdate())


pages.add(
    Rule,
    RuleForm,
    RuleFilter,
    RuleTable,
    group=_("Village governance"),
    icon="file",
    bulk=("topic", "binds", "displayed", "until"),
)
pages.add(
    ResponsibilityItem,
    ResponsibilityItemForm,
    ResponsibilityItemFilter,
    ResponsibilityItemTable,
    group=group,
    icon="flag",
    bulk=("signed_on",),
)
pages.add(
    Task,
    TaskForm,
    TaskFilter,
    TaskTable,
    group=group,
    icon="clipboard",
    quiet=("issuer",),
    actions=(
        step(issue_task, _("Issue"), None, "issue", S.DRAFT, many=True),
        step(issue_below, _("Issue to all below"), IssueBelowForm, "issue", *GOING),
        step(claim_task, _("Claim"), ClaimForm, "perform", S.ISSUED, many=True),
        step(report_progress, _("Report progress"), ProgressForm, "perform", S.CLAIMED, many=True),
        step(finish_task, _("Report as finished"), FinishTaskForm, "perform", S.CLAIMED),
        step(accept_task, _("Accept as finished"), AcceptTaskForm, "review", S.REPORTED, many=True),
        step(return_task, _("Return"), RemarkForm, "review", S.REPORTED),
        pages.Action(
            criticise_task,
            _("Criticise and set a limit"),
            CriticiseForm,
            perm="review",
            many=True,
            offered=is_overdue,
        ),
        step(withdraw_task, _("Withdraw"), RemarkForm, "issue", *GOING, danger=True),
    ),
)


def parts_panel(task: Any, _user: Any) -> dict[str, Any] | None:
    """How far the parts of a goal are; one query."""
    late = Q(due_on__lt=timezone.localdate(), state__in=OPEN)
    counts = Task.objects.filter(goal=task).aggregate(
        all=Count("pk"),
        finished=Count("pk", filter=Q(state=S.FINISHED)),
        waiting=Count("pk", filter=Q(state=S.REPORTED)),
        late=Count("pk", filter=late),
    )
    return {**counts, "task": task} if counts["all"] else None


pages.panel(
    Task,
    _("How far the parts are"),
    "organizations/parts.html",
    parts_panel,
    perm="organizations.view_task",
)


@pages.todo
def tasks_to_do(user: Any) -> Iterator[pages.Todo]:
    """Tasks of the user's own organization, the most urgent first."""
    if not user.has_perm("organizations.perform_task"):
        return
    mine = Task.objects.filter(organization=user.organization_id)
    mine = mine.filter(state__in=[S.ISSUED, S.CLAIMED])
    for task in mine.order_by(F("due_on").asc(nulls_last=True), "pk")[:AT_MOST]:
        verb = gettext("Claim") if task.state == S.ISSUED else gettext("Report")
        text = gettext("Task: %(title)s") % {"title": task.title}
        if task.due_on:
            text = gettext("Task: %(title)s (due %(day)s)") % {
                "title": task.title,
                "day": task.due_on,
            }
        status = "overdue" if is_overdue(task) else "not_due"
        url = task.get_absolute_url()
        yield pages.Todo(text, url, status=status, verb=verb, due=task.due_on)


@pages.todo
def tasks_to_review(user: Any) -> Iterator[pages.Todo]:
    """Tasks that organizations below report as finished."""
    if not user.has_perm("organizations.review_task"):
        return
    sent = Task.objects.filter(issuer=user.organization_id, state=S.REPORTED)
    sent = sent.exclude(organization=user.organization_id).select_related("organization")
    for task in sent.order_by("finished_on")[:AT_MOST]:
        text = f"{task.organization}: {task.title}"
        yield pages.Todo(text, task.get_absolute_url(), status="submitted", verb=gettext("Review"))
