"""What waits for those who look after cadres."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadres.choices.checks import CheckState, FilingState
from cadres.choices.rules import Limit
from cadres.filters.elections import ElectionFilter
from cadres.filters.workers import ContactPointFilter
from cadres.models import ContactPoint, Election, JointCheck, PostFiling
from cadres.rules.limits import limit_on
from cadres.visits import visits_owed
from portal import pages
from portal.pages import Todo


@pages.todo
def elections(user: Any) -> Iterator[Todo]:
    """Reminded half a year before a term ends (domain 2.1)."""
    if not user.has_perm("cadres.change_election"):
        return
    months = limit_on(Limit.REMIND_MONTHS, timezone.localdate()) or 0
    rows = Election.objects.for_user(user, "change")
    for within, status, verb in ((0, "overdue", _("Hold it")), (months, "open", _("Prepare it"))):
        many = ElectionFilter(f"due_within={within}", rows).qs.count()
        if within:
            many -= ElectionFilter("due_within=0", rows).qs.count()
        if not many:
            continue
        words = (
            ngettext("%(n)s election is due soon", "%(n)s elections are due soon", many)
            if within
            else ngettext("%(n)s election is overdue", "%(n)s elections are overdue", many)
        )
        url = f"{reverse('election-list')}?due_within={within}"
        yield Todo(words % {"n": many}, url, status, verb)


@pages.todo
def checks(user: Any) -> Iterator[Todo]:
    if not user.has_perm("cadres.record_jointcheck"):
        return
    rows = JointCheck.objects.for_user(user, "record").filter(state=CheckState.OPEN)
    if many := rows.count():
        words = ngettext("%(n)s joint check is under way", "%(n)s joint checks are under way", many)
        yield Todo(
            words % {"n": many}, f"{reverse('jointcheck-list')}?state=open", "open", _("Look")
        )


@pages.todo
def filings(user: Any) -> Iterator[Todo]:
    if not user.has_perm("cadres.review_postfiling"):
        return
    rows = PostFiling.objects.for_user(user, "review").filter(state=FilingState.SUBMITTED)
    if many := rows.count():
        words = ngettext("%(n)s filing waits", "%(n)s filings wait", many)
        url = f"{reverse('postfiling-list')}?state=submitted"
        yield Todo(words % {"n": many}, url, "submitted", _("Look"))


@pages.todo
def visits(user: Any) -> Iterator[Todo]:
    """Contact points visited less often than the year demands by today (001-13)."""
    if not user.has_perm("cadres.add_contactvisit"):
        return
    today = timezone.localdate()
    due = visits_owed(today)
    asked = f"year={today.year}&visits_under={due}"
    many = ContactPointFilter(asked, ContactPoint.objects.for_user(user)).qs.count()
    if due and many:
        words = ngettext(
            "%(n)s contact point has been visited too rarely",
            "%(n)s contact points have been visited too rarely",
            many,
        )
        url = f"{reverse('contactpoint-list')}?{asked}"
        yield Todo(words % {"n": many}, url, "behind", _("Visit them"))
