from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from organizations.choices.duties import TaskState
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

group = gettext_lazy("Organizations")
AT_MOST = 20


def is_in(*states: TaskState) -> Any:
    return lambda task: task.state in states


def is_overdue(task: Task) -> bool:
    return task.state in OPEN and bool(task.due_on and task.due_on < timezone.localdate())


pages.add(
    Rule,
    RuleForm,
    RuleFilter,
    RuleTable,
    group=gettext_lazy("Village governance"),
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
        pages.Action(
            issue_task,
            gettext_lazy("Issue"),
            many=True,
            offered=is_in(TaskState.DRAFT),
        ),
        pages.Action(
            issue_below,
            gettext_lazy("Issue to all below"),
            form=IssueBelowForm,
            offered=is_in(TaskState.DRAFT, TaskState.ISSUED, TaskState.CLAIMED),
        ),
        pages.Action(
            claim_task,
            gettext_lazy("Claim"),
            form=ClaimForm,
            perm="perform",
            many=True,
            offered=is_in(TaskState.ISSUED),
        ),
        pages.Action(
            report_progress,
            gettext_lazy("Report progress"),
            form=ProgressForm,
            perm="perform",
            many=True,
            offered=is_in(TaskState.CLAIMED),
        ),
        pages.Action(
            finish_task,
            gettext_lazy("Report as finished"),
            form=FinishTaskForm,
            perm="perform",
            offered=is_in(TaskState.CLAIMED),
        ),
        pages.Action(
            accept_task,
            gettext_lazy("Accept as finished"),
            form=AcceptTaskForm,
            perm="review",
            many=True,
            offered=is_in(TaskState.REPORTED),
        ),
        pages.Action(
            return_task,
            gettext_lazy("Return"),
            form=RemarkForm,
            perm="review",
            offered=is_in(TaskState.REPORTED),
        ),
        pages.Action(
            criticise_task,
            gettext_lazy("Criticise and set a limit"),
            form=CriticiseForm,
            perm="review",
            many=True,
            offered=is_overdue,
        ),
        pages.Action(
            withdraw_task,
            gettext_lazy("Withdraw"),
            form=RemarkForm,
            perm="issue",
            danger=True,
            offered=is_in(TaskState.DRAFT, TaskState.ISSUED, TaskState.CLAIMED),
        ),
    ),
)


def parts_panel(task: Any, _user: Any) -> dict[str, Any] | None:
    """How far the parts of a goal are; one query."""
    late = Q(due_on__lt=timezone.localdate(), state__in=OPEN)
    counts = Task.objects.filter(goal=task).aggregate(
        all=Count("pk"),
        finished=Count("pk", filter=Q(state=TaskState.FINISHED)),
        waiting=Count("pk", filter=Q(state=TaskState.REPORTED)),
        late=Count("pk", filter=late),
    )
    return {**counts, "task": task} if counts["all"] else None


pages.panel(
    Task,
    gettext_lazy("How far the parts are"),
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
    mine = mine.filter(state__in=[TaskState.ISSUED, TaskState.CLAIMED])
    for task in mine.order_by(F("due_on").asc(nulls_last=True), "pk")[:AT_MOST]:
        verb = _("Claim") if task.state == TaskState.ISSUED else _("Report")
        text = _("Task: %(title)s") % {"title": task.title}
        if task.due_on:
            text = _("Task: %(title)s (due %(day)s)") % {"title": task.title, "day": task.due_on}
        status = "overdue" if is_overdue(task) else "not_due"
        yield pages.Todo(text, task.get_absolute_url(), status=status, verb=verb)


@pages.todo
def tasks_to_review(user: Any) -> Iterator[pages.Todo]:
    """Tasks that organizations below report as finished."""
    if not user.has_perm("organizations.review_task"):
        return
    sent = Task.objects.filter(issuer=user.organization_id, state=TaskState.REPORTED)
    sent = sent.exclude(organization=user.organization_id).select_related("organization")
    for task in sent.order_by("finished_on")[:AT_MOST]:
        text = f"{task.organization}: {task.title}"
        yield pages.Todo(text, task.get_absolute_url(), status="submitted", verb=_("Review"))
