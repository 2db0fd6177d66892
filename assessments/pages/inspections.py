"""Inspections, what they found, circulars, and the orders to put right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.actions.scoring.mending import notify_circular, notify_finding
from assessments.filters.inspections import CircularFilter, FindingFilter, InspectionFilter
from assessments.forms.inspections import CircularForm, FindingForm, InspectionForm, NotifyForm
from assessments.models import Circular, Finding, Inspection
from assessments.tables.inspections import CircularTable, FindingTable, InspectionTable
from portal import pages

group = gettext_lazy("Ratings and assessment")
ORDER = gettext_lazy("Order to put it right")


def headline(about: Any) -> Iterator[tuple[Any, str]]:
    """The order to put it right, with how it stands."""
    if about.notice_id:
        task = about.notice
        yield f"{task.title} · {task.get_state_display()}", task.get_absolute_url()


pages.add(Inspection, InspectionForm, InspectionFilter, InspectionTable, group=group, icon="search")
pages.add(
    Finding,
    FindingForm,
    FindingFilter,
    FindingTable,
    group=group,
    icon="warn",
    headline=headline,
    quiet=("notice",),
    actions=(
        pages.Action(
            notify_finding,
            ORDER,
            NotifyForm,
            many=True,
            offered=lambda finding: finding.notice_id is None,
        ),
    ),
)
pages.add(
    Circular,
    CircularForm,
    CircularFilter,
    CircularTable,
    group=group,
    icon="file",
    headline=headline,
    quiet=("notice",),
    actions=(
        pages.Action(
            notify_circular,
            ORDER,
            NotifyForm,
            many=True,
            offered=lambda one: one.notice_id is None and one.kind == Circular.Kind.CRITICISM,
        ),
    ),
)


@pages.todo
def findings_to_order(user: Any) -> Iterator[pages.Todo]:
    """Findings that cost points and that nobody has been asked to put right."""
    if not user.scope("assessments.notify_finding"):
        return
    rows = Finding.objects.for_user(user, "notify").filter(notice=None, points__gt=0)
    if count := rows.count():
        words = ngettext(
            "%(n)s finding has not been ordered to be put right",
            "%(n)s findings have not been ordered to be put right",
            count,
        )
        url = f"{pages.get('finding').url('list')}?ordered=false&points_over=0"
        yield pages.Todo(words % {"n": count}, url, "open", _("Look"))
