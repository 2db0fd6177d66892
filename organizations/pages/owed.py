"""What is owed and done, wherever it shows: filters and pages of organizations, the menu, To do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import organizations.pages.tree  # noqa: F401 - its filter is extended below
from organizations.actions.board import period_named
from organizations.actions.due import Owed, Span, Standing, all_on, behind, in_order, standings
from organizations.filters.meetings import OwedFacet
from organizations.models import Organization
from portal import pages


def show(owed: Owed, name: str, group: Any, place: int, said: dict[str, Any]) -> None:
    """`name`: how its board and its filters of organizations begin; `said`: what the board, the
    panel of this year and the two filters are called."""
    perm, board = f"organizations.view_{owed.rows._meta.model_name}", f"{name}-board"
    pages.link(board, said["board"], icon="check", group=group, perm=perm)
    for ending, find in (("behind", behind), ("in_order", in_order)):
        facet = OwedFacet(owed=owed, find=find, label=said[ending])
        pages.extend_filter(Organization, f"{name}s_{ending}", facet)

    def panel(organization: Any, _user: Any) -> dict[str, Any] | None:
        lines = own_standing(owed, organization)
        url = f"{reverse(board)}?organization={organization.code}"
        return {"lines": lines, "url": url} if lines else None

    template = "organizations/owed.html"
    pages.panel(Organization, said["panel"], template, panel, perm=perm, place=place)
    pages.todo(lambda user: overdue(owed, user))


def own_standing(owed: Owed, organization: Any) -> list[tuple[Any, Standing]]:
    """How one organization stands this year, kind by kind."""
    today = timezone.localdate()
    year = Span(date(today.year, 1, 1), date(today.year, 12, 31), today)
    found = {kind: one for (_pk, kind), one in standings(owed, [organization], year).items()}
    return [(label, found[kind]) for kind, label in owed.kinds if kind in found]


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
