"""An organization's state at a glance on its page, and what waits for those who keep the tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from organizations.actions.lineage import trail
from organizations.choices.tree import Kind
from organizations.forms.changes import RESTRUCTURE
from organizations.models import Organization
from portal import pages
from portal.dates import months_after
from web.templatetags.portal import day

VILLAGES = 6  # shown by name
REMIND = 6  # months before a term ends (domain 2.1)
NAMED = 3  # organizations that the list of what to do names one by one


def state(organization: Any, user: Any) -> dict[str, Any]:
    """Children by kind, term, villages, lineage: three queries."""
    villages = list(organization.villages.order_by("code")[: VILLAGES + 1])
    return {
        "organization": organization,
        "facts": list(facts(organization)),
        "term": term(organization),
        "villages": villages[:VILLAGES],
        "more_villages": len(villages) > VILLAGES,
        "trail": trail(organization),
    }


def facts(organization: Any) -> Iterator[tuple[str, str, str]]:
    """How many of each kind stand directly below."""
    today = timezone.localdate()
    standing = Organization.objects.at(today).filter(parent=organization).order_by()
    for kind, many in standing.values_list("kind").annotate(Count("pk")).order_by("kind"):
        asked = urlencode({"organization": organization.code, "kind": kind})
        label = gettext("Directly below: %(kind)s") % {"kind": Kind(kind).label}
        yield label, str(many), f"{reverse('organization-list')}?{asked}"


def term(organization: Any) -> dict[str, Any] | None:
    if not organization.expires or organization.closed:
        return None
    today = timezone.localdate()
    days = (organization.expires - today).days
    if days < 0:
        words = ngettext("%(days)d day overdue", "%(days)d days overdue", -days)
        text, status = words % {"days": -days}, "overdue"
    else:
        text = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
        soon = organization.expires <= months_after(today, REMIND)
        status = "behind" if soon else "not_due"
    return {"day": organization.expires, "text": text, "status": status}


pages.panel(
    Organization,
    gettext_lazy("At a glance"),
    "organizations/parts/state.html",
    state,
    perm="organizations.view_organization",
    place=10,
    costs=3,
)
pages.panel(
    Organization,
    gettext_lazy("What is missing"),
    "organizations/parts/lacks.html",
    lambda organization, _user: {"organization": organization},
    perm="organizations.view_organization",
    place=11,
)


@pages.todo
def elections_to_do(user: Any) -> Iterator[pages.Todo]:
    """Elections overdue, and those due within six months, for who keeps the tree (domain 2.1)."""
    today = timezone.localdate()
    rows = Organization.objects.for_user(user, RESTRUCTURE).filter(
        Q(closed=None) | Q(closed__gt=today), expires__lte=months_after(today, REMIND)
    )
    found: list[Any] = list(rows.only("pk", "name", "expires").order_by("expires"))
    late = [one for one in found if one.expires < today]
    due = found[len(late) :]
    yield from reminders(late, "term_over=true", "overdue")
    yield from reminders(due, f"term_ends_within={REMIND}", "open")


def reminders(rows: list[Any], query: str, status: str) -> Iterator[pages.Todo]:
    """Each by name while they are few; else one line that opens the list."""
    verb = gettext("Prepare the election")
    if len(rows) <= NAMED:
        for one in rows:
            text = gettext("%(organization)s: the term ends on %(day)s")
            words = {"organization": one, "day": day(one.expires)}
            url = one.get_absolute_url()
            yield pages.Todo(text % words, url, status=status, verb=verb, due=one.expires)
        return
    late = ngettext(
        "The term of %(many)d organization is over",
        "The terms of %(many)d organizations are over",
        len(rows),
    )
    due = ngettext(
        "The term of %(many)d organization ends within six months",
        "The terms of %(many)d organizations end within six months",
        len(rows),
    )
    text = late if status == "overdue" else due
    url = f"{reverse('organization-list')}?{query}"
    yield pages.Todo(text % {"many": len(rows)}, url, status=status, verb=verb)
