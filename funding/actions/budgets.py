"""Budget moved from one line to another: asked for by one, approved by somebody else."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from funding.actions.figures import line_figures
from funding.actions.ledger import keep_apart
from funding.choices import MoveState
from funding.models import Budget, BudgetMove, Source, Use
from organizations.models import Organization
from portal.errors import Refused
from portal.refusing import refusing


@transaction.atomic
def move_budget(  # noqa: PLR0913 - what a request to move says
    line: Budget,
    *,
    use: Use,
    amount: Decimal,
    reason: str,
    organization: Organization | None = None,
    source: Source | None = None,
    key: uuid.UUID | None = None,
    by: Any,
) -> BudgetMove:
    """Ask that `amount` yuan go from a line to another of the same year, which is made where there
    is none. Nothing moves before somebody else approves; the same `key` again is one request."""
    place = organization or line.organization
    if amount <= 0:
        raise Refused(_("Say how much is moved: above nought."))
    taking = source or line.source
    keep_apart(line.source, taking)
    if use.purse and use.purse != taking.purse:
        words = _("“%(use)s” is never paid out of %(source)s.")
        raise Refused(words % {"use": use, "source": taking})
    if not by.has_perm("funding.move_budget", place):
        raise Refused(_("You may not move budget to %(place)s.") % {"place": place})
    taker, _made = Budget.objects.get_or_create(
        organization=place,
        year=line.year,
        source=taking,
        use=use,
        defaults={"amount": 0, "decided_on": timezone.localdate()},
    )
    if taker.pk == line.pk:
        raise Refused(_("Budget is moved to another line: choose another use or source."))
    asked = {"giver": line, "taker": taker, "amount": amount, "reason": reason, "asked_by": by}
    if there := key and BudgetMove.objects.filter(token=key).first():
        return sent_again(there, asked)
    check_left(line, amount)
    day = {"asked_on": timezone.localdate()}
    move, made = BudgetMove.objects.get_or_create(token=key or uuid.uuid4(), defaults=asked | day)
    return move if made else sent_again(move, asked)


def sent_again(there: BudgetMove, asked: dict[str, Any]) -> BudgetMove:
    """What was sent twice is asked once; the same key with other words is a mistake."""
    if all(getattr(there, name) == value for name, value in asked.items()):
        return there
    raise Refused(_("This was already asked with other words. Look at the transfers of budget."))


def check_left(line: Budget, amount: Decimal) -> None:
    """What is spent already cannot be moved away."""
    held = line_figures(line)
    left = held.current - held.spent
    if amount > left:
        words = _("%(line)s has %(left)s yuan left that are not spent: not %(amount)s yuan.")
        said = {"line": line, "left": f"{left:,.2f}", "amount": f"{amount:,.2f}"}
        raise Refused(words % said)


@transaction.atomic
def approve_move(move: BudgetMove, *, by: Any, answer: str = "") -> None:
    """Move the budget. Of two who approve at the same time, one does."""
    refuse_own(move, by)
    pair = [move.giver_id, move.taker_id]
    lines = {one.pk: one for one in Budget.objects.select_for_update().filter(pk__in=pair)}
    if move.state == MoveState.ASKED:  # else the refusal speaks of the state
        check_left(lines[move.giver_id], move.amount)
    decided(move, MoveState.APPROVED, by, answer)
    with refusing():
        Budget.objects.filter(pk=move.giver_id).update(moved=F("moved") - move.amount)
        Budget.objects.filter(pk=move.taker_id).update(moved=F("moved") + move.amount)


@transaction.atomic
def refuse_move(move: BudgetMove, *, answer: str, by: Any) -> None:
    """Leave the budget as it is, and say why."""
    refuse_own(move, by)
    decided(move, MoveState.REFUSED, by, answer)


@transaction.atomic
def withdraw_move(move: BudgetMove, *, by: Any) -> None:
    """Whoever asked thinks better of it."""
    if move.asked_by_id != by.pk:
        raise Refused(_("Only who asked withdraws a request; you may refuse it."))
    decided(move, MoveState.WITHDRAWN, by, "")


def refuse_own(move: BudgetMove, by: Any) -> None:
    if move.asked_by_id == by.pk:
        raise Refused(_("You asked for this yourself: another person decides."))


def decided(move: BudgetMove, state: str, by: Any, answer: str) -> None:
    day = timezone.localdate()
    BudgetMove.FLOW.move(move, state, decided_on=day, decided_by=by, answer=answer)
