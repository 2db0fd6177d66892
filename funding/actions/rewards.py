"""A reward out of collective income: the county's organization department decides (003-38)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.actions.pay_rules import Scale
from funding.models import CollectiveReward
from organizations.actions.wording import worded
from organizations.models import Village
from organizations.models.villages import VillageYear
from portal.errors import Refused
from portal.refusing import refusing
from portal.workflow import Flow

State = CollectiveReward.State
FLOW = Flow((State.PROPOSED, State.APPROVED), (State.PROPOSED, State.REFUSED))
TEN_THOUSAND = Decimal(10_000)


def known_income(organization: Any, year: int) -> Decimal | None:
    """Yuan of collective income that the register of villages has for the year."""
    villages = Village.objects.filter(organization=organization)
    row = VillageYear.objects.filter(village__in=villages, year=year).first()
    return row.collective_income * TEN_THOUSAND if row and row.collective_income else None


def locked(reward: CollectiveReward, by: Any) -> CollectiveReward:
    rows = CollectiveReward.objects.select_for_update(of=("self",))
    held: CollectiveReward = rows.select_related("organization", "person").get(pk=reward.pk)
    if by and by.pk == held.proposed_by_id:
        raise Refused(_("Whoever proposed a reward does not decide on it."))
    return held


@transaction.atomic
def approve_reward(reward: CollectiveReward, *, by: Any) -> None:
    """Approve a proposal; it is paid with the pay of its month. Not beyond the share of the income
    that the rules allow."""
    held = locked(reward, by)
    most = Scale(held.pay_month).most_of_income(held.organization.path)
    if most is not None and held.percent > most:
        words = _("At most %(most)s %% of the collective income may be a reward here.")
        raise Refused(words % {"most": f"{most:.2f}"})
    decide(held, State.APPROVED, by)


@transaction.atomic
def refuse_reward(reward: CollectiveReward, *, reason: str, by: Any) -> None:
    """Refuse a proposal; the reason stays to be read."""
    said = worded(reason, _("Say why it is refused."))
    decide(locked(reward, by), State.REFUSED, by, said[:200])


def decide(held: CollectiveReward, to: str, by: Any, why: str = "") -> None:
    with refusing():
        FLOW.move(held, to, decided_by=by, decided_on=timezone.localdate(), decided_why=why)
