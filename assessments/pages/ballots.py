"""Ballots: their registers, what may be done with them, what waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.scoring.polls import (
    close_poll,
    open_poll,
    reopen_poll,
    void_passes,
    votes_cast,
)
from assessments.filters.ballots import PollFilter, PollSubjectFilter
from assessments.forms.ballots import PollForm, PollSubjectForm
from assessments.models import Poll, PollSubject
from assessments.tables.ballots import PollSubjectTable, PollTable
from portal import pages

group = gettext_lazy("Ratings and assessment")
State = Poll.State
AT_MOST = 20


def runs(poll: Poll) -> bool:
    return poll.state == State.OPEN


def entry(poll: Poll, user: Any) -> tuple[Any, str] | None:
    """Where the votes of an open ballot come from, to whoever conducts it."""
    if not user.has_perm("assessments.conduct_poll", poll):
        return None
    if poll.on_paper:
        return _("Enter the counts"), reverse("poll-counts", args=[poll.pk])
    return _("Print links"), reverse("poll-links", args=[poll.pk])


pages.add(
    Poll,
    PollForm,
    PollFilter,
    PollTable,
    group=group,
    icon="check",
    bulk=("closes_on",),
    actions=(
        pages.Action(
            open_poll,
            gettext_lazy("Open the ballot"),
            perm="conduct",
            many=True,
            offered=lambda poll: poll.state == State.DRAFT,
        ),
        pages.Action(
            close_poll, gettext_lazy("Close and count"), perm="conduct", many=True, offered=runs
        ),
        pages.Action(
            void_passes,
            gettext_lazy("Declare unused links void"),
            perm="conduct",
            offered=lambda poll: runs(poll) and not poll.on_paper,
            danger=True,
        ),
        pages.Action(
            reopen_poll,
            gettext_lazy("Correct the counts"),
            perm="conduct",
            offered=lambda poll: poll.on_paper and poll.state == State.CLOSED,
        ),
    ),
)
pages.add(
    PollSubject, PollSubjectForm, PollSubjectFilter, PollSubjectTable, group=group, menu=False
)


def result(poll: Poll, user: Any) -> dict[str, Any] | None:
    """How many came and what they said; of an open ballot by links, how many have voted."""
    if poll.state == State.DRAFT:
        return None
    if poll.state == State.OPEN:
        cast = None if poll.on_paper else votes_cast(poll)
        return {"poll": poll, "cast": cast, "entry": entry(poll, user)}
    subjects = list(poll.subjects.select_related("poll", "subject", "person"))
    subjects.sort(key=lambda one: (one.score is None, -(one.score or 0)))
    return {"poll": poll, "subjects": subjects, "grades": poll.choices}


pages.panel(
    Poll,
    gettext_lazy("Result"),
    "assessments/ballots/result.html",
    result,
    perm="assessments.view_pollsubject",
    wide=True,
    place=10,
    costs=1,
    tells=("pollsubject/poll",),
)


@pages.todo
def ballots_to_close(user: Any) -> Iterator[pages.Todo]:
    """Ballots whose last day has passed."""
    if not user.scope("assessments.conduct_poll"):
        return
    rows = Poll.objects.for_user(user, "conduct").filter(state=State.OPEN)
    over = rows.filter(closes_on__lt=timezone.localdate()).select_related("organization")
    for poll in over[:AT_MOST]:
        yield pages.Todo(
            str(poll), poll.get_absolute_url(), "overdue", _("Close and count"), poll.closes_on
        )
