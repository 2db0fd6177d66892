"""The season of reports, and what is done about poor results (domain 2.13, 003-48)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cadres.actions.posts import remove_post
from cadres.choices.debriefings import ENDING, DebriefingState, HandlingState
from cadres.choices.posts import PostLeft
from cadres.models import Debriefing, DebriefingIssue, Handling
from portal.errors import Refused
from portal.rules import refuse_future
from portal.workflow import Flow

FLOW = Flow(
    (DebriefingState.PREPARED, DebriefingState.REPORTED),
    (DebriefingState.REPORTED, DebriefingState.GRADED),
    (DebriefingState.GRADED, DebriefingState.CLOSED),
)
HANDLING = Flow(
    (HandlingState.DECIDED, HandlingState.DONE),
    (HandlingState.DONE, HandlingState.FILED),
)


@dataclass(frozen=True)
class Votes:
    """How the present voted."""

    good: int = 0
    fairly: int = 0
    fair: int = 0
    poor: int = 0


@transaction.atomic
def record_report(
    debriefing: Debriefing, *, on: date, topics: str, attended_by: str = "", by: Any
) -> None:
    """Record that the report was given."""
    refuse_future(on)
    if debriefing.checked_on and on < debriefing.checked_on:
        raise Refused(_("It is looked into before the report."))
    FLOW.move(
        debriefing,
        DebriefingState.REPORTED,
        reported_on=on,
        topics=topics,
        attended_by=attended_by,
    )


@transaction.atomic
def grade_debriefing(
    debriefing: Debriefing, *, grade: str, comment: str, votes: Votes, by: Any
) -> None:
    """Comment and grade a report; every report is commented on."""
    if not comment.strip():
        raise Refused(_("One report, one comment: write the comment."))
    if not any(vars(votes).values()):
        raise Refused(_("Enter the votes."))
    FLOW.move(debriefing, DebriefingState.GRADED, grade=grade, comment=comment, **vars(votes))


@transaction.atomic
def settle_issue(issue: DebriefingIssue, *, on: date, result: str, by: Any) -> None:
    """Record that a point has been put right."""
    refuse_future(on)
    if issue.done_on:
        raise Refused(_("It was done on %(day)s.") % {"day": issue.done_on})
    issue.done_on, issue.result = on, result
    issue.save()


@transaction.atomic
def close_debriefing(debriefing: Debriefing, *, by: Any) -> None:
    """Close a report once every point of its list has been put right."""
    left = debriefing.issues.filter(done_on=None).count()
    if left:
        raise Refused(_("%(n)s points have not been put right yet.") % {"n": left})
    FLOW.move(debriefing, DebriefingState.CLOSED)


@transaction.atomic
def carry_out(handling: Handling, *, on: date, by: Any) -> None:
    """Carry out a decision; one that ends a post ends it that day."""
    refuse_future(on)
    if on < handling.decided_on:
        raise Refused(_("This day lies before the decision."))
    HANDLING.move(handling, HandlingState.DONE, done_on=on)
    if handling.kind in ENDING and handling.post and not handling.post.until:
        remove_post(
            handling.post, on=on, why=PostLeft.ADJUSTED, removal_no=handling.document, by=by
        )


@transaction.atomic
def file_handling(handling: Handling, *, on: date, filing_no: str, by: Any) -> None:
    """File with the county what was carried out (003-47)."""
    refuse_future(on)
    if handling.done_on and on < handling.done_on:
        raise Refused(_("It is filed after it happened, on %(day)s.") % {"day": handling.done_on})
    HANDLING.move(handling, HandlingState.FILED, filed_on=on, filing_no=filing_no)
