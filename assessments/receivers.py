"""What of an organization's reports a change of the tree touches (organizations/signals.py)."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Report
from organizations import signals
from organizations.choices.changes import ChangeKind
from organizations.signals import Restructuring
from portal.pages import Touched

ENDING = {ChangeKind.MERGE, ChangeKind.CLOSE}


@receiver(signals.previewing, dispatch_uid="assessments")
def preview(plan: Restructuring, **_more: Any) -> list[Touched]:
    """Reports not handed in: nobody is there to finish them once the organization is closed."""
    owed = Report.objects.filter(organization=plan.organization, state__in=Report.WRITABLE)
    many = owed.count() if plan.kind in ENDING else 0
    if not many:
        return []
    url = f"{reverse('report-list')}?organization={plan.organization.code}"
    return [Touched(_("Reports that are not handed in yet"), many, url, warns=True)]
