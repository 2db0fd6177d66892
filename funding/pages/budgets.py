from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from funding.actions.budgets import approve_move, move_budget, refuse_move, withdraw_move
from funding.actions.figures import line_figures, pace
from funding.choices import MoveState
from funding.filters.budgets import BudgetFilter, BudgetMoveFilter
from funding.forms.budgets import AnswerForm, BudgetForm, MoveForm, RefusalForm
from funding.models import Budget, BudgetMove
from funding.tables.budgets import BudgetMoveTable, BudgetTable
from portal import pages

group = _("Funding")


def is_asked(move: BudgetMove) -> bool:
    return move.state == MoveState.ASKED


def figures(line: Budget, _user: Any) -> dict[str, Any]:
    """Budget, arrived, spent of one line, and where the entries are."""
    found = line_figures(line)
    query = {
        "organization": line.organization.code,
        "year": line.year,
        "source": line.source.code,
        "use": line.use.code,
    }
    entries = "&".join(f"{name}={value}" for name, value in query.items())
    return {
        "line": found,
        "left": found.current - found.spent,
        "pace": pace(found.current, found.spent, line.year, timezone.localdate()),
        "entries": f"{reverse('entry-list')}?{entries}",
    }


pages.add(
    Budget,
    BudgetForm,
    BudgetFilter,
    BudgetTable,
    group=group,
    icon="table",
    bulk=("due_on", "decided_on", "note"),
    quiet=("source", "use"),
    actions=(pages.Action(move_budget, _("Ask to move budget"), form=MoveForm),),
)
pages.panel(
    Budget, _("Budget, arrived, spent"), "funding/budget_line.html", figures, wide=True, place=5
)
pages.add(
    BudgetMove,
    None,
    BudgetMoveFilter,
    BudgetMoveTable,
    group=group,
    icon="arrow-right",
    actions=(
        pages.Action(approve_move, _("Approve"), form=AnswerForm, many=True, offered=is_asked),
        pages.Action(refuse_move, _("Refuse"), form=RefusalForm, perm="approve", offered=is_asked),
        pages.Action(withdraw_move, _("Withdraw"), offered=is_asked, danger=True),
    ),
)


@pages.todo
def moves_to_decide(user: Any) -> Iterator[pages.Todo]:
    """Transfers of budget that wait for the user, who did not ask for them; one query."""
    if not user.scope("funding.approve_budgetmove"):
        return
    rows = BudgetMove.objects.for_user(user, "approve").filter(state=MoveState.ASKED)
    if count := rows.exclude(asked_by=user.pk).count():
        words = ngettext(
            "%(n)s transfer of budget waits for approval",
            "%(n)s transfers of budget wait for approval",
            count,
        )
        url = f"{reverse('budgetmove-list')}?state={MoveState.ASKED.value}"
        yield pages.Todo(words % {"n": count}, url, "open", _("Decide"))
