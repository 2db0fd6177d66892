"""A project's way from its letter of responsibility to its acceptance (003-58)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.choices.projects import CadreProjectState
from cadres.models import Project, ProjectMilestone
from portal.errors import Refused
from portal.rules import refuse_future
from portal.workflow import Flow

FLOW = Flow(
    (CadreProjectState.PLANNED, CadreProjectState.RUNNING),
    (CadreProjectState.PLANNED, CadreProjectState.FAILED),
    (CadreProjectState.RUNNING, CadreProjectState.ACCEPTED),
    (CadreProjectState.RUNNING, CadreProjectState.FAILED),
)
PASSED = 60


@transaction.atomic
def sign_letter(project: Project, *, on: date, letter_no: str, planned_end: date, by: Any) -> None:
    """Sign the letter of responsibility: with it the work begins."""
    refuse_future(on)
    if on < project.since:
        raise Refused(_("This day lies before the project was planned."))
    if planned_end <= on:
        raise Refused(_("The project has to be finished after the letter is signed."))
    FLOW.move(
        project,
        CadreProjectState.RUNNING,
        letter_on=on,
        letter_no=letter_no,
        planned_end=planned_end,
    )


@transaction.atomic
def record_milestone(milestone: ProjectMilestone, *, on: date, evidence: str, by: Any) -> None:
    """Record that a milestone is reached, and what shows it."""
    project = milestone.project
    refuse_future(on)
    if project.state != CadreProjectState.RUNNING:
        raise Refused(_("The project is not under way."))
    if milestone.done_on:
        raise Refused(_("It was done on %(day)s.") % {"day": milestone.done_on})
    if project.letter_on and on < project.letter_on:
        raise Refused(_("This day lies before the letter of responsibility was signed."))
    milestone.done_on, milestone.evidence = on, evidence
    milestone.save()


@transaction.atomic
def accept_project(
    project: Project, *, on: date, score: Decimal, income: Decimal | None = None, by: Any
) -> str:
    """Accept a project, or let it fail: under 60 points it fails."""
    refuse_future(on)
    if project.letter_on and on < project.letter_on:
        raise Refused(_("This day lies before the letter of responsibility was signed."))
    open_ones = project.milestones.filter(done_on=None)
    if open_ones.exists():
        raise Refused(
            _("%(n)s milestones have not been reached: “%(first)s”.")
            % {"n": open_ones.count(), "first": open_ones[0].name}
        )
    passed = score >= PASSED
    to = CadreProjectState.ACCEPTED if passed else CadreProjectState.FAILED
    changes: dict[str, Any] = {"accepted_on": on, "score": score}
    changes |= {"income": income} if income is not None else {}
    FLOW.move(project, to, **changes, **({} if passed else {"until": on}))
    return _("Accepted.") if passed else _("Under %(least)s points: failed.") % {"least": PASSED}


@transaction.atomic
def fail_project(project: Project, *, on: date, note: str, by: Any) -> None:
    """Give a project up."""
    refuse_future(on)
    if on < project.since:
        raise Refused(_("This day lies before the project was planned."))
    FLOW.move(project, CadreProjectState.FAILED, until=on, note=note)
