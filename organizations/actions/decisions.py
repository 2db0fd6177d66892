"""A matter on its way through a procedure: begun, step by step, decided or withdrawn.

The steps, their order and what each asks for are data (000-48, 000-49, 000-51, 004-04).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.actions.calendar import calendar_note
from organizations.actions.procedures import step_allows
from organizations.actions.shipped import load_with_lines
from organizations.choices.decisions import DecisionState
from organizations.models import Decision, DecisionStep, Organization, Procedure, ProcedureStep
from portal.errors import Refused
from portal.rules import refuse_future
from portal.workflow import Flow

State = DecisionState
flow = Flow(
    (State.PREPARED, State.UNDER_WAY),
    (State.PREPARED, State.WITHDRAWN),
    (State.UNDER_WAY, State.DECIDED),
    (State.UNDER_WAY, State.WITHDRAWN),
)


@dataclass(frozen=True)
class Stage:
    """One step of a decision's path: what the procedure asks and what was done."""

    step: ProcedureStep
    taken: DecisionStep | None
    next: bool

    @property
    def status(self) -> str:
        if self.taken:
            return "done"
        return "open" if self.next else "not_begun"


def path_of(decision: Decision) -> list[Stage]:
    """Every step of the procedure, taken or not; two queries."""
    steps = list(ProcedureStep.objects.filter(procedure=decision.procedure_id))
    taken = {one.step_id: one for one in DecisionStep.objects.filter(decision=decision)}
    awaited = next_steps(steps, set(taken)) if decision.state == State.UNDER_WAY else set()
    return [Stage(step, taken.get(step.pk), step.pk in awaited) for step in steps]


def next_steps(steps: list[ProcedureStep], taken: set[int]) -> set[int]:
    """The steps that may be taken now: up to the first that may not be left out, and one further
    where that one may be held together with it."""
    last = max((step.position for step in steps if step.pk in taken), default=0)
    found: set[int] = set()
    stopped = False
    for step in (step for step in steps if step.position > last):
        if stopped:
            return found | ({step.pk} if step.merges else set())
        found.add(step.pk)
        stopped = step.must
    return found


@transaction.atomic
def start_decision(decision: Decision, *, by: Any) -> None:
    """Begin: from now on the steps are recorded. The procedure is the one in force that day."""
    if not Procedure.objects.at(decision.begun_on).filter(pk=decision.procedure_id).exists():
        raise Refused(
            _("“%(procedure)s” is not in force on %(day)s.")
            % {"procedure": decision.procedure, "day": decision.begun_on}
        )
    if not ProcedureStep.objects.filter(procedure=decision.procedure_id).exists():
        raise Refused(_("This procedure has no steps yet: enter them first."))
    flow.move(decision, State.UNDER_WAY)


@transaction.atomic
def record_step(decision: Decision, *, position: int | None = None, by: Any, **values: Any) -> str:
    """Record the next step, or the one at `position`, with all that the procedure asks of it."""
    if decision.state != State.UNDER_WAY:
        raise Refused(_("Steps are recorded only of a decision that is under way."))
    steps = list(ProcedureStep.objects.filter(procedure=decision.procedure_id))
    taken = list(DecisionStep.objects.filter(decision=decision))
    step = chosen_step(steps, {one.step_id for one in taken}, position)
    refuse_days(decision, taken, values["held_on"])
    for _name, sentence in step_allows({"step": step, **values}):
        raise Refused(sentence)
    for before in merged(steps, {one.step_id for one in taken}, step):
        DecisionStep.objects.create(decision=decision, step=before, **values)
    DecisionStep.objects.create(decision=decision, step=step, **values)
    if step.notice_days and values.get("notice_from"):
        return calendar_note(values["notice_from"], values["notice_until"])
    return ""


def chosen_step(steps: list[Any], taken: set[int], position: int | None) -> Any:
    awaited = next_steps(steps, taken)
    if position is None:
        found = next((one for one in steps if one.pk in awaited), None)
    else:
        found = next((one for one in steps if one.position == position), None)
    if found is None:
        raise Refused(_("There is no such step. Leave the number empty for the next one."))
    if found.pk in taken:
        raise Refused(_("This step has been recorded already."))
    if found.pk not in awaited:
        raise Refused(_("A step before this one is still missing: record it first."))
    return found


def refuse_days(decision: Decision, taken: list[Any], held_on: date) -> None:
    refuse_future(held_on)
    latest = max([decision.begun_on, *(one.held_on for one in taken)])
    if held_on < latest:
        raise Refused(_("It lies before the step before it, %(day)s.") % {"day": latest})


def merged(steps: list[Any], taken: set[int], step: Any) -> Iterator[Any]:
    """The step that may not be left out and is held together with this one."""
    last = max((one.position for one in steps if one.pk in taken), default=0)
    if step.merges:
        yield from (one for one in steps if last < one.position < step.position and one.must)


@transaction.atomic
def finish_decision(decision: Decision, *, ended_on: date, result: str = "", by: Any) -> None:
    """Decided: every step that may not be left out has been taken."""
    taken = DecisionStep.objects.filter(decision=decision)
    done = set(taken.values_list("step", flat=True))
    needed = ProcedureStep.objects.filter(procedure=decision.procedure_id, must=True)
    if missing := [step.label for step in needed if step.pk not in done]:
        raise Refused(_("Still missing: %(steps)s.") % {"steps": ", ".join(missing)})
    latest = max((one.held_on for one in taken), default=decision.begun_on)
    if ended_on < latest:
        raise Refused(_("It lies before the step before it, %(day)s.") % {"day": latest})
    flow.move(decision, State.DECIDED, ended_on=ended_on, result=result or decision.result)


@transaction.atomic
def withdraw_decision(decision: Decision, *, withdrawn_why: str, by: Any) -> None:
    """The matter is dropped; what was done stays on record with the reason."""
    today = max(timezone.localdate(), decision.begun_on)
    flow.move(decision, State.WITHDRAWN, withdrawn_why=withdrawn_why, ended_on=today)


def load_procedures(organization: Organization) -> int:
    return load_with_lines(Procedure, ProcedureStep, "procedures", organization)
