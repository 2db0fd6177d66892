"""Tasks from an organization to those below it: issued, claimed, reported, accepted or returned;
goals broken down, criticism with a limit (000-54, 001-19, 001-20, 001-26)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.choices.duties import TaskKind, TaskState
from organizations.models import Organization, Task
from portal.errors import Refused
from portal.rules import refuse_future
from portal.workflow import Flow

State = TaskState
flow = Flow(
    (State.DRAFT, State.ISSUED),
    (State.ISSUED, State.CLAIMED),
    (State.CLAIMED, State.REPORTED),
    (State.REPORTED, State.FINISHED),
    (State.REPORTED, State.CLAIMED),  # returned
    *((state, State.WITHDRAWN) for state in (State.DRAFT, State.ISSUED, State.CLAIMED)),
)
OPEN = (State.ISSUED, State.CLAIMED, State.REPORTED)
ALL = 100


@transaction.atomic
def issue_task(task: Task, *, by: Any) -> None:
    """Hand the task to its organization, which sees it among what waits."""
    if not task.organization.path.startswith(task.issuer.path):
        raise Refused(
            _("%(organization)s does not stand below %(issuer)s.")
            % {"organization": task.organization, "issuer": task.issuer}
        )
    flow.move(task, State.ISSUED)


@transaction.atomic
def issue_below(task: Task, *, level: str, due_on: date | None = None, by: Any) -> str:
    """Break the task down: one for each organization of a level below, each part of this one."""
    limit = due_on or task.due_on
    if limit and limit < timezone.localdate():
        raise Refused(_("The day by which it is due has passed."))
    below = Organization.objects.at(timezone.localdate()).filter(
        path__startswith=task.organization.path, level=level
    )
    have = set(Task.objects.filter(goal=task).values_list("organization", flat=True))
    wanted = [one for one in below.exclude(pk=task.organization_id) if one.pk not in have]
    if not wanted:
        raise Refused(_("There is no organization of this level below that does not have it yet."))
    Task.objects.bulk_create([part(task, one, limit) for one in wanted])
    return _("Issued to %(n)s organizations.") % {"n": len(wanted)}


def part(task: Task, organization: Organization, due_on: date | None) -> Task:
    return Task(
        organization=organization,
        issuer=task.organization,
        goal=task,
        kind=task.kind,
        title=task.title,
        content=task.content,
        issued_on=timezone.localdate(),
        due_on=due_on,
        state=State.ISSUED,
    )


@transaction.atomic
def claim_task(task: Task, *, claimed_by: str, by: Any) -> None:
    today = max(timezone.localdate(), task.issued_on)
    flow.move(task, State.CLAIMED, claimed_by=claimed_by, claimed_on=today)


@transaction.atomic
def report_progress(task: Task, *, progress: int, evidence: str = "", by: Any) -> None:
    """How far it is; a task that nobody has claimed has no progress."""
    if task.state != State.CLAIMED:
        raise Refused(_("Claim the task first."))
    if progress < task.progress:
        raise Refused(_("It was at %(n)s%% already.") % {"n": task.progress})
    evidence = evidence or task.evidence
    Task.objects.filter(pk=task.pk).update(progress=progress, evidence=evidence)
    task.refresh_from_db()


@transaction.atomic
def finish_task(task: Task, *, finished_on: date, evidence: str, by: Any) -> None:
    """Report it finished, with what proves it; parts that are still open stand in the way."""
    refuse_future(finished_on)
    if finished_on < task.issued_on:
        raise Refused(_("It lies before the day on which the task was issued."))
    waiting = Task.objects.filter(goal=task, state__in=OPEN).count()
    if waiting:
        raise Refused(
            _("%(n)s parts of it are still open: finish or withdraw them first.") % {"n": waiting}
        )
    changes = {"finished_on": finished_on, "evidence": evidence, "progress": ALL}
    flow.move(task, State.REPORTED, **changes)


@transaction.atomic
def accept_task(task: Task, *, remark: str = "", by: Any) -> None:
    flow.move(task, State.FINISHED, remark=remark or task.remark)


@transaction.atomic
def return_task(task: Task, *, remark: str, by: Any) -> None:
    """Not enough: it goes on, with the reason."""
    flow.move(task, State.CLAIMED, remark=remark, finished_on=None, progress=ALL - 1)


@transaction.atomic
def withdraw_task(task: Task, *, remark: str, by: Any) -> None:
    flow.move(task, State.WITHDRAWN, remark=remark)


@transaction.atomic
def criticise_task(task: Task, *, content: str, due_on: date, by: Any) -> str:
    """An overdue task is criticised in a circular and must be put right by a day (001-26)."""
    today = timezone.localdate()
    if task.state not in OPEN or not task.due_on or task.due_on >= today:
        raise Refused(_("Only an overdue task is criticised."))
    if due_on <= today:
        raise Refused(_("The limit must lie in the future."))
    title = _("Put right: %(task)s") % {"task": task.title}
    mend = Task(
        organization=task.organization,
        issuer=task.issuer,
        goal=task.goal,
        kind=TaskKind.RECTIFICATION,
        title=title[:120],
        content=content,
        issued_on=today,
        due_on=due_on,
        state=State.ISSUED,
    )
    if Task.objects.filter(
        organization=mend.organization, title=mend.title, issued_on=today
    ).exists():
        raise Refused(_("It was criticised today already."))
    mend.save()
    return str(mend)
