"""Applications for money: handed in, reviewed by the township, approved by the county, paid; at
every step somebody else, and who, when and why stays to be read (000-26, 003-35)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.actions.dues_rates import over
from funding.actions.entering import numbered
from funding.actions.ledger import Line, check_use, post_entry
from funding.choices import ApplicationState, Way
from funding.models import Application, ApplicationAct, ApprovalLimit
from organizations.actions.wording import worded
from organizations.choices.tree import Level
from portal.errors import Refused
from portal.rules import refuse_future
from portal.workflow import Flow

State = ApplicationState
FLOW = Flow(
    (State.DRAFT, State.SUBMITTED),
    (State.RETURNED, State.SUBMITTED),
    (State.SUBMITTED, State.REVIEWED),
    (State.SUBMITTED, State.APPROVED),
    (State.SUBMITTED, State.RETURNED),
    (State.SUBMITTED, State.REFUSED),
    (State.REVIEWED, State.APPROVED),
    (State.REVIEWED, State.RETURNED),
    (State.REVIEWED, State.REFUSED),
    (State.APPROVED, State.PAID),
)
WAITING = (State.SUBMITTED, State.REVIEWED)


@transaction.atomic
def submit_application(application: Application, *, by: Any) -> None:
    """Hand it to the township. Whoever does so answers for it and neither approves nor pays it."""
    check_use(application.account, Way.PAYMENT, application.use)
    step(application, State.SUBMITTED, by, "", asked_by=by or application.asked_by)


@transaction.atomic
def review_application(application: Application, *, by: Any, reason: str = "") -> None:
    """The township agrees. Up to its limit that decides; above it, the county does."""
    refuse_own(application, by)
    limit = limit_of(application, Level.TOWNSHIP)
    alone = limit is not None and application.amount <= limit.up_to
    if not FLOW.allows(application, State.REVIEWED):
        alone = False  # so that the refusal speaks of the review
    step(application, State.APPROVED if alone else State.REVIEWED, by, reason)


@transaction.atomic
def approve_application(application: Application, *, by: Any, reason: str = "") -> None:
    """The county agrees to what the township has reviewed."""
    if application.state == State.SUBMITTED:
        raise Refused(_("The township reviews it first."))
    refuse_own(application, by)
    if by and who(application, State.REVIEWED) == by.pk:
        raise Refused(_("Whoever reviewed an application does not also approve it."))
    step(application, State.APPROVED, by, reason)


@transaction.atomic
def return_application(application: Application, *, by: Any, reason: str) -> None:
    """Send it back to be put right."""
    step(application, State.RETURNED, by, worded(reason, _("Say why.")))


@transaction.atomic
def refuse_application(application: Application, *, by: Any, reason: str) -> None:
    """There will be no money; the reason stays to be read."""
    step(application, State.REFUSED, by, worded(reason, _("Say why.")))


@transaction.atomic
def pay_application(
    application: Application, *, by: Any, day: date, voucher: str = "", handler: str = ""
) -> None:
    """Pay what was approved: the entry and the step, in one act. Twice is once."""
    refuse_future(day)
    refuse_own(application, by)
    if not FLOW.allows(application, State.PAID):
        FLOW.move(application, State.PAID)
    limit = limit_of(application, Level.TOWNSHIP) or limit_of(application, Level.COUNTY)
    if by and (limit is None or limit.second_person) and who(application, State.APPROVED) == by.pk:
        raise Refused(_("Whoever approved a payment does not also pay it."))
    token = uuid.uuid5(uuid.NAMESPACE_OID, f"application {application.pk}")
    line = Line(
        way=Way.PAYMENT,
        day=day,
        amount=-application.amount,
        voucher=numbered(application.account, voucher, token),
        use=application.use,
        counterparty=application.payee,
        handler=handler,
        note=f"{application.code} {application.purpose}"[:200],
    )
    entry = post_entry(application.account, line, by=by, token=token)
    step(application, State.PAID, by, entry=entry)


def step(application: Application, to: str, by: Any, reason: str = "", **changes: Any) -> None:
    FLOW.move(application, to, **changes)
    ApplicationAct.objects.create(application=application, kind=to, by=by, reason=reason.strip())


def refuse_own(application: Application, by: Any) -> None:
    if by and application.asked_by_id == by.pk:
        raise Refused(_("You asked for this money yourself: somebody else decides and pays."))


def who(application: Application, kind: str) -> int | None:
    """Who took the step last."""
    acts = application.acts.filter(kind=kind).order_by("-pk")
    return acts.values_list("by", flat=True).first()


def limit_of(application: Application, level: str) -> ApprovalLimit | None:
    """What this level may decide today about such money, as the nearest organization over it set
    it; its own kind goes before all kinds."""
    purse, place = application.account.source.purse, application.account.organization.path
    rows = ApprovalLimit.objects.at(timezone.localdate()).filter(over(place), level=level)
    nearest = Length("organization__path").desc()
    return rows.filter(Q(purse=purse) | Q(purse="")).order_by(nearest, "-purse", "-since").first()
