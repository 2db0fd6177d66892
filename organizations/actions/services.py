"""Cases at the counter: received, accepted with a promise, handed on, finished, taken up again.

First-inquiry: whoever is asked first stays named. Twice at most: a case that comes a third time is
found by a filter (000-34b, 003-44, 004-06, 004-14).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from organizations.actions.calendar import calendar_note, working_days_after
from organizations.actions.shipped import load, read
from organizations.choices.services import CaseState
from organizations.models import Organization, ServiceCase, ServiceItem
from portal.errors import Refused
from portal.rules import refuse_future
from portal.workflow import Flow

flow = Flow(
    (CaseState.ASKED, CaseState.ACCEPTED),
    (CaseState.ASKED, CaseState.FINISHED),  # answered on the spot
    (CaseState.ACCEPTED, CaseState.HANDED_ON),
    (CaseState.HANDED_ON, CaseState.HANDED_ON),
    (CaseState.ACCEPTED, CaseState.FINISHED),
    (CaseState.HANDED_ON, CaseState.FINISHED),
    (CaseState.FINISHED, CaseState.ACCEPTED),
)


def promised(item: ServiceItem, accepted_on: date) -> date:
    """The day by which the item is promised, in working days of the calendar."""
    return working_days_after(accepted_on, item.promised_days)


@transaction.atomic
def accept_case(case: ServiceCase, *, accepted_on: date, by: Any) -> str:
    """Take the case on. The promise follows from the item's working days."""
    refuse_before(accepted_on, case.asked_on)
    limit = promised(case.item, accepted_on)
    flow.move(case, CaseState.ACCEPTED, accepted_on=accepted_on, promised_by=limit)
    return calendar_note(accepted_on, limit)


@transaction.atomic
def hand_on_case(case: ServiceCase, *, handed_to: str, by: Any) -> None:
    """Somebody else goes on with it; the promise and the first receiver stay."""
    flow.move(case, CaseState.HANDED_ON, handed_to=handed_to)


@transaction.atomic
def finish_case(
    case: ServiceCase, *, finished_on: date, outcome: str, by: Any, **said: str
) -> None:
    refuse_before(finished_on, case.accepted_on or case.asked_on)
    accepted = case.accepted_on or finished_on
    limit = case.promised_by or promised(case.item, accepted)
    changes = {"accepted_on": accepted, "promised_by": limit, "outcome": outcome, **said}
    flow.move(case, CaseState.FINISHED, finished_on=finished_on, **changes)


@transaction.atomic
def reopen_case(case: ServiceCase, *, accepted_on: date, details: str, by: Any) -> str:
    """The applicant came again: the case is handled once more, with a promise of its own."""
    if case.state != CaseState.FINISHED:
        raise Refused(_("Only a finished case is taken up again."))
    refuse_before(accepted_on, case.finished_on or case.asked_on)
    limit = promised(case.item, accepted_on)
    again = "\n".join(filter(None, (case.details, f"{accepted_on:%Y-%m-%d} {details}")))
    changes = {"promised_by": limit, "accepted_on": accepted_on, "details": again}
    fresh = {"finished_on": None, "outcome": "", "satisfaction": ""}
    times = case.times_handled + 1
    flow.move(case, CaseState.ACCEPTED, times_handled=times, **changes, **fresh)
    return calendar_note(accepted_on, limit)


def refuse_before(day: date, earlier: date) -> None:
    refuse_future(day)
    if day < earlier:
        raise Refused(_("It lies before %(day)s, when the case came in.") % {"day": earlier})


def load_service_items(organization: Organization) -> int:
    return load(ServiceItem, organization, read("service_items"))
