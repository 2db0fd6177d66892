"""What inspections found and circulars criticise is put right by a day: a task with a limit, which
its organization claims, hands in with evidence, and which is accepted or returned (000-54, 001-20,
001-26)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Circular, Finding
from organizations.choices.duties import TaskKind, TaskState
from organizations.models import Organization, Task
from portal.errors import Refused


@transaction.atomic
def notify_finding(finding: Finding, *, due_on: date, content: str = "", by: Any) -> Task:
    """Order that a finding be put right by a day."""
    return order(finding, finding.inspection.organization, finding.finding, due_on, content, by)


@transaction.atomic
def notify_circular(circular: Circular, *, due_on: date, content: str = "", by: Any) -> Task:
    """Order that what a circular criticises be put right by a day."""
    if circular.kind != Circular.Kind.CRITICISM:
        raise Refused(_("Only what is criticised is to be put right."))
    text = content or circular.text
    return order(circular, circular.organization, circular.title, due_on, text, by)


def order(
    about: Any, organization: Organization, what: str, due_on: date, content: str, by: Any
) -> Task:
    """Issue the task once, and tie it to what it is about."""
    today = timezone.localdate()
    if due_on <= today:
        raise Refused(_("The limit must lie in the future."))
    title = (_("Put right: %(task)s") % {"task": what})[:120]
    if Task.objects.filter(organization=organization, title=title, issued_on=today).exists():
        raise Refused(_("It has been ordered to be put right already."))
    task: Task = Task.objects.create(
        organization=organization,
        issuer=issuer_for(organization, by),
        kind=TaskKind.RECTIFICATION,
        title=title,
        content=content,
        issued_on=today,
        due_on=due_on,
        state=TaskState.ISSUED,
    )
    if not type(about).objects.filter(pk=about.pk, notice=None).update(notice=task):
        raise Refused(_("It has been ordered to be put right already."))
    about.refresh_from_db()
    return task


def issuer_for(organization: Organization, by: Any) -> Organization:
    """The organization of whoever orders it, where that stands above; else the top."""
    own = getattr(by, "organization", None)
    if own and own.pk != organization.pk and organization.path.startswith(own.path):
        return own
    top: Organization = Organization.objects.get(pk=int(organization.path.strip("/").split("/")[0]))
    return top
