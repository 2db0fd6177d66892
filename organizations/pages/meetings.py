from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import organizations.pages.tree  # noqa: F401 - its filter is extended below
from organizations.actions.board import period_named
from organizations.actions.due import (
    Owed,
    Span,
    Standing,
    all_on,
    behind,
    in_order,
    standings,
)
from organizations.actions.meetings import MEETINGS
from organizations.filters.meetings import MeetingDutyFilter, MeetingFilter, OwedFacet
from organizations.forms.meetings import MeetingDutyForm, MeetingForm
from organizations.models import Meeting, MeetingDuty, Organization
from organizations.tables.meetings import MeetingDutyTable, MeetingTable
from portal import pages

group = gettext_lazy("Party life")

pages.link(
    "meeting-board",
    gettext_lazy("Meetings held and due"),
    icon="check",
    group=group,
    perm="organizations.view_meeting",
)
pages.add(Meeting, MeetingForm, MeetingFilter, MeetingTable, group=group, icon="calendar")
pages.add(
    MeetingDuty,
    MeetingDutyForm,
    MeetingDutyFilter,
    MeetingDutyTable,
    group=group,
    icon="ruler",
    quiet=("organization",),
)
pages.extend_filter(
    Organization,
    "meetings_behind",
    OwedFacet(owed=MEETINGS, find=behind, label=gettext_lazy("Meetings overdue")),
)
pages.extend_filter(
    Organization,
    "meetings_in_order",
    OwedFacet(owed=MEETINGS, find=in_order, label=gettext_lazy("Meetings all held")),
)


def own_standing(owed: Owed, organization: Any) -> list[tuple[Any, Standing]]:
    """How one organization stands this year, kind by kind."""
    today = timezone.localdate()
    year = Span(date(today.year, 1, 1), date(today.year, 12, 31), today)
    found = {kind: one for (_pk, kind), one in standings(owed, [organization], year).items()}
    return [(label, found[kind]) for kind, label in owed.kinds if kind in found]


def meetings_panel(organization: Any, _user: Any) -> dict[str, Any] | None:
    lines = own_standing(MEETINGS, organization)
    url = f"{reverse('meeting-board')}?organization={organization.code}"
    return {"lines": lines, "url": url} if lines else None


pages.panel(
    Organization,
    gettext_lazy("Meetings held and due this year"),
    "organizations/owed.html",
    meetings_panel,
    perm="organizations.view_meeting",
    place=40,
)


def overdue(owed: Owed, user: Any) -> Iterator[pages.Todo]:
    """A line for each kind that organizations in the user's charge are behind with."""
    model = owed.rows._meta.model_name
    scope, today = user.scope(f"organizations.add_{model}"), timezone.localdate()
    if not scope:
        return
    period = period_named("")
    rows = all_on(today).filter(scope.q(""))
    found = standings(owed, rows, Span(period.first, period.last, today))
    labels = dict(owed.kinds)
    for kind in dict.fromkeys(kind for _pk, kind in found):
        late = sum(1 for (_pk, own), one in found.items() if own == kind and one.late)
        if late:
            span = f"{kind}@{period.first}/{period.last}"
            text = _("%(kind)s: %(n)s organizations behind") % {"kind": labels[kind], "n": late}
            url = f"{reverse('organization-list')}?{urlencode({owed.name: span})}"
            yield pages.Todo(text, url, status="overdue", verb=_("Who is behind"))


@pages.todo
def meetings_to_hold(user: Any) -> Iterator[pages.Todo]:
    """Meetings of this quarter whose time is over."""
    yield from overdue(MEETINGS, user)
