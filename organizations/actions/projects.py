from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from organizations.choices.projects import ProjectState
from organizations.models import Organization, ProjectVillage, Twinning, User
from portal.errors import Refused
from portal.workflow import Flow

S = ProjectState
FLOW = Flow((S.RUNNING, S.PASSED), (S.RUNNING, S.FAILED), (S.FAILED, S.PASSED))


@transaction.atomic
def accept_project(
    project: ProjectVillage, *, on: date, passed: bool, result: str, by: User
) -> None:
    """Say what came of a project village; one that failed may pass later (000-16)."""
    if on < project.since:
        raise Refused(_("The project began only on %(day)s.") % {"day": project.since})
    if not project.visits.exists():
        raise Refused(_("No visit is on record: enter who followed this project first."))
    FLOW.move(project, S.PASSED if passed else S.FAILED, accepted_on=on, result=result)


@transaction.atomic
def adjust_twinning(
    twinning: Twinning,
    *,
    on: date,
    partner: Organization | None = None,
    partner_name: str = "",
    why: str = "",
    by: User,
) -> None:
    """From the day on somebody else is the partner; the old twinning stays with its end."""
    name = partner_name or (partner.name if partner else "")
    if twinning.until:
        raise Refused(_("This twinning ended on %(day)s.") % {"day": twinning.until})
    if not name:
        raise Refused(_("Name the partner: an organization, or a unit from outside."))
    if on <= twinning.since:
        raise Refused(_("They are twinned only since %(day)s.") % {"day": twinning.since})
    if name == twinning.partner_name:
        raise Refused(_("%(name)s is the partner already.") % {"name": name})
    if partner == twinning.organization:
        raise Refused(_("An organization is not twinned with itself."))
    Twinning.objects.filter(pk=twinning.pk).update(until=on, ended_why=why)
    Twinning.objects.create(
        organization=twinning.organization,
        kind=twinning.kind,
        partner=partner,
        partner_name=name,
        since=on,
        thousand=twinning.thousand,
    )
