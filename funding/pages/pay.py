from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.actions.bank_books import READY, reveal_number
from funding.actions.pay_insurance import mark_insured
from funding.actions.pay_posting import post_sheet
from funding.actions.pay_sheets import (
    approve_sheet,
    check_sheet,
    differences,
    make_sheet,
    return_sheet,
)
from funding.actions.rewards import approve_reward, refuse_reward
from funding.filters.pay import (
    BankCardFilter,
    CollectiveRewardFilter,
    PayLineFilter,
    PayRuleFilter,
    PaySheetFilter,
)
from funding.forms.pay import (
    BankCardForm,
    CollectiveRewardForm,
    PayDayForm,
    PayLineForm,
    PayRuleForm,
    PaySheetForm,
    ReasonForm,
    RevealForm,
)
from funding.models import BankCard, CollectiveReward, PayLine, PayRule, PaySheet
from funding.tables.pay import (
    BankCardTable,
    CollectiveRewardTable,
    PayLineTable,
    PayRuleTable,
    PaySheetTable,
)
from portal import pages

pay = _("Pay of village cadres")
State = PaySheet.State


def in_state(*states: str) -> Any:
    return lambda sheet: sheet.state in states


def papers(sheet: PaySheet) -> Iterator[tuple[Any, str]]:
    yield _("Print the sheet"), reverse("pay-paper", args=[sheet.pk])


def proposed(reward: CollectiveReward) -> bool:
    return reward.state == CollectiveReward.State.PROPOSED


pages.add(
    PaySheet,
    PaySheetForm,
    PaySheetFilter,
    PaySheetTable,
    group=pay,
    icon="clipboard",
    headline=papers,
    rests=lambda sheet: not sheet.is_open,
    actions=(
        pages.Action(
            make_sheet,
            _("Work out"),
            perm="change",
            many=True,
            offered=in_state(State.DRAFT, State.RETURNED),
        ),
        pages.Action(
            check_sheet, _("Checked: hand in"), offered=in_state(State.DRAFT, State.RETURNED)
        ),
        pages.Action(approve_sheet, _("Approve"), many=True, offered=in_state(State.CHECKED)),
        pages.Action(
            return_sheet,
            _("Return"),
            ReasonForm,
            perm="approve",
            offered=in_state(State.CHECKED, State.APPROVED),
        ),
        pages.Action(
            post_sheet, _("Pay out"), PayDayForm, many=True, offered=in_state(State.APPROVED)
        ),
    ),
)
pages.add(
    PayLine,
    PayLineForm,
    PayLineFilter,
    PayLineTable,
    group=pay,
    icon="table",
    rests=lambda line: not line.sheet.is_open,
)
pages.add(
    CollectiveReward,
    CollectiveRewardForm,
    CollectiveRewardFilter,
    CollectiveRewardTable,
    group=pay,
    icon="star",
    rests=lambda reward: not proposed(reward),
    actions=(
        pages.Action(approve_reward, _("Approve"), many=True, offered=proposed),
        pages.Action(refuse_reward, _("Refuse"), ReasonForm, perm="approve", offered=proposed),
    ),
)
pages.add(
    BankCard,
    BankCardForm,
    BankCardFilter,
    BankCardTable,
    group=pay,
    icon="key",
    actions=(pages.Action(reveal_number, _("Show the account number"), RevealForm),),
)
pages.add(
    PayRule,
    PayRuleForm,
    PayRuleFilter,
    PayRuleTable,
    group=pay,
    icon="ruler",
    quiet=("organization",),
)


def lines_of(sheet: PaySheet, user: Any) -> dict[str, Any] | None:
    """The lines with what changed since the month before, and who did what."""
    rows = PayLine.objects.for_user(user).filter(sheet=sheet)
    lines = list(rows.select_related("person", "organization").order_by("organization__path", "pk"))
    names = ("basic", "performance", "reward", "subsidy", "allowance", "deduction", "adjustment")
    return {
        "sheet": sheet,
        "lines": lines,
        "sums": [sum(getattr(one, name) for one in lines) for name in (*names, "total")],
        "changes": differences(sheet),
        "acts": list(sheet.acts.select_related("by")),
        "lacking": mark_insured(lines, sheet.month, user),
        "without": sum(1 for one in lines if not one.card_id),
        "bank": sheet.state in READY and user.has_perm("funding.export_paysheet", sheet),
    }


pages.panel(
    PaySheet,
    pgettext_lazy("pay sheet", "Lines"),
    "funding/parts/pay_lines.html",
    lines_of,
    perm="funding.view_payline",
    wide=True,
    place=10,
    costs=5,
    tells=("payline/sheet",),
)


@pages.todo
def sheets_to_do(user: Any) -> Iterator[pages.Todo]:
    """Pay sheets and rewards that wait for this user."""
    verbs = {
        "approve": (State.CHECKED, _("Approve")),
        "post": (State.APPROVED, _("Pay out")),
        "check": (State.RETURNED, _("Mend")),
    }
    for verb, (state, word) in verbs.items():
        rows = PaySheet.objects.for_user(user, verb).filter(state=state)
        if verb == "approve":
            rows = rows.exclude(made_by=user).exclude(checked_by=user)
        for sheet in rows.select_related("organization")[:50]:
            yield pages.Todo(str(sheet), sheet.get_absolute_url(), verb=word)
    rewards = CollectiveReward.objects.for_user(user, "approve").filter(
        state=CollectiveReward.State.PROPOSED
    )
    waiting = rewards.exclude(proposed_by=user).count()
    if waiting:
        url = f"{reverse('collectivereward-list')}?state=proposed"
        text = _("Rewards from collective income proposed: %(n)s") % {"n": waiting}
        yield pages.Todo(text, url, verb=_("Decide"))
