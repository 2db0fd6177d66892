"""A reserve cadre's way: step by step into the reserve, then into a post or out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.actions.posts import Taking, appoint_person
from cadres.choices.reserves import ReserveState, StepResult
from cadres.models import Reserve, ReserveProcedure, ReserveStep
from portal.errors import Refused
from portal.rules import refuse_future
from portal.workflow import Flow

FLOW = Flow(
    (ReserveState.SELECTING, ReserveState.LISTED),
    (ReserveState.SELECTING, ReserveState.DROPPED),
    (ReserveState.LISTED, ReserveState.DROPPED),
    (ReserveState.LISTED, ReserveState.APPOINTED),
)


@dataclass(frozen=True)
class Outcome:
    """What came of a step."""

    result: str = StepResult.PASSED
    votes: int | None = None
    due: int | None = None
    by_whom: str = ""
    note: str = ""


def procedure_of(reserve: Reserve) -> list[ReserveProcedure]:
    """The steps in force when the case began, of the nearest organization that has any."""
    steps = ReserveProcedure.objects.at(reserve.proposed_on).select_related("organization")
    path = reserve.organization.path
    fitting = [step for step in steps if path.startswith(step.organization.path)]
    nearest = max((len(step.organization.path) for step in fitting), default=0)
    return [step for step in fitting if len(step.organization.path) == nearest]


def next_step(reserve: Reserve) -> ReserveProcedure | None:
    """The first step that has not been passed."""
    passed = set(reserve.steps.filter(result=StepResult.PASSED).values_list("step", flat=True))
    return next((step for step in procedure_of(reserve) if step.pk not in passed), None)


@transaction.atomic
def record_step(reserve: Reserve, *, on: date, outcome: Outcome, by: Any) -> None:
    """Record the next step of the selection. Steps are taken in order, none is left out."""
    if reserve.state != ReserveState.SELECTING:
        raise Refused(_("This selection is over."))
    step = next_step(reserve)
    if step is None:
        raise Refused(_("All steps are done: list the person as reserve cadre."))
    last = reserve.steps.order_by("-done_on").first()
    earliest = (last.done_on if last else reserve.proposed_on) + timedelta(days=step.days)
    if on < earliest:
        raise Refused(
            _("“%(step)s” cannot be over before %(day)s.") % {"step": step.name, "day": earliest}
        )
    refuse_future(on)
    if outcome.votes is not None and outcome.due is not None and outcome.votes > outcome.due:
        raise Refused(_("More votes than people entitled to vote."))
    ReserveStep.objects.update_or_create(
        reserve=reserve, step=step, defaults={"done_on": on, **vars(outcome)}
    )


@transaction.atomic
def list_reserve(reserve: Reserve, *, on: date, by: Any) -> None:
    """Take somebody into the reserve once every step is passed."""
    if missing := next_step(reserve):
        raise Refused(_("The step “%(step)s” has not been passed.") % {"step": missing.name})
    last = reserve.steps.order_by("-done_on").first()
    if last and on < last.done_on:
        raise Refused(_("The last step was on %(day)s.") % {"day": last.done_on})
    FLOW.move(reserve, ReserveState.LISTED, since=on)


@transaction.atomic
def drop_reserve(reserve: Reserve, *, on: date, left_why: str, by: Any) -> None:
    """Take somebody out of the reserve, or out of the selection."""
    since = reserve.since or reserve.proposed_on
    if on < since:
        raise Refused(_("The end lies before the beginning."))
    FLOW.move(reserve, ReserveState.DROPPED, since=since, until=on, left_why=left_why)


@transaction.atomic
def appoint_reserve(
    reserve: Reserve, *, on: date, position: str, chosen: str, approval_no: str, by: Any
) -> None:
    """Give a reserve cadre a post; the reserve ends that day."""
    how = Taking(on, chosen, reserve.source, approval_no=approval_no)
    appoint_person(reserve.organization, person=reserve.person, position=position, how=how, by=by)
    why = _("Appointed to a post")
    FLOW.move(reserve, ReserveState.APPOINTED, until=on, left_why=why)
