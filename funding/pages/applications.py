"""Applications for money, who may decide about them, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from funding.actions.applications import (
    WAITING,
    approve_application,
    pay_application,
    refuse_application,
    return_application,
    review_application,
    submit_application,
)
from funding.choices import ApplicationState
from funding.filters.applications import ApplicationFilter, ApprovalLimitFilter
from funding.forms.applications import (
    AgreeForm,
    ApplicationForm,
    ApprovalLimitForm,
    DeclineForm,
    PayForm,
)
from funding.models import Application, ApprovalLimit
from funding.tables.applications import ApplicationTable, ApprovalLimitTable
from portal import pages

State = ApplicationState
AT_MOST = 20
TO_DO = (
    (State.RETURNED, "submit", gettext_lazy("Put right and hand in")),
    (State.SUBMITTED, "review", gettext_lazy("Review")),
    (State.REVIEWED, "approve", gettext_lazy("Approve")),
    (State.APPROVED, "pay", gettext_lazy("Pay")),
)


def is_in(*states: str) -> Any:
    return lambda application: application.state in states


def where_papers_go(application: Application) -> Iterator[tuple[Any, str]]:
    """Before it is handed in: those who decide look at its papers."""
    if application.state in {State.DRAFT, State.RETURNED}:
        words = _("Attach the papers (quotation, contract, minutes), then hand it in")
        yield words, pages.get("application").url("attachments", application.pk)


pages.add(
    Application,
    ApplicationForm,
    ApplicationFilter,
    ApplicationTable,
    group=gettext_lazy("Funding"),
    icon="clipboard",
    quiet=("entry", "asked_by"),
    headline=where_papers_go,
    rests=lambda one: one.state not in (State.DRAFT, State.RETURNED),
    actions=(
        pages.Action(
            submit_application,
            pgettext_lazy("application", "Hand in"),
            offered=is_in(State.DRAFT, State.RETURNED),
        ),
        pages.Action(
            review_application,
            gettext_lazy("Review: agree"),
            form=AgreeForm,
            many=True,
            offered=is_in(State.SUBMITTED),
        ),
        pages.Action(
            approve_application,
            gettext_lazy("Approve"),
            form=AgreeForm,
            many=True,
            offered=is_in(State.REVIEWED),
        ),
        pages.Action(
            pay_application, gettext_lazy("Pay"), form=PayForm, offered=is_in(State.APPROVED)
        ),
        pages.Action(
            return_application,
            gettext_lazy("Return"),
            form=DeclineForm,
            perm="review",
            offered=is_in(*WAITING),
        ),
        pages.Action(
            refuse_application,
            gettext_lazy("Refuse"),
            form=DeclineForm,
            perm="review",
            danger=True,
            offered=is_in(*WAITING),
        ),
    ),
)
pages.add(
    ApprovalLimit,
    ApprovalLimitForm,
    ApprovalLimitFilter,
    ApprovalLimitTable,
    group=gettext_lazy("Funding"),
    icon="ruler",
    quiet=("organization",),
)


def steps_of(application: Any, _user: Any) -> dict[str, Any] | None:
    """Who did what with it, when and why."""
    acts = list(application.acts.select_related("by"))
    return {"acts": acts} if acts else None


pages.panel(
    Application,
    gettext_lazy("The steps"),
    "funding/parts/steps.html",
    steps_of,
    wide=True,
    costs=1,
)


@pages.todo
def applications_to_decide(user: Any) -> Iterator[pages.Todo]:
    """What waits for this user's step, the oldest first; nobody's own to decide."""
    for state, verb, word in TO_DO:
        if not user.has_perm(f"funding.{verb}_application"):
            continue
        rows = Application.objects.for_user(user, verb).filter(state=state)
        own = rows.filter(asked_by=user) if verb == "submit" else rows.exclude(asked_by=user)
        for one in own.select_related("account__organization").order_by("asked_on")[:AT_MOST]:
            words = _("Application for money: %(place)s, %(what)s")
            text = words % {"place": one.account.organization, "what": one}
            status = "returned" if state == State.RETURNED else "open"
            yield pages.Todo(text, one.get_absolute_url(), status=status, verb=word)
